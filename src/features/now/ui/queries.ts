import { ApiProblem, api } from '../../../web/server/api.ts'
import { useOptimistic } from '../../../web/server/query.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { NowView } from '../contract.ts'
import { nowQuery } from './now-query.ts'
import { say } from './strings.ts'

/** The page leaves the screen at the tap; it comes back, with the reason, when the server refuses. */
export function useAcknowledge() {
  return useOptimistic({
    send: (escalation: string) => api(`/api/v1/pages/${encodeURIComponent(escalation)}/acknowledge`, { method: 'POST', body: {} }),
    keys: [nowQuery.queryKey, ['alert'], ['incident']],
    foresee: (cached, escalation) => withoutPage(cached, escalation),
    sayRolledBack: (error) =>
      sayFailed({
        said: say('refused', { reason: error instanceof ApiProblem ? (error.problem.detail ?? error.problem.title) : error.message }),
      }),
  })
}

function withoutPage(cached: unknown, escalation: string): unknown {
  const view = cached as Partial<NowView>
  return Array.isArray(view.pages) && 'trust' in view ? { ...view, pages: view.pages.filter(({ id }) => id !== escalation) } : cached
}
