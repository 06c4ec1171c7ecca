import { catalogue } from '../../../web/strings.ts'

/** The few words of the first page; all others load with the screen. */
export const say = catalogue('templates-manifest', {
  command: 'Preview what is sent to whom',
  commandAlso: 'templates messages preview wording placeholders',
})
