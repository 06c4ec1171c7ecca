import type { Addressed, Context, Decision, Machine, Refusal } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { noticeOutcome, tellQuietly } from '../duty/quiet-notice.ts'
import { dutiesOf } from '../duty/spans.ts'
import { nameOfSchedule, nameOfUser, spanText, zoneOf } from '../duty/words.ts'
import type { Policy } from '../policy/policy.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import type { AskCover, CoverState, CoverStatus } from './state.ts'
import { OPEN_STATUSES } from './state.ts'
import { obstacleTo } from './trial.ts'

/** The job that writes an accepted request into the policy, for whenever whoever accepted is gone before it is done. */
export const WRITE_COVER = 'write-cover'

type CoverDraft = Draft<CoverState>
type Change = (draft: CoverDraft, command: Addressed<never>, context: Context) => Refusal | undefined

const refusal = (code: string, message: string, status = 409): Refusal => ({ code, status, message })

/** asked → accepted → done; declined by all who were asked, withdrawn, expired, or failed to be written. Nothing leads back. */
export const coverMachine: Machine<CoverState> = {
  kind: 'cover',
  decide(state, command, context) {
    if (!state) return command.name === 'ask' ? ask(command, context) : refuse('not-found', `there is no request "${command.to.id}"`, 404)
    const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
    const outcome = noticeOutcome(command.name, command.data as Record<string, unknown>)
    if (outcome) {
      draft.tell(outcome.name, outcome.data)
      return draft.decision()
    }
    const change = changes[command.name]
    if (!change) return refuse('unknown-command', `a request for cover does not know "${command.name}"`, 400)
    const refused = change(draft, command, context)
    if (refused) return { facts: [], refusal: refused }
    return draft.decision(draft.state.status === 'asked' ? instantOf(draft.state.expiresAt) : null)
  },
  columns: ({ status, schedule, asker, askedAt, to }) => ({ key: null, status, schedule, asker, asked_at: askedAt, ends_at: to }),
}

function ask(command: Addressed<never>, context: Context): Decision<CoverState> {
  const { expiresAt, ...data } = command.data as AskCover
  const refused = objectionTo(data, context)
  if (refused) return { facts: [], refusal: refused }
  const state: CoverState = {
    ...data,
    declined: [],
    status: 'asked',
    acceptedBy: null,
    askedAt: momentOf(context.now),
    // Nobody can take over what is over.
    expiresAt: expiresAt !== null && expiresAt < data.to ? expiresAt : data.to,
    endedAt: null,
    why: null,
  }
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  draft.tell('cover.asked', { ...data, expiresAt: state.expiresAt })
  for (const user of data.asked)
    tellQuietly(draft, { user, about: 'asked', ...questionFor(user, state, context.policy), until: state.expiresAt }, context)
  return draft.decision(instantOf(state.expiresAt))
}

type Asked = Omit<AskCover, 'expiresAt'>

function objectionTo({ schedule, asker, from, to, asked, swap }: Asked, { policy, now }: Context): Refusal | undefined {
  const name = nameOfSchedule(policy, schedule)
  if (!policy.schedule(schedule)) return refusal('schedule-unknown', `there is no schedule "${schedule}"`, 404)
  if (to <= momentOf(now)) return refusal('over', `${spanText({ from, to }, 'UTC')} is over; ask for time that is still to come`, 400)
  const unknown = [asker, ...asked].find((user) => !policy.user(user) || policy.user(user)?.disabled)
  if (unknown !== undefined) return refusal('person-unknown', `"${unknown}" is nobody who can be on call; write the id of a person`, 400)
  if (asked.includes(asker)) return refusal('self', `${nameOfUser(policy, asker)} cannot stand in for themselves; ask somebody else`, 400)
  if (!isOnCall(policy, { schedule, user: asker, from, to }, now))
    return refusal(
      'not-on-call',
      `${nameOfUser(policy, asker)} is not on call on ${name}, ${spanText({ from, to }, 'UTC')}; look at the schedule for their shifts`,
    )
  const [other] = asked
  if (!swap) return undefined
  if (asked.length !== 1 || other === undefined) return refusal('one-person', 'a swap is asked of one person; name exactly one', 400)
  if (isOnCall(policy, { ...swap, user: other }, now)) return undefined
  const where = nameOfSchedule(policy, swap.schedule)
  return refusal(
    'not-on-call',
    `${nameOfUser(policy, other)} is not on call on ${where}, ${spanText(swap, 'UTC')}, so there is nothing to take in return`,
  )
}

type Duty = { schedule: string; user: string; from: Moment; to: Moment }

function isOnCall(policy: Policy, { schedule, user, from, to }: Duty, now: Temporal.Instant): boolean {
  const start = from < momentOf(now) ? momentOf(now) : from
  return start < to && dutiesOf(policy, { schedule, user }, { from: instantOf(start), to: instantOf(to) }).length > 0
}

function questionFor(
  user: string,
  { asker, schedule, from, to, swap, reason }: CoverState,
  policy: Policy,
): { title: string; text: string } {
  const zone = zoneOf(policy, user)
  const who = nameOfUser(policy, asker)
  const lines = [
    `${nameOfSchedule(policy, schedule)}, ${spanText({ from, to }, zone)}.`,
    swap ? `In return ${who} takes your duty on ${nameOfSchedule(policy, swap.schedule)}, ${spanText(swap, zone)}.` : '',
    reason ? `“${reason}”` : '',
    `${who} stays on call until somebody accepts: under On call in the console, or with tocsin oncall cover accept.`,
  ]
  return { title: `${who} asks you to ${swap ? 'swap shifts' : 'take over'}`, text: lines.filter(Boolean).join('\n') }
}

const accept: Change = (draft, command, context) => {
  const { user } = command.data as { user: string }
  const { state } = draft
  const closed = closedRefusal(state, context.policy)
  if (closed) return closed
  if (state.asked.length > 0 && !state.asked.includes(user))
    return refusal('not-asked', `"${user}" was not asked; ${state.asked.join(', ')} can accept`, 403)
  if (user === state.asker) return refusal('self', `"${user}" asked for it; withdraw the request instead`, 400)
  const person = context.policy.user(user)
  if (!person || person.disabled) return refusal('person-unknown', `"${user}" is nobody who can be on call`, 400)
  const obstacle = obstacleTo(context.policy, { ...state, id: draft.subject.id, by: user }, context.now)
  if (obstacle) return refusal('cannot-cover', `not possible: ${obstacle}`)
  draft.set({ status: 'accepted', acceptedBy: user })
  draft.tell('cover.accepted', { user })
  draft.send({
    id: `cover.${draft.subject.id}.write`,
    channel: 'internal',
    target: 'policy:organization',
    road: 'internal',
    content: { job: WRITE_COVER, cover: draft.subject.id },
    until: state.to,
    generation: 0,
  })
  return undefined
}

const decline: Change = (draft, command, context) => {
  const { user } = command.data as { user: string }
  const { state } = draft
  const closed = closedRefusal(state, context.policy)
  if (closed) return closed
  if (!state.asked.includes(user)) return refusal('not-asked', `"${user}" was not asked, so there is nothing to decline`, 403)
  if (state.declined.includes(user)) return refusal('declined-already', `"${user}" has declined already`)
  const declined = [...state.declined, user]
  draft.set({ declined })
  draft.tell('cover.declined', { user })
  if (state.asked.every((each) => declined.includes(each)))
    end(draft, { status: 'declined', why: 'everybody who was asked declined' }, context)
  return undefined
}

const withdraw: Change = (draft, _command, context) => {
  const closed = closedRefusal(draft.state, context.policy)
  if (closed) return closed
  draft.withdraw('all')
  end(draft, { status: 'withdrawn', why: 'taken back' }, context)
  return undefined
}

const expire: Change = (draft, _command, context) => {
  const { state } = draft
  if (state.status === 'asked' && momentOf(context.now) >= state.expiresAt)
    end(draft, { status: 'expired', why: 'nobody accepted in time' }, context)
  return undefined
}

const written: Change = (draft, command, context) => {
  const { version } = command.data as { version: number }
  const { state } = draft
  if (state.status !== 'accepted') return undefined
  draft.set({ status: 'done', endedAt: momentOf(context.now) })
  draft.tell('cover.done', { user: state.acceptedBy, version })
  tellDone(draft, context)
  return undefined
}

const unwritable: Change = (draft, command, context) => {
  const { why } = command.data as { why: string }
  if (draft.state.status === 'accepted') end(draft, { status: 'failed', why }, context)
  return undefined
}

const changes: Record<string, Change> = { accept, decline, withdraw, tick: expire, written, unwritable }

/** Two who accept at the same moment: one has it, the other is told who. */
function closedRefusal({ status, acceptedBy, why }: CoverState, policy: Policy): Refusal | undefined {
  if (status === 'asked') return undefined
  const by = acceptedBy ? `${nameOfUser(policy, acceptedBy)} has taken it` : (why ?? status)
  return refusal('cover-closed', `this request is ${status}: ${by}`)
}

type End = { status: CoverStatus; why: string }

/** Every end but `done` leaves the asker on call, and says so to them and to whoever had accepted. */
function end(draft: CoverDraft, { status, why }: End, context: Context): void {
  const { asker, acceptedBy, schedule } = draft.state
  draft.set({ status, why, endedAt: momentOf(context.now) })
  draft.tell('cover.ended', { status, why })
  const { policy } = context
  const where = nameOfSchedule(policy, schedule)
  if (status !== 'withdrawn') {
    const text = `${where}, ${spanText(draft.state, zoneOf(policy, asker))}: ${why}. Ask somebody else, or plan to be there.`
    tellQuietly(draft, { user: asker, about: status, title: `You are still on call: your request was not taken`, text }, context)
  }
  if (acceptedBy && status === 'failed') {
    const text = `${where}, ${spanText(draft.state, zoneOf(policy, acceptedBy))}: ${why}. ${nameOfUser(policy, asker)} is still on call.`
    tellQuietly(draft, { user: acceptedBy, about: status, title: 'You did not take over after all', text }, context)
  }
}

function tellDone(draft: CoverDraft, context: Context): void {
  const { asker, acceptedBy, schedule, swap, asked, declined } = draft.state
  const { policy } = context
  const by = acceptedBy as string
  const lineFor = (user: string, comes: boolean): string => {
    const zone = zoneOf(policy, user)
    const verb = comes ? 'You are on call' : 'You are off'
    const back = swap
      ? `\n${comes ? 'You are off' : 'You are on call'} on ${nameOfSchedule(policy, swap.schedule)}, ${spanText(swap, zone)}.`
      : ''
    return `${verb} on ${nameOfSchedule(policy, schedule)}, ${spanText(draft.state, zone)}.${back}`
  }
  tellQuietly(
    draft,
    { user: asker, about: 'done', title: `${nameOfUser(policy, by)} takes over from you`, text: lineFor(asker, false) },
    context,
  )
  tellQuietly(
    draft,
    { user: by, about: 'done', title: `You take over from ${nameOfUser(policy, asker)}`, text: lineFor(by, true) },
    context,
  )
  const others = asked.filter((user) => user !== by && !declined.includes(user))
  const text = `${nameOfUser(policy, by)} takes over ${nameOfSchedule(policy, schedule)} from ${nameOfUser(policy, asker)}. There is nothing to do for you.`
  for (const user of others) tellQuietly(draft, { user, about: 'taken', title: `Taken by ${nameOfUser(policy, by)}`, text }, context)
}

export const isOpen = ({ status }: CoverState): boolean => OPEN_STATUSES.includes(status)
