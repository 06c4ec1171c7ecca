import type { JsonObject } from '../../core/command/command.ts'
import { idOf } from '../../core/policy/policy.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { App } from '../feature.ts'
import type { IncidentTimes } from './contract.ts'
import { TELLING_FACTS, timesOf } from './rules.ts'

export type Selection = { from: Temporal.Instant; to: Temporal.Instant; severity?: string; service?: string }

type Row = { id: string; name: string; at: string; data: JsonObject }

/**
 * The moments of all incidents declared in a span, from their facts. Private ones are left out: a figure must not tell of
 * what only their responders may know.
 */
export async function incidentTimes(app: Pick<App, 'pools'>, { from, to, severity, service }: Selection): Promise<IncidentTimes[]> {
  const text = `select i.id, f.name, f.at, f.data from incident i join fact f on f.stream = 'incident:' || i.id
    where i.declared_at >= $1 and i.declared_at < $2 and i.is_private = false and f.name = any($3)
    order by i.declared_at, i.id, f.seq`
  const { rows } = await app.pools.side.query<Row>(text, [momentOf(from), momentOf(to), TELLING_FACTS])
  const all = [...Map.groupBy(rows, (row) => row.id)].flatMap(([id, facts]) => timesOf(id, facts) ?? [])
  return all.filter(
    (times) =>
      (severity === undefined || times.severity === severity) &&
      (service === undefined || (times.service !== null && idOf(times.service) === idOf(service))),
  )
}
