import type { Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { Obligation } from '../obligation/obligation.ts'
import { rulesOf } from '../obligation/rules.ts'
import { holds } from '../policy/when.ts'
import { addDuration, parseDuration } from '../time/duration.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import { fulfil } from './clocks.ts'
import { postToChannels } from './notices.ts'
import type { Change } from './respond.ts'
import type { ComponentStatus, IncidentState, PublicPost } from './state.ts'
import { viewOf } from './view.ts'

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

const refusal = (code: string, message: string, status = 409): Refusal => ({ code, status, message })
const isBlank = (text: unknown): boolean => typeof text !== 'string' || text.trim() === ''

/** A promise is due; the nudge comes when a fifth of the time is left. */
const promiseWarn = 0.8

const saying =
  (name: string): Change =>
  (draft, command) => {
    const { text } = command.data as Note
    if (isBlank(text)) return refusal('text-missing', 'there is nothing to write down; give a text', 400)
    draft.tell(name, { text: text.trim() })
    return undefined
  }

export const note: Change = saying('incident.noted')
export const decide: Change = saying('incident.decided')

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

type Promised = Pick<Obligation, 'rule' | 'must' | 'title' | 'dueAt'>

/** What was promised in a message is owed like what the policy asks, unless the policy's own cadence comes no later anyway. */
function promise(draft: Draft<IncidentState>, { rule, must, title, dueAt }: Promised, context: Context): void {
  if (isOwedBy(dueAt, must, { draft, context })) return
  const occurrence = draft.state.obligations.filter((each) => each.rule === rule).length + 1
  const left = instantOf(dueAt).epochMilliseconds - draft.now.epochMilliseconds
  const obligation: Obligation = {
    id: `${rule}#${occurrence}`,
    rule,
    must,
    title,
    about: null,
    occurrence,
    recurs: false,
    since: momentOf(draft.now),
    warnAt: momentOf(draft.now.add({ milliseconds: Math.round(left * promiseWarn) })),
    dueAt,
    status: 'pending',
    closedAt: null,
    closedBy: null,
    why: null,
    nagAt: null,
    nags: 0,
  }
  draft.set({ obligations: [...draft.state.obligations, obligation] })
  draft.tell('obligation.opened', { id: obligation.id, rule, must, title, about: null, since: obligation.since, dueAt })
}

/** Whether a recurring rule will ask for the same by then: two clocks for one deed would only be louder, not clearer. */
function isOwedBy(dueAt: Moment, must: Obligation['must'], { draft, context }: { draft: Draft<IncidentState>; context: Context }): boolean {
  const view = viewOf(draft.state, context)
  const cadences = rulesOf(view.policy).filter((rule) => rule.must === must && rule.every && holds(rule.when, view.facts))
  return cadences.some((rule) => rule.every && momentOf(addDuration(draft.now, rule.every, view.policy.calendar)) <= dueAt)
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
