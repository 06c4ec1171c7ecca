import { inWords } from '../../../core/policy/lint/lint-rule.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import { idOf, kindOf } from '../../../core/policy/policy.ts'
import type { Remedy, SimulateAnswer, SimulatedFinding, Wake, Worst } from '../contract/simulate.ts'

/** The order in which people are woken when nobody answers: whoever sleeps through leaves it to the next. */
export function worstOf(wakes: readonly Wake[]): Worst[] {
  const waking = wakes.filter((wake) => wake.wakes)
  const firsts = [...new Map(waking.toReversed().map((wake) => [wake.person.id, wake])).values()].toReversed()
  const inOrder = firsts.sort((a, b) => a.afterS - b.afterS)
  return inOrder.map((_, i) => {
    const next = inOrder[i + 1]
    return {
      asleep: inOrder.slice(0, i + 1).map(({ person }) => person),
      person: next?.person ?? null,
      at: next?.at ?? null,
      afterS: next?.afterS ?? null,
    }
  })
}

/** `unanswered` are the wakes when nobody acknowledges: findings are about what could happen, not about who happened to answer. */
export type Judged = Pick<SimulateAnswer, 'severity' | 'promise' | 'skipped'> & {
  policy: Policy
  unanswered: readonly Wake[]
  isQuiet: boolean
}

export function findingsOf(judged: Judged): SimulatedFinding[] {
  const { unanswered, severity, isQuiet } = judged
  if (isQuiet && unanswered.length === 0)
    return [
      plain(
        'quiet',
        `${severity.id} pages nobody at this moment`,
        'it waits for whoever looks at the list; write another level if somebody must be woken',
      ),
    ]
  if (!unanswered.some((wake) => wake.wakes)) return [nobodyWakes(judged), ...noWakingRoads(judged), ...emptySteps(judged)]
  return [...late(judged), ...alone(judged), ...noWakingRoads(judged), ...emptySteps(judged)]
}

const plain = (kind: SimulatedFinding['kind'], what: string, cost: string): SimulatedFinding => ({
  kind,
  isBreaking: false,
  what,
  cost,
  remedies: [],
})

/** The same where a promise is broken or nobody is reached. */
const breaking = (kind: SimulatedFinding['kind'], what: string, cost: string): SimulatedFinding => ({
  ...plain(kind, what, cost),
  isBreaking: true,
})

function nobodyWakes({ unanswered }: Judged): SimulatedFinding {
  if (unanswered.length === 0) return breaking('nobody', 'Nobody is paged', 'the alert wakes nobody: it is found by whoever looks')
  const told = [...new Set(unanswered.map(({ person }) => person.name))].join(', ')
  return breaking('asleep', 'Nobody is woken', `${told} would be told by roads that wake nobody: at night it is found in the morning`)
}

const span = (seconds: number): string => inWords(seconds * 1000)

/** Wakes of the ladder that waits for an acknowledgement, each person once. */
const mainOf = (wakes: readonly Wake[]): Wake[] => wakes.filter((wake) => wake.wakes && wake.ladder.basis === 'acknowledged')

function late({ unanswered, promise, severity }: Judged): SimulatedFinding[] {
  const first = mainOf(unanswered)[0]
  if (!promise || !first || first.afterS <= promise.withinS) return []
  return [
    {
      ...breaking('late', `Nobody who can act is woken until ${span(first.afterS)} after the alert`, ''),
      cost: `${severity.id} promises a response within ${span(promise.withinS)}; it is missed by ${span(first.afterS - promise.withinS)}`,
      remedies: [edit(first)],
    },
  ]
}

const edit = ({ ladder }: Pick<Wake, 'ladder'>): Remedy => ({
  kind: 'edit-ladder',
  ladder: { id: ladder.id, name: ladder.name },
  words: `Edit the steps of ${ladder.name}`,
})

/** What if the first of the main ladder sleeps through. */
function alone({ unanswered, promise, severity, policy, skipped }: Judged): SimulatedFinding[] {
  const main = mainOf(unanswered)
  const first = main[0]
  if (!first) return []
  const second = main.find(({ person }) => person.id !== first.person.id)
  if (!second)
    return [
      {
        ...plain('alone', `If ${first.person.name} sleeps through, nobody else is woken`, `one person alone carries this ${severity.id}`),
        remedies: [edit(first)],
      },
    ]
  if (!promise || second.afterS <= promise.withinS) return []
  const remedies = [...verifications(second, skipped), ...swaps(first, second, policy), edit(first)]
  return [
    {
      ...plain('alone', `If ${first.person.name} sleeps through, nobody else is woken until ${span(second.afterS)} after the alert`, ''),
      cost: `then ${severity.id} misses its response of ${span(promise.withinS)} by ${span(second.afterS - promise.withinS)}`,
      remedies,
    },
  ]
}

const isUnproved = (why: string): boolean => why.endsWith('not verified')

/** People who come between the two and cannot be woken because a contact waits for its code. */
function verifications(second: Wake, skipped: Judged['skipped']): Remedy[] {
  const waiting = skipped.filter(({ what, why, afterS }) => what === 'road' && isUnproved(why) && afterS <= second.afterS)
  return waiting.flatMap(({ person }) =>
    person ? [{ kind: 'verify-contact' as const, person, words: `Ask ${person.name} to verify` }] : [],
  )
}

/** When the one who wakes comes two steps after the first, the steps between only cost time. */
function swaps(first: Wake, second: Wake, policy: Policy): Remedy[] {
  const ladder = policy.ladder(first.ladder.id)
  if (!ladder || second.ladder.id !== first.ladder.id || second.step - first.step < 2) return []
  const [a, b] = [second.step - 1, second.step]
  return [
    {
      kind: 'swap-steps',
      ladder: { id: ladder.id, name: ladder.name ?? ladder.id },
      first: a,
      second: b,
      words: `Swap step ${a + 1} and ${b + 1}`,
    },
  ]
}

/** Paged, but by nothing that gets them up. */
function noWakingRoads({ unanswered, skipped }: Judged): SimulatedFinding[] {
  const people = new Map(unanswered.map(({ person }) => [person.id, person]))
  return [...people.values()].flatMap((person) => {
    if (unanswered.some((wake) => wake.wakes && wake.person.id === person.id)) return []
    const waiting = skipped.filter((each) => each.person?.id === person.id && isUnproved(each.why))
    return [
      {
        kind: 'no-waking-road' as const,
        isBreaking: false,
        what: `${person.name} is told, but not woken`,
        cost: waiting.map(({ why }) => why).join('; ') || 'no road of theirs wakes: at night their step only costs time',
        remedies: waiting.length > 0 ? [{ kind: 'verify-contact' as const, person, words: `Ask ${person.name} to verify` }] : [],
      },
    ]
  })
}

/** Steps that lead to nobody; the page falls through, but a schedule has a hole there. */
function emptySteps({ skipped, policy }: Judged): SimulatedFinding[] {
  const empty = skipped.filter(({ what, why }) => what === 'step' && !why.startsWith('it is only') && !why.startsWith('its condition'))
  const first = [...new Map(empty.toReversed().map((each) => [`${each.ladder?.id} ${each.step}`, each])).values()].toReversed()
  return first.map(({ ladder, step, why }) => ({
    kind: 'empty-step' as const,
    isBreaking: false,
    what: `Step ${(step ?? 0) + 1} of ${ladder?.name ?? 'the ladder'} pages nobody: ${why}`,
    cost: 'the page falls through to the next step at once, so one person fewer can be woken',
    remedies: [...schedulesOf(ladder?.id, step, policy), ...(ladder ? [edit({ ladder })] : [])],
  }))
}

function schedulesOf(ladder: string | undefined, step: number | null, policy: Policy): Remedy[] {
  const targets = (ladder ? policy.ladder(ladder)?.steps[step ?? -1]?.page : undefined) ?? []
  return targets.flatMap((target) => {
    const schedule = kindOf(target) === 'schedule' || kindOf(target) === null ? policy.schedule(idOf(target)) : undefined
    if (!schedule) return []
    const named = { id: schedule.id, name: schedule.name ?? schedule.id }
    return [{ kind: 'schedule' as const, schedule: named, words: `Open ${named.name}` }]
  })
}
