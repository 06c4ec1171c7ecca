import { momentOf } from '../time/moment.ts'
import { type Change, isBlank, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { postToChannels } from './notices.ts'
import { dropEstimate, expectEnd, isRefusal, momentIn, promise, rhythmBefore } from './promise.ts'
import { isOver } from './state.ts'

export type Note = { text: string }
/** `nextIn` and `eta` are spans or times of day, `30m` or `by 14:30`: promises that become clocks. */
export type Update = { text: string; nextIn?: string | null; eta?: string | null }
const saying =
  (name: string): Change =>
  (draft, command) => {
    const { text } = command.data as Note
    if (isBlank(text)) return refusal('text-missing', 'there is nothing to write down; give a text', 400)
    draft.tell(name, { text: text.trim() })
    return undefined
  }

export const note: Change = saying('incident.noted')

export const update: Change = (draft, command, context) => {
  const { text, nextIn, eta } = command.data as Update
  if (isBlank(text)) return refusal('text-missing', 'an update needs a text: what is known, what is being done', 400)
  const [promised, expected] = [momentIn(nextIn, context), momentIn(eta, context)]
  if (isRefusal(promised)) return promised
  if (isRefusal(expected)) return expected
  draft.set({ lastUpdate: { at: momentOf(draft.now), by: draft.by, text: text.trim() }, promisedUpdate: promised })
  const rhythm = promised && rhythmBefore(promised, 'update', { draft, context })
  draft.tell('incident.updated', { text: text.trim(), nextBy: promised ?? undefined, rhythm: rhythm ?? undefined })
  fulfil(draft, { must: 'update', about: null })
  if (promised) promise(draft, { rule: 'promised-update', must: 'update', title: 'Promised update', dueAt: promised }, context)
  expectEnd(draft, expected, context)
  postToChannels(draft, { moment: 'update', text: text.trim(), nextBy: promised }, context)
  return undefined
}

/** A promise without news: the next word comes by then. */
export const promiseNext: Change = (draft, command, context) => {
  const { nextIn } = command.data as { nextIn: string }
  const promised = momentIn(nextIn, context)
  if (promised === null) return refusal('duration-missing', 'say when the next update comes: 30m, or by 14:30', 400)
  if (isRefusal(promised)) return promised
  if (isOver(draft.state)) return refusal('already-resolved', `${draft.state.reference} is ${draft.state.status}; nothing more is promised`)
  draft.set({ promisedUpdate: promised })
  const rhythm = rhythmBefore(promised, 'update', { draft, context })
  draft.tell('incident.promised', { nextBy: promised, rhythm: rhythm ?? undefined })
  promise(draft, { rule: 'promised-update', must: 'update', title: 'Promised update', dueAt: promised }, context)
  return undefined
}

/** When it will be over, without more news; null takes back what was said. */
export const sayEnd: Change = (draft, command, context) => {
  const expected = momentIn((command.data as { eta: string | null }).eta, context)
  if (isRefusal(expected)) return expected
  if (isOver(draft.state)) return refusal('already-resolved', `${draft.state.reference} is ${draft.state.status}; it is over`)
  if (expected) expectEnd(draft, expected, context)
  else if (!draft.state.eta) return refusal('no-estimate', 'nobody said when it will be over; say it: eta 2h', 404)
  else {
    draft.set({ eta: null })
    draft.tell('incident.expected', {})
    dropEstimate(draft, 'nobody knows any more when it will be over')
  }
  return undefined
}
