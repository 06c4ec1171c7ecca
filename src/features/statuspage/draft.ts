import { publicTitleOf } from '../../core/incident/public-title.ts'
import type { IncidentState, IncidentStatus } from '../../core/incident/state.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { StatusPage } from '../../core/policy/schema/publication.ts'
import { holds } from '../../core/policy/when.ts'
import { valuesOf } from '../../core/template/values.ts'
import { instantOf } from '../../core/time/moment.ts'

/** Said for a status until somebody writes something better; it promises nothing that is not known. */
const OPENING: Record<IncidentStatus, string> = {
  investigating: 'We are looking into it.',
  identified: 'We know the cause and are working on a fix.',
  mitigating: 'We are putting a fix in place.',
  monitoring: 'A fix is in place. We are watching whether everything stays well.',
  resolved: 'This is over. We are sorry for the trouble.',
  closed: 'This is over. We are sorry for the trouble.',
}

const WORDS: Record<IncidentStatus, string> = {
  investigating: 'Investigating',
  identified: 'Cause found',
  mitigating: 'Fixing',
  monitoring: 'Watching',
  resolved: 'Resolved',
  closed: 'Resolved',
}

export const wordFor = (status: IncidentStatus, page: StatusPage | null): string =>
  (page?.words as Partial<Record<IncidentStatus, string>> | undefined)?.[status] ?? WORDS[status]

/** The end with its summary: what works again, after how long, and what comes. */
function endOf(state: IncidentState, policy: Policy): string {
  const { components, downtime } = (valuesOf({ state, policy, now: instantOf(state.at.resolved ?? state.at.declared ?? '') }).incident ??
    {}) as { components?: string[]; downtime?: string }
  const again =
    components && components.length > 0 ? `${components.join(', ')} ${components.length > 1 ? 'work' : 'works'} again` : 'It is over'
  const isReviewed = policy.bundle.postmortem?.required_for.includes(state.severity) === true
  const next = isReviewed ? 'We keep watching, and look into how it came about.' : 'We keep watching.'
  return `${again}${downtime ? `: it lasted ${downtime}` : ''}. ${next} We are sorry for the trouble.`
}

const lowered = (title: string): string => `${title.charAt(0).toLowerCase()}${title.slice(1)}`

/** Without a rhythm in the policy customers are told again after this. */
const USUAL_RHYTHM = '30m'

/** What would be posted if nobody changed a word: the public title, the sentence for the status, the policy's rhythm as the promise. */
export function draftOf(state: IncidentState, policy: Policy): { title: string; text: string; status: string; nextIn: string } {
  const title = publicTitleOf(state, policy)
  const isFirst = state.posts.length === 0
  const rhythm = (policy.bundle.obligations ?? []).find(
    (rule) => rule.must === 'publish' && rule.every && holds(rule.when, { policy, severity: state.severity, flags: state.flags }),
  )
  const isOver = state.status === 'resolved' || state.status === 'closed'
  if (isOver) return { title, text: endOf(state, policy), status: state.status, nextIn: '' }
  const opening = OPENING[state.status]
  // A title of the product's is no sentence; one that somebody wrote may be.
  const first = state.publicTitle || state.status !== 'investigating' ? `${title}. ${opening}` : `We are looking into a ${lowered(title)}.`
  const text = isFirst ? first : opening
  return { title, text, status: state.status, nextIn: rhythm?.every?.text ?? USUAL_RHYTHM }
}
