import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { span } from '../../../web/times.ts'
import type { Measure } from '../contract.ts'
import { WeekBars, WeekTable } from './bars.tsx'
import { say } from './strings.ts'

const length = (ms: number | null): string => (ms === null ? say('none') : span(ms))

/** Median large, p90 and mean beside it, the target as a line. */
export function MeasureTile({ measure, isTable }: { measure: Measure; isTable: boolean }) {
  const { id, severity, target, medianMs, weeks } = measure
  const title = severity === null ? say(id) : say('ofSeverity', { measure: say(id), severity })
  return (
    <section className="panel insights-tile" aria-label={title}>
      <div className="line">
        <h2 className="f14 t2">{title}</h2>
        {target && <span className="push t3 f12 nowrap">{say('target', { length: target.text })}</span>}
      </div>
      <p>
        <b className="f20">{length(medianMs)}</b> <span className="t2">{say('median')}</span>
      </p>
      {medianMs !== null && <Standing measure={measure} median={medianMs} />}
      {isTable ? <WeekTable title={title} weeks={weeks} /> : <WeekBars title={title} weeks={weeks} targetMs={target?.ms ?? null} />}
    </section>
  )
}

function Standing({ measure, median }: { measure: Measure; median: number }) {
  const { isMet, target, p90Ms, meanMs } = measure
  const figures = { p90: length(p90Ms), mean: length(meanMs) }
  if (isMet === null || target === null) return <p className="t3 f12">{say('noTarget', figures)}</p>
  if (isMet)
    return (
      <p className="t3 f12 line">
        <IconCheck size={14} aria-hidden />
        {say('met', figures)}
      </p>
    )
  return (
    <p className="f12 line strong">
      <IconAlertTriangle size={14} aria-hidden />
      {say('over', { over: span(median - target.ms), ...figures })}
    </p>
  )
}
