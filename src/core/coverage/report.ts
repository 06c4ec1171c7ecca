import type { Policy } from '../policy/policy.ts'
import { momentOf } from '../time/moment.ts'
import { type Asked, type Cover, type Coverage, coverageOf, type Gap } from './coverage.ts'
import { BREAKING, type UncoveredSpan, uncoveredOf } from './gaps.ts'
import { type ReportedSpan, spanOf } from './spans.ts'

export type ReportedCover = ReportedSpan & {
  gap: Gap | null
  /** Seconds until the first, and when they sleep through the second, person is woken at worst; null: never. */
  firstS: number | null
  secondS: number | null
  /** Steps of the ladder that apply: seconds after the alert, and the users they reach then. */
  levels: { step: number; afterS: number; users: string[] }[]
}
export type ReportedGap = ReportedSpan & { kind: UncoveredSpan['kind']; isBreaking: boolean; cost: string }

/** The services that climb one ladder, for one severity. `worst…S` are the largest of all covers; null when somebody is never woken. */
export type ReportRow = {
  services: string[]
  severity: string
  ladder: string
  promiseS: number | null
  worstFirstS: number | null
  worstSecondS: number | null
  covers: ReportedCover[]
  gaps: ReportedGap[]
}
export type Report = ReportedSpan & { isCovered: boolean; rows: ReportRow[] }

/** The coverage proof as API, command line and console show it. */
export function coverageReport(policy: Policy, asked: Asked): Report {
  const rows = coverageOf(policy, asked).map((coverage) => rowOf(policy, coverage))
  const isCovered = rows.every(({ gaps }) => !gaps.some(({ isBreaking }) => isBreaking))
  return { start: momentOf(asked.from), end: momentOf(asked.to), isCovered, rows }
}

const secondsOf = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000))

function rowOf(policy: Policy, coverage: Coverage): ReportRow {
  const { services, severity, ladder, promiseMs, covers } = coverage
  return {
    services,
    severity,
    ladder: ladder.id,
    promiseS: secondsOf(promiseMs),
    worstFirstS: worstOf(covers.map(({ firstMs }) => firstMs)),
    worstSecondS: worstOf(covers.map(({ secondMs }) => secondMs)),
    covers: covers.map(coverOf),
    gaps: uncoveredOf(policy, coverage).map(({ start, end, kind, cost }) => ({
      ...spanOf({ start, end }),
      kind,
      isBreaking: BREAKING.includes(kind),
      cost,
    })),
  }
}

const worstOf = (times: (number | null)[]): number | null =>
  times.length === 0 || times.includes(null) ? null : secondsOf(Math.max(...(times as number[])))

function coverOf({ start, end, gap, firstMs, secondMs, levels }: Cover): ReportedCover {
  return {
    ...spanOf({ start, end }),
    gap,
    firstS: secondsOf(firstMs),
    secondS: secondsOf(secondMs),
    levels: levels
      .filter(({ isSkipped }) => !isSkipped)
      .map(({ step, after, users }) => ({ step, afterS: Math.round(after / 1000), users })),
  }
}
