import type { AlertState } from '../../core/alert/state.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { wholeRunbook } from '../../core/policy/runbook.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import type { RunbookText } from './contract.ts'
import type { OpenCounts, OpenOf } from './rules.ts'

/** A service with more open alerts than this shows the newest. */
const MOST_SHOWN = 50

type AlertRow = { id: string; service: string; state: AlertState }
type IncidentRow = { id: string; service: string; state: IncidentState }

/** How much is open for each service, by one look at the indexes. */
export async function countsByService(app: Pick<App, 'pools'>): Promise<Map<string, OpenCounts>> {
  const text = `select service, severity, rank, sum(alerts)::int as alerts, sum(incidents)::int as incidents from (
      select service, severity, rank, 1 as alerts, 0 as incidents from alert where status in ('triggered', 'snoozed', 'acknowledged')
      union all select service, severity, rank, 0, 1 from incident where resolved_at is null and is_private = false
    ) open where service is not null group by service, severity, rank order by rank`
  const { rows } = await app.pools.side.query<CountRow>(text)
  return new Map(
    [...Map.groupBy(rows, (row) => row.service)].map(([service, own]) => [
      service,
      {
        alerts: own.reduce((sum, row) => sum + row.alerts, 0),
        incidents: own.reduce((sum, row) => sum + row.incidents, 0),
        worst: own[0] ? { severity: own[0].severity, rank: own[0].rank } : null,
      },
    ]),
  )
}

type CountRow = { service: string; severity: string; rank: number; alerts: number; incidents: number }

/** What is open for one service, newest first. */
export async function openOf(app: Pick<App, 'pools'>, service: string): Promise<OpenOf> {
  const alerts = `select id, service, state from alert where service = $1 and status in ('triggered', 'snoozed', 'acknowledged') order by opened_at desc limit $2`
  const incidents = `select id, service, state from incident where service = $1 and resolved_at is null and is_private = false order by declared_at desc limit $2`
  const [some, others] = await Promise.all([
    app.pools.side.query<AlertRow>(alerts, [service, MOST_SHOWN]),
    app.pools.side.query<IncidentRow>(incidents, [service, MOST_SHOWN]),
  ])
  return {
    alerts: some.rows.map(({ id, state }) => ({
      ...{ id, title: state.title, severity: state.routed.severity, rank: state.routed.rank, status: state.status, since: state.openedAt },
    })),
    incidents: others.rows.map(incidentItem),
  }
}

const incidentItem = ({ state }: IncidentRow): OpenOf['incidents'][number] => ({
  id: state.reference,
  title: state.title,
  severity: state.severity,
  rank: state.rank,
  status: state.status,
  since: state.at.declared ?? '',
})

/** The whole of a runbook that was applied with the policy. Throws `Problem` with those there are. */
export function runbookIn({ bundle }: Policy, id: string): RunbookText {
  const texts = bundle.runbooks?.texts ?? {}
  const text = Object.hasOwn(texts, id) ? texts[id] : undefined
  if (text !== undefined) return wholeRunbook(id, text)
  const known = Object.keys(texts).join(', ') || 'none (put their files into the folder of `runbooks:` and apply the policy)'
  throw new Problem({ code: 'runbook-unread', status: 404, detail: `There is no text of a runbook "${id}"; there are ${known}.` })
}
