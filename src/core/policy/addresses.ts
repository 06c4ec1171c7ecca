import type { Path, Problem } from './finding.ts'
import type { Bundle } from './schema/bundle.ts'

/** An address that messages are to be sent to, and where the bundle has it. */
export type WrittenAddress = { path: Path; url: string }

/** Why nothing may be sent to an address, and what to do; null when there is nothing to object to. */
export type Objection = (url: string) => { why: string; remedy: string; isForGood: boolean } | null

const URLS = /^(?:https?|smtps?):/i

function textsOf(bundle: Bundle): { path: Path; text: unknown }[] {
  const { users = [], channels = [], calendars = [], integrations = [] } = bundle
  return [
    ...users.flatMap(({ contacts: { other = {}, ...contacts } }, index) => [
      ...Object.entries(contacts).map(([name, text]) => ({ path: ['users', index, 'contacts', name], text })),
      ...Object.entries(other).map(([name, text]) => ({ path: ['users', index, 'contacts', 'other', name], text })),
    ]),
    ...channels.map(({ url }, index) => ({ path: ['channels', index, 'url'], text: url })),
    ...calendars.map(({ url }, index) => ({ path: ['calendars', index, 'url'], text: url })),
    ...integrations.flatMap(({ fields }, index) =>
      Object.entries(fields).map(([name, text]) => ({ path: ['integrations', index, 'fields', name], text })),
    ),
  ]
}

/** Every address in a bundle that this installation would connect to. Browsers register their own push services. */
export const addressesOf = (bundle: Bundle): WrittenAddress[] =>
  textsOf(bundle).flatMap(({ path, text }) => (typeof text === 'string' && URLS.test(text) ? [{ path, url: text }] : []))

/** What is wrong with the addresses of a bundle. The URL itself is not told: its path may be a secret. */
export function addressProblems(
  bundle: Bundle,
  { objection, level }: { objection: Objection; level(url: string): Problem['level'] },
): Problem[] {
  return addressesOf(bundle).flatMap(({ path, url }) => {
    const found = objection(url)
    if (!found) return []
    const cost = 'whatever is sent there is refused, and a page that has only this road reaches nobody'
    return [
      { level: found.isForGood ? 'error' : level(url), rule: 'forbidden-target', path, message: found.why, remedy: found.remedy, cost },
    ]
  })
}
