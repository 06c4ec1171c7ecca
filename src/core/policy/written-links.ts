import type { Path } from './finding.ts'
import type { Bundle } from './schema/bundle.ts'

/** An address that people are sent to, and where it is written. */
export type WrittenLink = { name: string; url: string; path: Path }

/** Every address of the policy that somebody opens in a browser; those that are filled in later are left out. */
export function linksIn({ links = [], contacts = [], dependencies = [], document }: Bundle): WrittenLink[] {
  const found = [
    ...links.map(({ name, url }, index): WrittenLink => ({ name, url, path: ['links', index, 'url'] })),
    ...contacts.map(({ name, url = '' }, index) => ({ name, url, path: ['contacts', index, 'url'] })),
    ...dependencies.map(({ id, name = id, status_url: url = '' }, index) => ({ name, url, path: ['dependencies', index, 'status_url'] })),
    ...(document?.depends_on ?? []).map((url, index) => ({ name: 'related document', url, path: ['document', 'depends_on', index] })),
  ]
  return found.filter(({ url }) => /^https?:\/\//i.test(url) && !url.includes('{'))
}
