export type Skipped = { user: string; reason: string }

/** Who a schedule names at one moment, by which layer and why, and who was passed over. */
export type Answer = { members: string[]; layer: string; because: string; skipped: Skipped[] }

/** An override that is in force: people by id, whom they replace (`everyone`: the whole span), null when they join. */
export type ActiveOverride = { users: readonly string[]; replaces: string | null }

/**
 * Who takes this person's place, in the order the overrides are written; null when nobody does. An override meets the place by the name
 * of the person themselves or of whoever stands in by then: the last one written has the last word.
 */
export function standInsFor(user: string, active: readonly ActiveOverride[]): string[] | null {
  let places = [user]
  for (const override of active) places = override.replaces === user ? [...override.users] : substituted(places, override)
  return places.length === 1 && places[0] === user ? null : places
}

/** A span that is an override's own: its people, or whom a later override puts in their place. */
export function ownSpan({ users }: ActiveOverride, later: readonly ActiveOverride[]): Answer {
  const members = distinct(users.flatMap((user) => standInsFor(user, later) ?? [user]))
  return { members, layer: 'override', because: 'override', skipped: [] }
}

/** Those who join; a later override may replace them too, or take them off. */
export function withAdded(answer: Answer, active: readonly ActiveOverride[]): Answer {
  let added: string[] = []
  for (const each of active) added = each.replaces === null ? [...added, ...each.users] : substituted(added, each)
  if (added.length === 0) return answer
  const members = distinct([...answer.members, ...added])
  return { ...answer, members, layer: answer.layer || 'override', because: joined(answer.because) }
}

const joined = (because: string): string =>
  because === '' || because.endsWith('override') ? because || 'override' : `${because}, override`

const substituted = (users: readonly string[], { replaces, users: standIns }: ActiveOverride): string[] =>
  replaces !== null && users.includes(replaces) ? [...users.filter((each) => each !== replaces), ...standIns] : [...users]

const distinct = (users: readonly string[]): string[] => [...new Set(users)]
