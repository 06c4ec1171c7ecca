import { catalogue } from '../../../web/strings.ts'

export const say = catalogue('demo', {
  title: 'Example organisation',
  what: 'People, alerts and incidents of Example Ltd are invented; nothing is ever sent to them.',
  remove: 'Remove the example',
})
