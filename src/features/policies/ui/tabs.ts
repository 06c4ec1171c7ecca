import type { PageTab } from '../../../web/shell/page.tsx'
import { catalogue } from '../../../web/strings.ts'

const say = catalogue('policy-tabs', {
  draft: 'Draft',
  forms: 'Forms',
  templates: 'Templates',
  versions: 'Versions',
  accepted: 'Accepted findings',
})

/** Templates are another feature's screen with the same tabs. */
export const policyTabs = (): PageTab[] => [
  { label: say('draft'), to: '/policy' },
  { label: say('forms'), to: '/policy/forms' },
  { label: say('templates'), to: '/policy/templates' },
  { label: say('versions'), to: '/policy/versions' },
  { label: say('accepted'), to: '/policy/accepted' },
]
