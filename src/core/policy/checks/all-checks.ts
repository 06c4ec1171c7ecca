import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'
import { scheduleCycles } from './cycles.ts'
import { duplicateIds } from './duplicates.ts'
import { unreachableSteps } from './ladders.ts'
import { strayNights } from './nights.ts'
import { danglingReferences } from './references.ts'
import { unknownRoads } from './roads.ts'
import { brokenSchedules } from './schedules.ts'
import { severityOrder, statusSubset, targetKeys } from './severities.ts'
import { reversedSpans } from './spans.ts'
import { danglingBranches } from './trees.ts'
import { wordlessTemplates } from './wordless.ts'

/** What must hold over the whole bundle before any of it is applied. */
export const CHECKS: readonly ((draft: Draft) => Problem[])[] = [
  danglingReferences,
  duplicateIds,
  brokenSchedules,
  scheduleCycles,
  unreachableSteps,
  severityOrder,
  statusSubset,
  targetKeys,
  reversedSpans,
  unknownRoads,
  danglingBranches,
  strayNights,
  wordlessTemplates,
]
