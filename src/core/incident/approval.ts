import type { Context, JsonObject, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { resolveTarget } from '../oncall/targets.ts'
import { waysTo } from '../paging/roads.ts'
import { idOf, kindOf } from '../policy/policy.ts'
import type { Approval } from '../policy/schema/severity.ts'
import { holds } from '../policy/when.ts'
import { addDuration, durationOf } from '../time/duration.ts'
import { momentOf } from '../time/moment.ts'
import { isBlank, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { dropAbout, promise } from './promise.ts'
import type { AwaitingApproval, IncidentState } from './state.ts'
import { headOf, holdersOf, viewOf } from './view.ts'

/** Whoever approves is asked for this long; then somebody asks again. */
const askLifeHours = 4
/** Assumed where the policy says nothing: words that wait longer come too late for the promises of most levels. */
const usualWithin = durationOf('15m')
/** Nobody is called for it: these show the text and the button. */
const READ_ROADS: readonly string[] = ['push', 'chat', 'email']

/** `users` are those whose word counts now: the holder, else whoever would take the role. */
export type Wanted = { approval: Approval; of: string; users: string[] }

/** The approval that the policy wants for this before customers read it; null when it wants none. */
export function approvalFor(state: IncidentState, act: string, context: Context): Wanted | null {
  const { facts, policy } = viewOf(state, context)
  const approval = (policy.bundle.approvals ?? []).find((each) => each.for === act && holds(each.when, facts))
  const of = approval?.by[0]
  if (!approval || !of) return null
  return { approval, of, users: [...new Set(approval.by.flatMap((target) => usersBehind(target, state, context)))] }
}

/** Whose word counts for a target now. */
export function usersBehind(target: string, state: IncidentState, context: Context): string[] {
  const held = kindOf(target) === 'role' ? state.roles[idOf(target)] : undefined
  if (held) return [held.user]
  const asked = { at: context.now, holders: holdersOf(state), service: state.service, type: state.type }
  return resolveTarget(context.policy, target, asked).map(({ user }) => user)
}

export const mayApprove = ({ users }: Wanted, by: string): boolean => users.some((user) => by === `user:${user}`)

/** `bypass` publishes without the approval, with a reason that stays in the record. */
export type Bypass = { bypass?: string }

/** How the clock of an answer names what it is about. */
export const approvalName = (id: string): string => `approval:${id}`

type Asked = { act: AwaitingApproval['act']; data: JsonObject }

/** Keeps what was to be said until somebody approves it, asks them, and starts the clock of their answer. */
export function askApproval(
  draft: Draft<IncidentState>,
  { act, data }: Asked,
  { wanted, context }: { wanted: Wanted; context: Context },
): Refusal | undefined {
  const role = nameOfRole(wanted.of, context)
  if (wanted.users.length === 0)
    return refusal(
      'approval-nobody',
      `the policy wants the approval of ${role}, and nobody is; assign somebody, or publish with \`bypass\` and a reason`,
    )
  const before = draft.state.awaiting ?? []
  const id = `a${1 + Math.max(0, ...before.map((each) => Number(each.id.slice(1))), draft.state.approvals ?? 0)}`
  const waiting: AwaitingApproval = {
    ...{ id, act, data, by: draft.by, at: momentOf(draft.now) },
    ...{ of: wanted.of, approval: wanted.approval.id ?? wanted.approval.for },
  }
  draft.set({ awaiting: [...before, waiting], approvals: Number(id.slice(1)) })
  draft.tell('incident.approval_asked', { id, act, text: data.text, of: wanted.of, users: wanted.users })
  for (const user of wanted.users) tell(draft, { id, user, text: String(data.text), role }, context)
  const dueAt = momentOf(addDuration(draft.now, wanted.approval.within ?? usualWithin, context.policy.calendar))
  const title = act === 'mail' ? 'Answer whether the mail may go out' : 'Answer whether it may be published'
  promise(draft, { rule: 'promised-approval', must: 'complete', title, about: approvalName(id), dueAt }, context)
  return undefined
}

const nameOfRole = (target: string, { policy }: Context): string => policy.role(idOf(target))?.name ?? idOf(target)

type Asking = { id: string; user: string; text: string; role: string }

function tell(draft: Draft<IncidentState>, { id, user, text, role }: Asking, context: Context): void {
  const person = context.policy.user(user)
  const ways = person ? waysTo(person, context.canSend) : []
  const read = ways.filter(({ road }) => READ_ROADS.includes(road))
  for (const way of read.length > 0 ? read : ways.slice(-1))
    draft.send({
      id: `${draft.subject.id}.approval.${id}.${user}/${way.channel}`,
      channel: way.channel,
      target: `user:${user}`,
      road: way.road,
      content: {
        ...headOf(draft),
        kind: 'notify',
        moment: 'approval_asked',
        approval: id,
        text: `Waiting for your word as ${role} before customers read it:\n\n${text}`,
      },
      until: momentOf(draft.now.add({ hours: askLifeHours })),
      generation: 0,
    })
}

/** `id` names one of several; without it the oldest is meant. */
export type Answering = { id?: string; reason?: string }

/** What waits and is answered now, taken off the list; a refusal when there is none or it is not theirs to answer. */
export function takeAwaiting(draft: Draft<IncidentState>, { id }: Answering, context: Context): AwaitingApproval | Refusal {
  const waiting = draft.state.awaiting ?? []
  const found = id ? waiting.find((each) => each.id === id) : waiting[0]
  if (!found) return refusal('nothing-waits', id ? `"${id}" does not wait for approval` : 'nothing waits for approval', 404)
  const users = usersBehind(found.of, draft.state, context)
  if (!users.some((user) => draft.by === `user:${user}`))
    return refusal('not-the-approver', `${nameOfRole(found.of, context)} approves this: ${users.join(', ') || 'nobody at the moment'}`, 403)
  draft.set({ awaiting: waiting.filter((each) => each.id !== found.id) })
  fulfil(draft, { must: 'complete', about: approvalName(found.id) })
  return found
}

function takeBack(draft: Draft<IncidentState>, id: string): void {
  draft.set({ awaiting: (draft.state.awaiting ?? []).filter((each) => each.id !== id) })
  dropAbout(draft, approvalName(id), 'its author took it back')
}

/** Says no, and why: whoever wrote it can write it anew. Its author may take it back. */
export function decline(draft: Draft<IncidentState>, { data, context }: { data: Answering; context: Context }): Refusal | undefined {
  if (isBlank(data.reason)) return refusal('reason-missing', 'say what is wrong with it, so that it can be written anew', 400)
  const own = (draft.state.awaiting ?? []).find((each) => each.by === draft.by && (!data.id || each.id === data.id))
  if (own) takeBack(draft, own.id)
  const taken = own ?? takeAwaiting(draft, data, context)
  if ('code' in taken) return taken
  draft.tell('incident.approval_declined', {
    id: taken.id,
    act: taken.act,
    text: taken.data.text,
    author: taken.by,
    reason: data.reason?.trim(),
  })
  return undefined
}

/** What waits speaks of something that is otherwise by now: nobody must read it. */
export function takeBackWords(draft: Draft<IncidentState>, reason: string): void {
  const { awaiting = [] } = draft.state
  if (awaiting.length === 0) return
  draft.set({ awaiting: [] })
  for (const { id, act, data, by } of awaiting) {
    draft.tell('incident.approval_declined', { id, act, text: data.text, author: by, reason }, 'engine')
    dropAbout(draft, approvalName(id), reason)
  }
}
