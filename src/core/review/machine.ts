import type { Addressed, Context, Decision, Machine, Refusal } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'

export type ReviewStatus = 'draft' | 'scheduled' | 'complete'

/** The review of one incident; its id is the incident's. Its deadlines are obligations of the incident. */
export type ReviewState = {
  incident: string
  reference: string
  title: string
  severity: string
  policy: number
  status: ReviewStatus
  markdown: string
  /** Counts what was written: an edit of an older text than this is a conflict. Absent in reviews from before it was counted. */
  revision?: number
  draftedAt: Moment
  editedBy: string | null
  meetingAt: Moment | null
  /** Steps of the policy's review that are done, with when and by whom. */
  steps: Record<string, { at: Moment; by: string }>
}

export type DraftReview = Pick<ReviewState, 'incident' | 'reference' | 'title' | 'severity' | 'policy' | 'markdown'>

type Change = (draft: Draft<ReviewState>, command: Addressed<never>, context: Context) => Refusal | undefined

const refusal = (code: string, message: string, status = 409): Refusal => ({ code, status, message })

/** Words by which a policy names the step that this act completes. */
const draftSteps = ['draft', 'create', 'created', 'document']
const scheduleSteps = ['schedule', 'scheduled']

function finish(draft: Draft<ReviewState>, ids: string[], context: Context): void {
  const known = context.policyAt(draft.state.policy).bundle.postmortem?.steps ?? []
  for (const { id } of known) {
    if (!ids.includes(id) || draft.state.steps[id]) continue
    draft.set({ steps: { ...draft.state.steps, [id]: { at: momentOf(draft.now), by: draft.by } } })
    draft.tell('review.step_done', { step: id })
  }
}

/** `basedOn` is the revision the author read; without it the last one to write wins. */
export type EditReview = { markdown: string; basedOn?: number }

export const revisionOf = ({ revision = 1 }: Pick<ReviewState, 'revision'>): number => revision

const edit: Change = (draft, command) => {
  const { markdown, basedOn } = command.data as EditReview
  if (draft.state.status === 'complete') return refusal('review-complete', 'the review is complete; reopen it before editing')
  const revision = revisionOf(draft.state)
  if (basedOn !== undefined && basedOn !== revision)
    return refusal(
      'review-moved-on',
      `this text is based on revision ${basedOn}, and ${draft.state.editedBy ?? 'a new draft'} has made it ${revision} meanwhile; read the newest, put your changes into it and save again`,
    )
  draft.set({ markdown, editedBy: draft.by, revision: revision + 1 })
  draft.tell('review.edited', { characters: markdown.length })
  return undefined
}

const schedule: Change = (draft, command, context) => {
  const { at } = command.data as { at: string }
  draft.set({ meetingAt: momentOf(instantOf(at)), status: draft.state.status === 'complete' ? 'complete' : 'scheduled' })
  draft.tell('review.scheduled', { at })
  finish(draft, scheduleSteps, context)
  return undefined
}

const step: Change = (draft, command, context) => {
  const { id } = command.data as { id: string }
  const known = context.policyAt(draft.state.policy).bundle.postmortem?.steps ?? []
  if (!known.some((each) => each.id === id))
    return refusal('step-unknown', `"${id}" is no step of the review; use one of ${known.map((each) => each.id).join(', ')}`, 400)
  if (draft.state.steps[id]) return refusal('step-done', `"${id}" is done already`)
  finish(draft, [id], context)
  return undefined
}

const complete: Change = (draft, _command, context) => {
  if (draft.state.status === 'complete') return refusal('review-complete', 'the review is complete already')
  finish(
    draft,
    (context.policyAt(draft.state.policy).bundle.postmortem?.steps ?? []).map((each) => each.id),
    context,
  )
  draft.set({ status: 'complete' })
  draft.tell('review.completed', {})
  return undefined
}

const reopen: Change = (draft) => {
  if (draft.state.status !== 'complete') return refusal('review-open', 'the review is not complete; it can be edited as it is')
  draft.set({ status: draft.state.meetingAt ? 'scheduled' : 'draft' })
  draft.tell('review.reopened', {})
  return undefined
}

/** The incident was reopened and resolved again: what nobody has touched is written anew. */
const redraft: Change = (draft, command) => {
  const { state } = draft
  const { title, severity, markdown } = command.data as DraftReview
  if (state.editedBy || state.status !== 'draft')
    return refusal('already-drafted', `the review of ${state.reference} exists and people have worked on it`)
  if (markdown === state.markdown) return refusal('already-drafted', `the review of ${state.reference} exists already`)
  draft.set({ title, severity, markdown, revision: revisionOf(state) + 1 })
  draft.tell('review.redrafted', { characters: markdown.length })
  return undefined
}

const changes: Record<string, Change> = { edit, schedule, step, complete, reopen, draft: redraft }

/** draft → scheduled → complete; `complete` from either, `reopen` leads back to where it was. Nothing is deleted. */
export const reviewMachine: Machine<ReviewState> = {
  kind: 'review',
  decide(state, command, context) {
    if (command.name === 'draft' && !state) return begin(command, context)
    if (!state) return refuse('not-found', `there is no review of ${command.to.id}`, 404)
    const apply = changes[command.name]
    if (!apply) return refuse('unknown-command', `a review does not know "${command.name}"`, 400)
    const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
    const refused = apply(draft, command, context)
    return refused ? { facts: [], refusal: refused } : draft.decision()
  },
  columns: (state) => ({ key: null, status: state.status, incident: state.incident }),
}

function begin(command: Addressed<never>, context: Context): Decision<ReviewState> {
  const data = command.data as DraftReview
  const state: ReviewState = { ...data, status: 'draft', draftedAt: momentOf(context.now), editedBy: null, meetingAt: null, steps: {} }
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  draft.tell('review.drafted', { reference: data.reference, characters: data.markdown.length })
  finish(draft, draftSteps, context)
  return draft.decision()
}
