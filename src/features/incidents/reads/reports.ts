import type { ReportState } from '../../../core/report/machine.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import { type Viewer, visibleTo } from '../../people/reads/viewer.ts'
import type { ReportQuery, ReportView } from '../contract/report.ts'

export type StoredReport = { id: string; state: ReportState; reference: string | null }

const STATUS: Record<ReportQuery['status'], string> = {
  waiting: `report.status = 'waiting'`,
  decided: `report.status <> 'waiting'`,
  all: 'true',
}

/** Reports newest first. Whoever may not know of the incident that one became does not see the report either. */
export async function listReports(pool: Pool, { status, limit }: ReportQuery, viewer: Viewer): Promise<StoredReport[]> {
  return reportsWhere(pool, viewer, { condition: () => STATUS[status], limit })
}

export async function findReport(pool: Pool, id: string, viewer: Viewer): Promise<StoredReport | null> {
  const [found] = await reportsWhere(pool, viewer, { condition: (put) => `report.id = ${put(id)}`, limit: 1 })
  return found ?? null
}

type Wanted = { condition: (put: (value: unknown) => string) => string; limit: number }

async function reportsWhere(pool: Pool, viewer: Viewer, { condition, limit }: Wanted): Promise<StoredReport[]> {
  const values: unknown[] = []
  const put = (value: unknown): string => `$${values.push(value)}`
  const text = `select report.id, report.state, about.reference from report
    left join (select id, reference from incident where ${visibleTo(viewer, put)}) about on about.id = report.incident
    where ${condition(put)} and (report.incident is null or about.id is not null)
    order by report.received_at desc, report.id limit ${put(limit)}`
  const { rows } = await pool.query<StoredReport>(text, values)
  return rows
}

export function presentReport({ id, state, reference }: StoredReport, reader: Reader): ReportView {
  const { principal, policy } = reader
  const isWaiting = state.decided === null
  const { title, details, urgency, source, at, status, reason, service, incident, decided } = state
  const mayAct = isWaiting && principal !== null && isPermitted(principal, 'incident.act')
  return {
    ...{ id, title, details, urgency, source, at, status, reason },
    service: service ? { id: service, name: policy.service(service)?.name ?? service } : null,
    by: whoIs(state.by, reader),
    incident: incident ? { id: incident, reference: reference ?? incident } : null,
    decidedBy: decided && whoIs(decided.by, reader),
    decidedAt: decided?.at ?? null,
    can: { declare: mayAct && isPermitted(principal, 'incident.declare'), duplicate: mayAct, decline: mayAct },
  }
}
