import { catalogue } from '../../../web/strings.ts'

/** The few words of the first page; all others load with the screens. */
export const say = catalogue('oncall-manifest', {
  title: 'On call',
  findCover: 'Find cover for a shift',
  newSchedule: 'New schedule',
})
