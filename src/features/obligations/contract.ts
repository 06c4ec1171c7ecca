import { z } from 'zod'
import { severityShape } from '../alerts/contract.ts'
import { clock } from '../incidents/contract/incident.ts'

/** A promise of an incident that is still open. */
export const owedRow = z.object({
  incident: z.object({ id: z.string(), reference: z.string(), title: z.string(), severity: severityShape }),
  clock,
  /** Whether it is the business of who asks. */
  isYours: z.boolean(),
})
export type OwedRow = z.output<typeof owedRow>

export const owedQuery = z.object({ mine: z.enum(['true', 'false']).default('false') })
export const owedList = z.object({ items: z.array(owedRow), next: z.string().nullable() })
export type OwedList = z.output<typeof owedList>
