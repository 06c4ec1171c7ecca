import type { Policy } from '../../../core/policy/policy.ts'
import type { KnownWords } from '../contract/command-words.ts'

/** What may be typed under this policy. */
export function knownWordsOf({ bundle, severities }: Policy): KnownWords {
  const named = (list: readonly { id: string; name?: string | undefined }[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ id, name: name ?? id }))
  const { reference = 'INC-{n}', aliases = [] } = bundle.incident ?? {}
  return { roles: named(bundle.roles), users: named(bundle.users), references: [reference, ...aliases], severities }
}
