import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import type { ChatPostState } from './state.ts'

/** Later nobody looks at the post any more. */
const REDRAW_HOURS = 6

/** `isLate`: what it asks for was answered while it was on its way. */
export type Posted = Omit<ChatPostState, 'drawn'> & { isLate: boolean }

type Handler = (state: ChatPostState, command: Addressed<never>, context: Context) => Decision<ChatPostState>

const draftOf = (state: ChatPostState, { to, by }: Addressed<never>, { now }: Context): Draft<ChatPostState> =>
  new Draft({ subject: to, by, now, state })

function post(state: ChatPostState | null, command: Addressed<never>, context: Context): Decision<ChatPostState> {
  const { isLate, ...posted } = command.data as Posted
  const draft = draftOf({ ...posted, drawn: state?.drawn ?? 0 }, command, context)
  draft.tell('chat_post.posted', { ...posted })
  if (isLate) draw(draft)
  return draft.decision()
}

/** The words are found when it is sent, so that they say how things are then; an older attempt is not needed any more. */
function draw(draft: Draft<ChatPostState>): void {
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
  return draft.decision()
}

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
    if (!state) return refuse('not-found', `there is no chat post "${command.to.id}"`, 404)
    const handler = handlers[command.name]
    return handler ? handler(state, command, context) : refuse('unknown-command', `a chat post does not know "${command.name}"`, 400)
  },
  columns: (state) => ({ key: null, escalation: state.escalation }),
}
