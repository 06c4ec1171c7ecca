import { catalogue } from '../../../web/strings.ts'

/** The few words of the first page; all others load with the screens. */
export const say = catalogue('obligations-manifest', {
  command: 'What is owed now, and by whom',
  commandAlso: 'obligations deadlines promises clocks missed late score',
})
