import type { OwedQuery, OwedRow, ScoreQuery, ScoreRow } from './contract.ts'

type Counts = Pick<ScoreRow, 'met' | 'late' | 'missed' | 'waived' | 'dropped'>

/** One incident's score with what it may be gathered by. */
export type Scored = { reference: string; title: string; declaredAt: string; team: { id: string; name: string } | null; score: Counts }

const none: Counts = { met: 0, late: 0, missed: 0, waived: 0, dropped: 0 }

function added(a: Counts, b: Counts): Counts {
  const { met, late, missed, waived, dropped } = a
  return {
    ...{ met: met + b.met, late: late + b.late, missed: missed + b.missed },
    ...{ waived: waived + b.waived, dropped: dropped + b.dropped },
  }
}

/** What was waived or dropped was not to be kept any more. */
function keptOf({ met, late, missed }: Counts): number | null {
  const due = met + late + missed
  return due === 0 ? null : met / due
}

export function scoreRow({ key, name }: { key: string; name: string }, incidents: readonly Scored[]): ScoreRow {
  const counts = incidents.reduce((sum, { score }) => added(sum, score), none)
  return { key, name, incidents: incidents.length, ...counts, kept: keptOf(counts) }
}

/** Without a team of its own an incident counts for nobody in particular. */
const NOBODY = { id: '', name: 'no team' }

const groupOf: Record<ScoreQuery['by'], (incident: Scored, zone: string) => { key: string; name: string }> = {
  incident: ({ reference, title }) => ({ key: reference, name: title }),
  month: ({ declaredAt }, zone) => {
    const month = Temporal.Instant.from(declaredAt).toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth().toString()
    return { key: month, name: month }
  },
  team: ({ team }) => ({ key: (team ?? NOBODY).id, name: (team ?? NOBODY).name }),
}

/** Gathers scores by incident, by month (on the clock of `zone`) or by team, in the order of their keys. */
export function scoresBy(incidents: readonly Scored[], by: ScoreQuery['by'], zone: string): ScoreRow[] {
  const groups = new Map<string, { name: string; members: Scored[] }>()
  for (const incident of incidents) {
    const { key, name } = groupOf[by](incident, zone)
    const group = groups.get(key) ?? { name, members: [] }
    group.members.push(incident)
    groups.set(key, group)
  }
  return [...groups]
    .map(([key, { name, members }]) => scoreRow({ key, name }, members))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
}

const namesIn = (text: string | undefined): string[] | null =>
  text
    ? text.split(',').map((each) =>
        each
          .trim()
          .replace(/^[a-z]+:/, '')
          .toLowerCase(),
      )
    : null

const isIn = (wanted: string[] | null, ...found: (string | null)[]): boolean =>
  wanted === null || found.some((each) => each !== null && wanted.includes(each.toLowerCase()))

/** Whether a row is among those asked for. Names are taken in any case, with or without their kind (`user:ann`, `ann`). */
export function isAskedFor({ incident, clock, isYours }: OwedRow, query: OwedQuery): boolean {
  return (
    (query.mine !== 'true' || isYours) &&
    (query.owed !== 'missed' || clock.status === 'missed') &&
    isIn(namesIn(query.owner), ...clock.owners.map(({ id }) => id.replace(/^user:/, ''))) &&
    isIn(namesIn(query.team), incident.team) &&
    isIn(namesIn(query.severity), incident.severity.id) &&
    isIn(namesIn(query.must), clock.must) &&
    isIn(namesIn(query.incident), incident.id, incident.reference)
  )
}
