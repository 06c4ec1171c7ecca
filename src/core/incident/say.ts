import { momentOf } from '../time/moment.ts'
import { type Change, isBlank, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { postToChannels } from './notices.ts'
import { expectEnd, momentIn, promise } from './promise.ts'
import { isOver } from './state.ts'

export type Note = { text: string }
/** `nextIn` and `eta` are durations such as `30m`: promises that become clocks. */
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
  if (promised === 'bad' || expected === 'bad')
    return refusal('duration-unknown', `"${promised === 'bad' ? nextIn : eta}" is not a duration; write 15m, 1h or 2h`, 400)
  draft.set({ lastUpdate: { at: momentOf(draft.now), by: draft.by, text: text.trim() }, promisedUpdate: promised })
  draft.tell('incident.updated', { text: text.trim(), nextBy: promised ?? undefined })
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
  if (promised === null || promised === 'bad') return refusal('duration-unknown', `"${nextIn}" is not a duration; write 15m, 1h or 2h`, 400)
  if (isOver(draft.state)) return refusal('already-resolved', `${draft.state.reference} is ${draft.state.status}; nothing more is promised`)
  draft.set({ promisedUpdate: promised })
  draft.tell('incident.promised', { nextBy: promised })
  promise(draft, { rule: 'promised-update', must: 'update', title: 'Promised update', dueAt: promised }, context)
  return undefined
}
