import type { Context } from '../command/command.ts'
import { addDuration, parseDuration } from '../time/duration.ts'
import { momentOf } from '../time/moment.ts'
import { type Change, isBlank, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { postToChannels } from './notices.ts'
import { promise } from './promise.ts'
import { type ComponentStatus, isOver, type PublicPost } from './state.ts'

export type Note = { text: string }
/** `nextIn` is a duration such as `30m`: a promise that becomes a clock. */
export type Update = { text: string; nextIn?: string | null }
export type Publish = {
  text: string
  title?: string
  status?: string
  components?: { id: string; status: ComponentStatus }[]
  nextIn?: string | null
}

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
  const { text, nextIn } = command.data as Update
  if (isBlank(text)) return refusal('text-missing', 'an update needs a text: what is known, what is being done', 400)
  const promised = promiseOf(nextIn, context)
  if (promised === 'bad') return refusal('duration-unknown', `"${nextIn}" is not a duration; write 15m, 1h or 2h`, 400)
  draft.set({ lastUpdate: { at: momentOf(draft.now), by: draft.by, text: text.trim() }, promisedUpdate: promised })
  draft.tell('incident.updated', { text: text.trim(), nextBy: promised ?? undefined })
  fulfil(draft, { must: 'update', about: null })
  if (promised) promise(draft, { rule: 'promised-update', must: 'update', title: 'Promised update', dueAt: promised }, context)
  postToChannels(draft, { moment: 'update', text: text.trim(), nextBy: promised }, context)
  return undefined
}

function promiseOf(nextIn: string | null | undefined, context: Context): string | null | 'bad' {
  if (!nextIn) return null
  const duration = parseDuration(nextIn)
  return duration ? momentOf(addDuration(context.now, duration, context.policy.calendar)) : 'bad'
}

export const publish: Change = (draft, command, context) => {
  const { text, title, status, components, nextIn } = command.data as Publish
  const { state } = draft
  if (isBlank(text)) return refusal('text-missing', 'a public update needs a text that customers understand', 400)
  if (state.isPrivate) return refusal('private-incident', `${state.reference} is private to its responders and is not published`, 403)
  const promised = promiseOf(nextIn, context)
  if (promised === 'bad') return refusal('duration-unknown', `"${nextIn}" is not a duration; write 15m, 1h or 2h`, 400)
  const post: PublicPost = {
    id: `p${state.posts.length + 1}`,
    at: momentOf(draft.now),
    by: draft.by,
    status: (status as PublicPost['status'] | undefined) ?? state.status,
    text: text.trim(),
    components: components ?? state.posts.at(-1)?.components ?? [],
    nextUpdateBy: promised,
  }
  draft.set({ posts: [...state.posts, post], publicTitle: title?.trim() || state.publicTitle || state.title })
  draft.tell('incident.published', { ...post, title: draft.state.publicTitle, reference: state.reference })
  fulfil(draft, { must: 'publish', about: null })
  if (promised)
    promise(draft, { rule: 'promised-public-update', must: 'publish', title: 'Promised public update', dueAt: promised }, context)
  return undefined
}

/** A promise without news: the next word comes by then. */
export const promiseNext: Change = (draft, command, context) => {
  const { nextIn } = command.data as { nextIn: string }
  const promised = promiseOf(nextIn, context)
  if (promised === null || promised === 'bad') return refusal('duration-unknown', `"${nextIn}" is not a duration; write 15m, 1h or 2h`, 400)
  if (isOver(draft.state)) return refusal('already-resolved', `${draft.state.reference} is ${draft.state.status}; nothing more is promised`)
  draft.set({ promisedUpdate: promised })
  draft.tell('incident.promised', { nextBy: promised })
  promise(draft, { rule: 'promised-update', must: 'update', title: 'Promised update', dueAt: promised }, context)
  return undefined
}
