import type { Context, JsonObject, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { fill, isReady, templateFor, whyNot } from '../template/fill.ts'
import { type Moment, momentOf } from '../time/moment.ts'
import { type Answering, approvalFor, askApproval, type Bypass, decline as declineOne, mayApprove, takeAwaiting } from './approval.ts'
import { type Change, type Changes, isBlank, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { mailApproved, mailWithPost } from './mail.ts'
import { expectEnd, isRefusal, momentIn, promise } from './promise.ts'
import { publicTitleOf } from './public-title.ts'
import type { ComponentStatus, IncidentState, PublicPost } from './state.ts'
import { viewOf } from './view.ts'

/**
 * `template` fills the policy's text for the status page (`auto`, or its id) with `text` as `{{ update.text }}`. `nextIn` promises
 * the next word, `eta` the end: both become clocks.
 */
export type Publish = Bypass & {
  text?: string
  title?: string
  status?: string
  components?: { id: string; status: ComponentStatus }[]
  nextIn?: string | null
  eta?: string | null
  template?: string
  /** Also by mail to customers; absent, where the policy asks for one. */
  mail?: boolean
}

/** What a person forgot to fill in: customers must never read it. */
const OPEN_PLACEHOLDER = /\{\{.*?\}\}|\{%.*?%\}/s

const publish: Change = (draft, command, context) => {
  const asked = command.data as Publish
  const { state } = draft
  if (state.isPrivate) return refusal('private-incident', `${state.reference} is private to its responders and is not published`, 403)
  const promised = promisedIn(asked, context)
  if ('code' in promised) return promised
  const text = wordsOf(draft, { asked, promised }, context)
  if (typeof text !== 'string') return text
  const wanted = approvalFor(state, 'publish', context)
  const isOwn = wanted !== null && mayApprove(wanted, draft.by)
  const { bypass, template: _, ...rest } = asked
  if (wanted && !isOwn && isBlank(bypass))
    return askApproval(draft, { act: 'publish', data: { ...rest, text } as JsonObject }, { wanted, context })
  if (wanted && !isOwn) draft.tell('incident.approval_bypassed', { act: 'publish', of: wanted.of, reason: bypass?.trim() })
  post(draft, { asked: { ...rest, text }, promised, author: draft.by, ...(isOwn ? { approvedBy: draft.by } : {}) }, context)
  return undefined
}

type Promised = { nextBy: Moment | null; eta: Moment | null }
type Saying = { asked: Publish; promised: Promised }

function promisedIn({ nextIn, eta }: Pick<Publish, 'nextIn' | 'eta'>, context: Context): Promised | Refusal {
  const [nextBy, end] = [momentIn(nextIn, context), momentIn(eta, context)]
  if (isRefusal(nextBy)) return nextBy
  return isRefusal(end) ? end : { nextBy, eta: end }
}

/** The text as customers would read it, or why it cannot be said. */
function wordsOf(draft: Draft<IncidentState>, { asked, promised }: Saying, context: Context): string | Refusal {
  const written = asked.text?.trim() ?? ''
  if (asked.template) return filled(draft, { asked, promised }, context)
  if (written === '') return refusal('text-missing', 'a public update needs a text that customers understand', 400)
  const open = OPEN_PLACEHOLDER.exec(written)?.[0]
  return open ? refusal('placeholder-empty', `the text still holds ${open}; write what belongs there`, 400) : written
}

function filled(draft: Draft<IncidentState>, { asked, promised }: Saying, context: Context): string | Refusal {
  const { policy, facts } = viewOf(draft.state, context)
  const moment = asked.status ?? draft.state.status
  const named = policy.bundle.templates?.find((each) => each.id === asked.template)
  const template = asked.template === 'auto' ? templateFor(policy, { moment, audiences: ['status-page'] }, facts) : named
  if (!template)
    return refusal(
      'template-unknown',
      `the policy has no template ${asked.template === 'auto' ? `for the status page at "${moment}"` : `"${asked.template}"`}`,
      400,
    )
  const { nextBy } = promised
  const eta = promised.eta ?? draft.state.eta ?? null
  const publicTitle = asked.title?.trim() || draft.state.publicTitle
  const state = { ...draft.state, eta, publicTitle, status: moment as IncidentState['status'] }
  const result = fill(template, { state, policy, now: context.now, saying: { text: asked.text?.trim() ?? '', nextBy }, isOutside: true })
  return isReady(result) ? result.text : refusal('placeholder-empty', whyNot(result), 400)
}

type Posting = { asked: Publish & { text: string }; promised: Promised; author: string; approvedBy?: string }

function post(draft: Draft<IncidentState>, { asked, promised: { nextBy, eta }, author, approvedBy }: Posting, context: Context): void {
  const { state } = draft
  const told: PublicPost = {
    id: `p${state.posts.length + 1}`,
    at: momentOf(draft.now),
    by: author,
    status: (asked.status as PublicPost['status'] | undefined) ?? state.status,
    text: asked.text,
    components: asked.components ?? state.posts.at(-1)?.components ?? [],
    nextUpdateBy: nextBy,
    ...(approvedBy ? { approvedBy } : {}),
  }
  draft.set({ posts: [...state.posts, told], publicTitle: asked.title?.trim() || publicTitleOf(state, context.policyAt(state.policy)) })
  draft.tell('incident.published', { ...told, title: draft.state.publicTitle, reference: state.reference })
  fulfil(draft, { must: 'publish', about: null })
  if (nextBy) promise(draft, { rule: 'promised-public-update', must: 'publish', title: 'Promised public update', dueAt: nextBy }, context)
  expectEnd(draft, eta, context)
  mailWithPost(draft, { ...told, nextBy, wanted: asked.mail }, context)
}

/** Whoever approves says it is right; it goes out as its author wrote it. What was promised counts from now. */
const approve: Change = (draft, command, context) => {
  const taken = takeAwaiting(draft, command.data as Answering, context)
  if ('code' in taken) return taken
  if (taken.act === 'mail') {
    const refused = mailApproved(draft, taken, context)
    if (refused) return refused
  }
  const asked = taken.data as unknown as Publish & { text: string }
  const promised = promisedIn(taken.act === 'mail' ? {} : asked, context)
  // What was promised for a time of day that has passed meanwhile can be said by nobody.
  if ('code' in promised) return promised
  draft.tell('incident.approved', { id: taken.id, act: taken.act, author: taken.by })
  if (taken.act === 'mail') return undefined
  post(draft, { asked, promised, author: taken.by, approvedBy: draft.by }, context)
  return undefined
}

const decline: Change = (draft, command, context) => declineOne(draft, { data: command.data as Answering, context })

export const publishChanges: Changes = { publish, approve, decline }
