import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import { type ChatPostState, isForgotten, type StandingPost } from './state.ts'

/** Later nobody looks at the post any more. */
const REDRAW_HOURS = 6

/** Once its ladder is over; until then somebody may still want to know. */
const KEPT_OVER_DAYS = 7
/** Chats let nobody change what is older, and the buttons of such a page do nothing any more. */
const KEPT_OPEN_DAYS = 90

/** `isLate`: what it asks for was answered while it was on its way. */
export type Posted = Omit<StandingPost, 'drawn'> & { isLate: boolean }

/** `isOver`: the ladder has ended. */
export type Redraw = { isOver: boolean }

type Handler = (state: StandingPost, command: Addressed<never>, context: Context) => Decision<ChatPostState>

const draftOf = (state: StandingPost, { to, by }: Addressed<never>, { now }: Context): Draft<StandingPost> =>
  new Draft({ subject: to, by, now, state })

function post(state: ChatPostState | null, command: Addressed<never>, context: Context): Decision<ChatPostState> {
  const { isLate, ...posted } = command.data as Posted
  const drawn = state && !isForgotten(state) ? state.drawn : 0
  const draft = draftOf({ ...posted, drawn }, command, context)
  draft.tell('chat_post.posted', { ...posted })
  if (isLate) draw(draft)
  return draft.decision(inDays(KEPT_OPEN_DAYS, context))
}

/** The words are found when it is sent, so that they say how things are then; an older attempt is not needed any more. */
function draw(draft: Draft<StandingPost>): void {
  const { state, subject, now } = draft
  if (state.drawn > 0) draft.withdraw([drawingOf(subject.id, state.drawn)])
  draft.set({ drawn: state.drawn + 1 })
  draft.send({
    id: drawingOf(subject.id, draft.state.drawn),
    channel: state.channel,
    target: state.target,
    road: state.road,
    content: { kind: 'amend', escalation: state.escalation, handle: state.handle },
    until: momentOf(now.add({ hours: REDRAW_HOURS })),
    generation: 0,
  })
  draft.tell('chat_post.outdated', { escalation: state.escalation })
}

const drawingOf = (id: string, number: number): string => `${id}/drawn-${number}`

const redraw: Handler = (state, command, context) => {
  const draft = draftOf(state, command, context)
  draw(draft)
  const { isOver } = command.data as Redraw
  return draft.decision(inDays(isOver ? KEPT_OVER_DAYS : KEPT_OPEN_DAYS, context))
}

const inDays = (days: number, { now }: Context): Temporal.Instant => now.add({ hours: 24 * days })

/** Everything but the head of its facts is let go: without that head they would count as torn off. */
const forget = ({ to, by }: Addressed<never>): Decision<ChatPostState> => ({
  state: { forgotten: true },
  facts: [{ name: 'chat_post.forgotten', of: to, by, data: {} }],
  next: null,
})

const told =
  (fact: string): Handler =>
  (state, command, context) => {
    const { message, said, retrying } = command.data as { message: string; said: string; retrying?: boolean }
    const draft = draftOf(state, command, context)
    draft.tell(fact, { message, said, retrying })
    return draft.decision()
  }

const handlers: Record<string, Handler> = { redraw, delivered: told('chat_post.changed'), failed: told('chat_post.not_changed') }

/** What became of a page is shown where it was asked, by messages of its own, so that the ledger of pages has nothing of it. */
export const chatPostMachine: Machine<ChatPostState> = {
  kind: 'chat_post',
  decide(state, command, context) {
    if (command.name === 'posted') return post(state, command, context)
    if (!state || isForgotten(state)) return refuse('not-found', `there is no chat post "${command.to.id}"`, 404)
    if (command.name === 'tick') return forget(command)
    const handler = handlers[command.name]
    return handler ? handler(state, command, context) : refuse('unknown-command', `a chat post does not know "${command.name}"`, 400)
  },
  columns: (state) => ({ key: null, escalation: isForgotten(state) ? null : state.escalation }),
}
