import type { RecordedFact } from '../../../core/command/command.ts'
import { ownHours } from '../../../core/paging/own-hours.ts'
import { roadsOf, waysTo } from '../../../core/paging/roads.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import type { User } from '../../../core/policy/schema/people.ts'
import { holds } from '../../../core/policy/when.ts'
import type { Skipped, Wake } from '../contract/simulate.ts'
import { conditionInPlainWords } from './condition-words.ts'
import { type Ground, laddersIn, personOf, secondsAfter } from './wakes.ts'

type Asked = Ground & { severity: string; canSend(channel: string): boolean }
type Told = Pick<Skipped, 'what' | 'why'> & { user?: string; road?: string }

const text = (value: unknown): string => String(value ?? '')

/** What of the facts says that something does not page, and why. */
const TELLING: Record<string, (data: RecordedFact['data'], policy: Policy, ladder: string) => Told> = {
  'escalation.step_skipped': ({ step }, policy, ladder) => {
    const condition = conditionInPlainWords(policy.ladder(ladder)?.steps[Number(step)]?.when ?? [], policy)
    return { what: 'step', why: condition ? `it is only ${condition}` : 'its condition does not hold' }
  },
  'escalation.step_empty': ({ why }) => ({ what: 'step', why: text(why) }),
  'escalation.target_empty': ({ target, why }) => ({
    what: 'target',
    why: `${text(target)} leads to nobody${why ? `: ${text(why)}` : ''}`,
  }),
  'escalation.target_broken': ({ target, why }) => ({ what: 'target', why: `${text(target)} cannot be read: ${text(why)}` }),
  'page.unreachable': ({ user, why }) => ({ what: 'person', user: text(user), why: text(why) }),
  'page.held': ({ user, road, why }) => ({ what: 'held', user: text(user), road: text(road), why: text(why) }),
}

export function skippedOf(asked: Asked, wakes: readonly Wake[]): Skipped[] {
  const ladders = laddersIn(asked)
  const told = asked.facts.flatMap(({ name, at, of, data }): Skipped[] => {
    const ladder = ladders.get(of.id) ?? null
    const said = TELLING[name]?.(data, asked.policy, ladder?.id ?? '')
    if (!said) return []
    const { what, why, user, road } = said
    const person = user ? personOf(asked.policy, user) : null
    return [
      {
        at,
        afterS: secondsAfter(asked, at),
        what,
        ladder,
        step: data.step === undefined ? null : Number(data.step),
        person,
        road: road ?? null,
        why,
      },
    ]
  })
  return [...told, ...missingRoads(asked, wakes)].sort((a, b) => a.at.localeCompare(b.at))
}

/** Roads that a paged person's rules or the level name and that do not lead to them: told once a person, at their first page. */
function missingRoads({ policy, severity, canSend }: Asked, wakes: readonly Wake[]): Skipped[] {
  const firsts = [...new Map(wakes.toReversed().map((wake) => [wake.person.id, wake])).values()]
  return firsts.flatMap(({ person, at, afterS, ladder, step }) => {
    const user = policy.user(person.id)
    if (!user) return []
    const ways = new Set(waysTo(user, canSend).map(({ road }) => road))
    return wantedRoads(user, { severity, policy, at })
      .filter((road) => !ways.has(road))
      .map((road) => ({ at, afterS, what: 'road' as const, ladder, step, person, road, why: whyMissing(user, road, canSend) }))
  })
}

function wantedRoads(user: User, { severity, policy, at }: { severity: string; policy: Policy; at: string }): string[] {
  const facts = { policy, severity, flags: [], ...ownHours(user, Temporal.Instant.from(at), policy) }
  const rules = user.rules.filter((rule) => holds(rule.when, facts)).flatMap((rule) => rule.by)
  return [...new Set(rules.length > 0 ? rules : (policy.severity(severity)?.roads ?? []))]
}

function whyMissing(user: User, road: string, canSend: (channel: string) => boolean): string {
  const known = roadsOf(user, () => true).filter((each) => each.road === road)
  if (known.length === 0) return 'no contact for it is known'
  const counting = known.filter(({ counts }) => counts)
  if (counting.length === 0) return `${known[0]?.contact} not verified`
  if (!counting.some(({ channel }) => canSend(channel))) return 'not set up in this installation'
  return `${counting[0]?.contact} takes no texts`
}
