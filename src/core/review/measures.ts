import type { IncidentState } from '../incident/state.ts'
import { instantOf, type Moment } from '../time/moment.ts'
import { durationOfMs } from './span-words.ts'

export type Measure = { id: 'detect' | 'acknowledge' | 'mitigate' | 'resolve'; name: string; definition: string; ms: number | null }

const between = (from: Moment | undefined, to: Moment | undefined): number | null =>
  from && to ? Math.max(0, instantOf(to).epochMilliseconds - instantOf(from).epochMilliseconds) : null

/** What an incident took, each with the two moments it was measured between; null where one of them is not known. */
export function measuresOf({ at }: Pick<IncidentState, 'at'>): Measure[] {
  const accepted = at.accepted ?? at.declared
  return [
    { id: 'detect', name: 'Time to detect (MTTD)', definition: 'from its start to its detection', ms: between(at.started, at.detected) },
    {
      id: 'acknowledge',
      name: 'Time to acknowledge (MTTA)',
      definition: 'from the accepted alert, or the declaration, to the acknowledgement',
      ms: between(accepted, at.acknowledged),
    },
    { id: 'mitigate', name: 'Time to mitigate', definition: 'from its start to the mitigation', ms: between(at.started, at.mitigated) },
    { id: 'resolve', name: 'Time to resolve (MTTR)', definition: 'from its start to the resolution', ms: between(at.started, at.resolved) },
  ]
}

export const measured = ({ ms }: Measure): string => (ms === null ? 'not known' : durationOfMs(ms))
