import type { IncidentState } from '../../../core/incident/state.ts'
import { optionsOf } from '../../../core/incident/ways-out.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import { wholeRunbook } from '../../../core/policy/runbook.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import type { RunbookView } from '../contract/record.ts'

/** What may be followed here, those that are followed first. */
export function presentRunbooks(state: IncidentState, frozen: Policy, reader: Reader): RunbookView[] {
  const followed = state.runbooks ?? {}
  const chosen = (state.mitigations ?? []).flatMap(({ runbook }) => runbook ?? [])
  const own = state.service ? (frozen.service(state.service)?.runbooks ?? []) : []
  const ways = optionsOf(frozen).flatMap(({ runbook }) => runbook ?? [])
  const texts = frozen.bundle.runbooks?.texts ?? {}
  return [...new Set([...Object.keys(followed), ...chosen, ...own, ...ways])].map((id) => {
    const { title, steps } = wholeRunbook(id, texts[id] ?? '')
    const finished = (followed[id] ?? []).map((each) => ({ ...each, by: whoIs(each.by, reader) }))
    return { id, title, steps: steps.length, isFollowed: Object.hasOwn(followed, id), finished }
  })
}
