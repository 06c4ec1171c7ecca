import type { Addressed, Context, Decision, JsonObject, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import { queued, stepsFor } from './follow.ts'
import { roomChatOf } from './room-chat.ts'
import type { RoomState, RoomStep } from './state.ts'
import { type FailedTry, hindered, notOpened } from './trouble.ts'

/** A chat that is away for longer is told nothing more of what it missed. */
const STEP_LIFE_HOURS = 12
/** More are not marked in one room by people. */
const MARKS_KEPT = 500

export type OpenRoom = { wanted: string; isPrivate: boolean; isWaiting: boolean; people: string[] }
/** `quote`: the text of a note, to know it again. */
export type FollowIncident = { fact: string; seq: number; people: string[]; quote?: string | null; isFirst?: boolean }
export type MarkMessage = { message: string; text: string }
/** The incident is its responders' own from now on. */
export type HideRoom = { wanted: string; people: string[] }

/** Answers when the room wants to be asked again; null: not by itself, absent: as it was. */
type Handler = (draft: Draft<RoomState>, command: Addressed<never>, context: Context) => Temporal.Instant | null | undefined

const startOf = (isFixed: boolean): RoomStep[] => [
  { what: 'open' },
  ...(isFixed ? [] : ([{ what: 'topic' }, { what: 'links' }] as const)),
  { what: 'card' },
]

function open(command: Addressed<OpenRoom>, context: Context): Decision<RoomState> {
  const { to, by, data } = command
  const chat = roomChatOf(context.policy, data.wanted)
  // Without a chat the incident is worked on in the console, and nothing is missing.
  if (!chat || !context.canSend(chat.chat)) return { facts: [] }
  const state: RoomState = {
    ...chat,
    wanted: data.wanted,
    isPrivate: data.isPrivate,
    status: data.isWaiting ? 'waiting' : 'opening',
    place: null,
    name: null,
    card: null,
    people: [],
    steps: [],
    sent: 0,
    untold: 0,
    quoting: null,
    marked: [],
  }
  const draft = new Draft({ subject: to, by, now: context.now, state })
  draft.tell('room.asked', { wanted: data.wanted, integration: chat.integration, isWaiting: data.isWaiting || undefined })
  add(draft, [...(data.isWaiting ? [] : startOf(chat.isFixed)), ...invitation(draft, data.people)])
  return draft.decision()
}

function invitation(draft: Draft<RoomState>, people: readonly string[]): RoomStep[] {
  const fresh = [...new Set(people)].filter((each) => !draft.state.people.includes(each))
  if (fresh.length === 0) return []
  draft.set({ people: [...draft.state.people, ...fresh] })
  return [{ what: 'invite', people: fresh }]
}

const isBusy = ({ status, steps }: RoomState): boolean => status !== 'waiting' && steps.length > 0

function add(draft: Draft<RoomState>, more: readonly RoomStep[]): void {
  const before = draft.state
  const busy = isBusy(before)
  const { steps, untold } = queued(before.steps, more, busy)
  draft.set({ steps, untold: before.untold + untold })
  if (!busy && isBusy(draft.state)) begin(draft)
}

/** One at a time: what is said stands in the order in which it happened, whatever the chat refuses meanwhile. */
function begin(draft: Draft<RoomState>): void {
  const [step] = draft.state.steps
  if (!step) return
  const number = draft.state.sent + 1
  draft.set({ sent: number })
  const { integration, chat } = draft.state
  draft.send({
    id: messageOf(draft.subject.id, number),
    channel: chat,
    target: `integration:${integration}`,
    road: 'room',
    content: { kind: 'room', job: 'room-step', incident: draft.subject.id, step: step as unknown as JsonObject },
    until: momentOf(draft.now.add({ hours: STEP_LIFE_HOURS })),
    generation: 0,
  })
}

/** The message of its step that is under way. */
export const messageOf = (incident: string, number: number): string => `room.${incident}.${number}`

const follow: Handler = (draft, { data }) => {
  const { fact, seq, people, quote, isFirst } = data as FollowIncident
  const { state } = draft
  const isGivenUp = state.status === 'failed' && state.steps.length === 0
  const isOpening = (state.status === 'waiting' && isFirst === true) || (isGivenUp && fact === 'incident.reopened')
  if (isGivenUp && !isOpening) return undefined
  if (state.status === 'failed' && fact === 'incident.closed') return giveUp(draft)
  if (fact === 'escalation.step_fired') draft.set({ paged: [...new Set([...(state.paged ?? []), ...people])] })
  // It stands in the room already, in the words of whoever wrote it.
  const isQuoted = quote !== undefined && quote !== null && quote === state.quoting
  const isNeedless = ({ what }: RoomStep): boolean => (isQuoted && what === 'say') || (isOpening && what === 'restore')
  const steps = stepsFor(fact, { seq, isFixed: state.isFixed }).filter((step) => !isNeedless(step))
  if (isQuoted) draft.set({ quoting: null })
  if (isOpening) draft.set({ status: 'opening', ...(isGivenUp ? { people: [] } : {}) })
  const first = isOpening ? startOf(state.isFixed) : []
  const invited = invitation(draft, isGivenUp ? [...state.people, ...people] : people)
  if (first.length + invited.length + steps.length === 0 && !isQuoted) return undefined
  draft.tell('room.followed', { fact, seq })
  // What was asked for before it opened is said after it has.
  const waiting = isOpening ? state.steps : []
  if (isOpening) draft.set({ steps: [] })
  add(draft, [...first, ...waiting, ...invited, ...steps])
  return undefined
}

/** What was never opened is not opened for an incident that is over. */
function giveUp(draft: Draft<RoomState>): null {
  draft.set({ steps: [], untold: 0 })
  draft.tell('room.given_up', {})
  return null
}

/** Where it could not be opened it is tried again, by whichever connection carries rooms now. */
const tick: Handler = (draft, _, context) => {
  const { status, steps, wanted, isFixed } = draft.state
  if (status !== 'failed' || steps.length === 0) return null
  const chat = isFixed ? null : roomChatOf(context.policy, wanted)
  draft.set({ status: 'opening', ...(chat ?? {}) })
  draft.tell('room.tried_again', { integration: draft.state.integration })
  begin(draft)
  return null
}

/**
 * The incident has become private: its responders go on in a room of their own, and the one that others read is left. What was
 * said there stays there; nothing that names the incident comes after it.
 */
const hide: Handler = (draft, { data }) => {
  const { wanted, people } = data as HideRoom
  const { state } = draft
  if (state.isPrivate) return undefined
  const { place, card, isFixed, paged = [] } = state
  draft.withdraw('all')
  const isWaiting = state.status === 'waiting'
  const fresh = { place: null, name: null, card: null, people: [], steps: [], untold: 0, quoting: null, marked: [] }
  draft.set({ ...fresh, wanted, isFixed: false, isPrivate: true, status: isWaiting ? 'waiting' : 'opening', trouble: null })
  draft.tell('room.hidden', { wanted })
  const left: RoomStep[] = place ? [{ what: 'leave', place, card, isFixed }] : []
  add(draft, [...left, ...(isWaiting ? [] : startOf(false)), ...invitation(draft, [...people, ...paged])])
  return null
}

/** Somebody marked a message: it is written down once, whoever marks it again. */
const mark: Handler = (draft, { data }) => {
  const { message, text } = data as MarkMessage
  const { marked } = draft.state
  if (marked.includes(message)) return undefined
  draft.set({ marked: [...marked, message].slice(-MARKS_KEPT), quoting: text })
  draft.tell('room.marked', { message, text })
  return undefined
}

const delivered: Handler = (draft, { data }) => {
  const { message, providerId = null } = data as { message: string; providerId?: string | null }
  const [step, ...steps] = draft.state.steps
  if (!step || message !== messageOf(draft.subject.id, draft.state.sent)) return undefined
  draft.set({ steps, trouble: null })
  learn(draft, step, providerId)
  next(draft)
  return undefined
}

function learn(draft: Draft<RoomState>, step: RoomStep, handle: string | null): void {
  if (step.what === 'open') {
    const [place = null, name = null] = handle?.split(' ') ?? []
    draft.set({ status: 'open', failures: 0, place: place ?? draft.state.wanted, name: name ?? draft.state.wanted })
    draft.tell('room.opened', { place: draft.state.place, name: draft.state.name, integration: draft.state.integration })
    return
  }
  if (step.what === 'card' && handle) draft.set({ card: handle })
  if (step.what === 'archive') draft.set({ status: 'archived' })
  if (step.what === 'restore') draft.set({ status: 'open' })
  draft.tell('room.done', { what: step.what })
}

function next(draft: Draft<RoomState>): void {
  if (draft.state.steps.length === 0 && draft.state.untold > 0) {
    draft.set({ steps: [{ what: 'more', count: draft.state.untold }], untold: 0 })
  }
  begin(draft)
}

const failed: Handler = (draft, { data }) => {
  const { message, said, retrying } = data as FailedTry
  const [step, ...steps] = draft.state.steps
  if (!step || message !== messageOf(draft.subject.id, draft.state.sent)) return undefined
  if (retrying) hindered(draft, data as FailedTry)
  if (retrying) return undefined
  draft.tell('room.step_failed', { what: step.what, said })
  if (step.what === 'open') return notOpened(draft, said)
  draft.set({ steps })
  next(draft)
  return undefined
}

const handlers: Readonly<Record<string, Handler>> = { follow, hide, mark, delivered, failed, tick }

const openPrivate = (command: Addressed<never>): Addressed<OpenRoom> => ({
  ...command,
  data: { ...(command.data as HideRoom), isPrivate: true, isWaiting: false },
})

/** The war room of an incident in a chat: what happens to the incident is done and said there, one thing after the other. */
export const roomMachine: Machine<RoomState> = {
  kind: 'room',
  decide(state, command, context) {
    if (command.name === 'open') return state ? { facts: [] } : open(command as Addressed<OpenRoom>, context)
    if (!state && command.name === 'hide') return open(openPrivate(command), context)
    if (!state) return refuse('not-found', `there is no room for "${command.to.id}"`, 404)
    const handler = handlers[command.name]
    if (!handler) return refuse('unknown-command', `a room does not know "${command.name}"`, 400)
    const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
    const next = handler(draft, command, context)
    return draft.decision(next)
  },
  columns: ({ integration, place, status }) => ({ key: null, integration, place, status }),
}
