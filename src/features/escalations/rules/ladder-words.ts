import { idOf, kindOf, type Policy } from '../../../core/policy/policy.ts'
import type { EscalationPolicy, Step } from '../../../core/policy/schema/escalation.ts'
import type { LadderStep, StepEdit } from '../contract/ladders.ts'
import type { Wake } from '../contract/simulate.ts'
import { conditionInPlainWords, severitiesOnly } from './condition-words.ts'

type Target = LadderStep['page'][number]

/** "Mara", "team Payments", "whoever is on payments-primary": what stands behind a reference. */
export function targetOf(policy: Policy, ref: string): Target {
  const id = idOf(ref)
  const kind = kindOf(ref) ?? kindOfBare(policy, ref)
  const known: Record<string, string | undefined> = {
    user: policy.user(id)?.name,
    team: policy.team(id)?.name,
    schedule: policy.schedule(id)?.name,
    role: policy.role(id)?.name,
    contact: policy.bundle.contacts?.find((each) => each.id === id)?.name,
  }
  return { ref, kind, name: known[kind] ?? id }
}

function kindOfBare(policy: Policy, ref: string): string {
  if (ref === 'managers' || ref === 'responders') return ref
  if (policy.user(ref)) return 'user'
  if (policy.team(ref)) return 'team'
  return policy.schedule(ref) ? 'schedule' : 'role'
}

/** A ladder before and after a form, and which step came from where. */
export type LadderChange = { before: EscalationPolicy; after: EscalationPolicy; edits: readonly StepEdit[]; policy: Policy }

/** What becomes of a ladder, one sentence for each change, in the order of the steps. */
export function changesInWords(change: LadderChange): string[] {
  const { before, after, edits, policy } = change
  const name = (step: Step): string => step.page.map((ref) => targetOf(policy, ref).name).join(', ')
  const kept = new Set(edits.map(({ from }) => from))
  const gone = before.steps.flatMap((step, i) => (kept.has(i) ? [] : [`Step ${i + 1} (${name(step)}) is taken out`]))
  const told = after.steps.flatMap((step, i) => {
    const from = edits[i]?.from ?? null
    const old = from === null ? undefined : before.steps[from]
    if (!old) return [`A new step ${i + 1} pages ${name(step)}${timing(step)}`]
    return stepChanges(`Step ${i + 1} (${name(step)})`, { old, step, name, policy })
  })
  return [...gone, ...told, ...moved(change, name), ...repeated(before, after)]
}

const timing = (step: Step): string => (step.at ? `, ${step.at.text} after the alert` : step.wait ? `, then waits ${step.wait.text}` : '')

type Compared = { old: Step; step: Step; name(step: Step): string; policy: Policy }

function stepChanges(which: string, { old, step, name, policy }: Compared): string[] {
  const pages =
    name(old) === name(step) && old.page.join() === step.page.join() ? [] : [`${which} pages ${name(step)} instead of ${name(old)}`]
  const waits =
    old.wait?.text === step.wait?.text
      ? []
      : [`${which} waits ${step.wait?.text ?? 'the usual time'} instead of ${old.wait?.text ?? 'the usual time'}`]
  const at =
    old.at?.text === step.at?.text
      ? []
      : [`${which} comes ${step.at ? `${step.at.text} after the alert` : 'when those before were silent'}`]
  const [was, is] = [conditionInPlainWords(old.when, policy), conditionInPlainWords(step.when, policy)]
  const when =
    was === is ? [] : [`${which} pages ${is ? `only ${is}` : 'in every case'} instead of ${was ? `only ${was}` : 'in every case'}`]
  const reason = old.reason.join() === step.reason.join() ? [] : [`${which} is climbed to for ${step.reason.join(', ') || 'every reason'}`]
  return [...pages, ...waits, ...at, ...when, ...reason]
}

/** Steps that stay and come in another order. */
function moved({ edits, before }: LadderChange, name: (step: Step) => string): string[] {
  const order = edits.flatMap(({ from }) => (from === null ? [] : [from]))
  const isSorted = order.every((from, i) => i === 0 || from > (order[i - 1] as number))
  if (isSorted) return []
  return [`The order becomes ${order.map((from) => name(before.steps[from] as Step)).join(', then ')}`]
}

const times = (count: number): string =>
  count === 0 ? 'not climbed again' : count === 1 ? 'climbed once more' : `climbed ${count} times more`
const repeated = (before: EscalationPolicy, after: EscalationPolicy): string[] =>
  before.repeat === after.repeat ? [] : [`When nobody answers, it is ${times(after.repeat)} instead of ${times(before.repeat)}`]

/** Who is woken first at another moment: "Tomas is woken at 03:15 instead of 03:30". `tell` writes an instant. */
export function movesInWords(before: readonly Wake[], after: readonly Wake[], tell: (moment: string) => string): string[] {
  const [was, is] = [firstWakes(before), firstWakes(after)]
  const people = [...new Map([...was, ...is].map(([id, wake]) => [id, wake.person])).values()]
  const order = (id: string): string => is.get(id)?.at ?? was.get(id)?.at ?? ''
  return people
    .toSorted((a, b) => order(a.id).localeCompare(order(b.id)))
    .flatMap(({ id, name }) => moveInWords(name, { old: was.get(id)?.at, fresh: is.get(id)?.at, tell }))
}

type Move = { old: string | undefined; fresh: string | undefined; tell(moment: string): string }

function moveInWords(name: string, { old, fresh, tell }: Move): string[] {
  if (old === fresh) return []
  if (!fresh) return [`${name} is no longer woken (was ${tell(old ?? '')})`]
  return [`${name} is woken at ${tell(fresh)}${old ? ` instead of ${tell(old)}` : ', before not at all'}`]
}

const firstWakes = (wakes: readonly Wake[]): Map<string, Wake> =>
  new Map(
    wakes
      .filter((wake) => wake.wakes)
      .toReversed()
      .map((wake) => [wake.person.id, wake]),
  )

/** How the form and the ruler see a step. */
export const stepView = (step: Step, policy: Policy): Omit<LadderStep, 'used'> => ({
  page: step.page.map((ref) => targetOf(policy, ref)),
  wait: step.wait?.text ?? null,
  at: step.at?.text ?? null,
  condition: conditionInPlainWords(step.when, policy),
  severity: severitiesOnly(step.when),
  reason: step.reason,
})
