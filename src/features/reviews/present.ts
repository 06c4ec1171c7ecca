import { isOwed, type Obligation } from '../../core/obligation/obligation.ts'
import { revisionOf } from '../../core/review/machine.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { whoIs } from '../alerts/reads/people.ts'
import { byUrgency, type Present, presentClock, severityOf } from '../incidents/reads/present.ts'
import type { ReviewDetail, ReviewRow, ReviewStepView } from './contract.ts'
import type { StoredReview } from './reads/reviews.ts'

const isAboutReview = ({ must, about }: Obligation): boolean =>
  must === 'complete' && (about === 'postmortem' || about?.startsWith('postmortem:') === true)

export function presentReview({ id, review, incident }: StoredReview, present: Present): ReviewRow {
  const { principal } = present.reader
  const mayWrite = principal !== null && isPermitted(principal, 'review.write')
  const isOpen = review.status !== 'complete'
  const next = incident.obligations.filter((each) => isAboutReview(each) && isOwed(each)).sort(byUrgency)[0]
  return {
    id,
    reference: review.reference,
    title: incident.title,
    severity: severityOf(incident, present),
    status: review.status,
    draftedAt: review.draftedAt,
    meetingAt: review.meetingAt,
    nextClock: next ? presentClock(next, incident, present) : null,
    can: { edit: mayWrite && isOpen, schedule: mayWrite && isOpen, complete: mayWrite && isOpen, reopen: mayWrite && !isOpen },
  }
}

export function presentReviewDetail(stored: StoredReview, present: Present): ReviewDetail {
  const { review } = stored
  return {
    ...presentReview(stored, present),
    markdown: review.markdown,
    revision: revisionOf(review),
    editedBy: review.editedBy ? whoIs(review.editedBy, present.reader) : null,
    steps: stepsOf(stored, present),
  }
}

/** The steps the policy asks for, each with its deadline. */
function stepsOf({ review, incident }: StoredReview, present: Present): ReviewStepView[] {
  const steps = present.app.policies.at(review.policy).bundle.postmortem?.steps ?? []
  return steps.map(({ id, name }) => {
    const done = review.steps[id]
    const promise = incident.obligations.findLast((each) => each.about === `postmortem:${id}`)
    return {
      id,
      name: name ?? id,
      doneAt: done?.at ?? null,
      doneBy: done ? whoIs(done.by, present.reader) : null,
      clock: promise ? presentClock(promise, incident, present) : null,
    }
  })
}
