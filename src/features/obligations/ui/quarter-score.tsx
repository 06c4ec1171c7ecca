import { Button } from '@mantine/core'
import { nowMs } from '../../../web/clock.ts'
import { useMe } from '../../../web/server/session.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import { currentZone } from '../../../web/times.ts'
import { saveEvidence } from './evidence.ts'
import { shareOf } from './frame.ts'
import { readScore, useScore } from './queries.ts'
import { say } from './strings.ts'

const MONTHS_OF_QUARTER = 3

/** The first instant of this quarter on the reader's wall. */
export function quarterStart(ms: number, zone: string): string {
  const day = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate()
  const month = day.month - ((day.month - 1) % MONTHS_OF_QUARTER)
  return new Date(day.with({ month, day: 1 }).toZonedDateTime(zone).epochMilliseconds).toISOString()
}

/** How promises were kept this quarter, and the evidence of it. */
export function QuarterScore() {
  const isAllowed = useMe()?.may.includes('metric.read') ?? false
  const from = quarterStart(nowMs(), currentZone())
  const { data } = useScore({ by: 'month', from }, isAllowed)
  if (!data) return null
  const { kept, met, late, missed } = data.total
  const save = () =>
    readScore({ by: 'incident', from }).then(saveEvidence, (error: Error) =>
      sayFailed({ said: say('evidenceFailed', { why: error.message }) }),
    )
  return (
    <div className="owed-kept push">
      {kept === null ? (
        <span className="t3">{say('nothingScored')}</span>
      ) : (
        <>
          <span className="t2">
            {say.rich('keptQuarter', {
              share: <b key="share">{shareOf(kept)}</b>,
              of: (
                <span key="of" className="t3">
                  {say('ofDue', { met, due: met + late + missed })}
                </span>
              ),
            })}
          </span>
          <span className="t2">{say.rich('lateCount', { count: <b key="count">{late}</b> })}</span>
          <span className="t2">{say.rich('missedCount', { count: <b key="count">{missed}</b> })}</span>
        </>
      )}
      <Button size="xs" onClick={() => void save()}>
        {say('evidence')}
      </Button>
    </div>
  )
}
