import { isOwed, type Obligation } from '../../../core/obligation/obligation.ts'
import { STANDING, type StandingState, standingOwners } from '../../../core/obligation/standing.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { whoIs } from '../../alerts/reads/people.ts'
import { byUrgency, contextOf, type Present } from '../../incidents/reads/present.ts'
import type { StandingRow } from '../contract.ts'

export async function standingState({ app }: Present): Promise<StandingState | null> {
  const [row] = await app.store.load([STANDING])
  return (row?.state as StandingState | undefined) ?? null
}

/** What stands open without an incident: only what is due soon or missed, unless all is asked for. */
export async function standingOwed(present: Present, which: 'due' | 'all' | 'none'): Promise<StandingRow[]> {
  const state = which === 'none' ? null : await standingState(present)
  const open = (state?.obligations ?? []).filter(isOwed).sort(byUrgency)
  const shown = which === 'all' ? open : open.filter(({ status }) => status !== 'pending')
  return shown.map((each) => presentStanding(each, present))
}

function presentStanding(obligation: Obligation, present: Present): StandingRow {
  const { id, title, must, about, since, warnAt, dueAt, status, recurs, closedAt, why } = obligation
  const { reader } = present
  const owners = standingOwners(obligation, contextOf(present)).map((user) => whoIs(`user:${user}`, reader))
  const mayAct = reader.principal !== null && isPermitted(reader.principal, 'incident.act')
  return {
    clock: {
      ...{ id, title, must, about, since, warnAt, dueAt, status, recurs, closedAt, why, owners },
      closedBy: null,
      repair: 'complete',
    },
    isYours: owners.some((owner) => owner.isYou),
    can: { complete: mayAct, waive: mayAct },
  }
}
