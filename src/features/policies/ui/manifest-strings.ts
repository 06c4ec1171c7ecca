import { catalogue } from '../../../web/strings.ts'

/** The few words of the first page; all others load with the screens. */
export const say = catalogue('policies-manifest', {
  title: 'Policy',
  forms: 'Policy: forms',
  versions: 'Policy: versions and approvals',
  also: 'tocsin.yaml severities roles obligations channels templates lint diff apply roll back',
})
