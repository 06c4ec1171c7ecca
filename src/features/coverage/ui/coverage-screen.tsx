import './coverage.css'
import { SegmentedControl } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { useZone } from '../../../web/times.ts'
import type { CoverageAnswer } from '../contract.ts'
import { breakingOf, cellOf, type Day, type Row } from './day-cells.ts'
import { DayPanel } from './day-panel.tsx'
import { GapTable } from './gap-table.tsx'
import { HeatMap } from './heat-map.tsx'
import { coverageQuery, laddersQuery } from './queries.ts'
import { say } from './strings.ts'
import { DAYS_OF_WEEK, daysOf, type Opened, type View } from './weeks.ts'
import { titleOf } from './words.ts'

const WEEKS = [1, 4, 13]
const USUAL_WEEKS = 4

const tabs = () => [
  { label: say('tabLadders'), to: '/escalation' },
  { label: say('tabRunning'), to: '/escalation/running' },
  { label: say('tabCoverage'), to: '/escalation/coverage' },
]

/** Is somebody woken at every hour, for every service and level? */
export function Screen() {
  const view = useSearch({ strict: false }) as View
  const navigate = useNavigate()
  const weeks = view.weeks ?? USUAL_WEEKS
  const { data, isPending, isError, refetch } = useQuery(coverageQuery(weeks * DAYS_OF_WEEK))
  const go = (next: View) => void navigate({ to: '/escalation/coverage', search: { ...view, ...next } as never, replace: true })
  return (
    <Page title={say('title')} tabs={tabs()}>
      {isPending && <RowsSkeleton rows={8} />}
      {isError && <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={() => void refetch()} />}
      {data?.rows.length === 0 && <EmptyState title={say('none')} what={say('noneWhat')} cli="tocsin coverage" />}
      {data && data.rows.length > 0 && <Proof report={data} view={view} weeks={weeks} go={go} />}
    </Page>
  )
}

type ProofProps = { report: CoverageAnswer; view: View; weeks: number; go: (next: View) => void }

function Proof({ report, view, weeks, go }: ProofProps) {
  const zone = useZone()
  const ladders = useQuery(laddersQuery).data
  const names = new Map((ladders?.services ?? []).map(({ id, name }) => [id, name]))
  const rows = report.rows.map((row) => ({ ...row, title: titleOf(row, names) }))
  const opened = openedBy(view, { report, rows, zone, weeks })
  return (
    <div className="stack">
      <div className="coverage-bar">
        <Sentence report={report} weeks={weeks} />
        <SegmentedControl
          size="xs"
          className="push"
          aria-label={say('horizon')}
          value={String(weeks)}
          onChange={(value) => go({ weeks: Number(value), week: undefined, day: undefined })}
          data={WEEKS.map((count) => ({ value: String(count), label: say('weeks', { count }) }))}
        />
      </div>
      <div className="coverage-proof">
        <div className="stack">
          <HeatMap rows={rows} opened={opened} weeks={weeks} go={go} />
          <GapTable rows={rows} />
        </div>
        <DayPanel opened={opened} ladders={ladders} />
      </div>
    </div>
  )
}

type Shown = { report: CoverageAnswer; rows: Row[]; zone: string; weeks: number }

/** What the address says, else the first hole there is: the map opens where it hurts. */
function openedBy(view: View, { report, rows, zone, weeks }: Shown): Opened {
  const badRow = Math.max(
    0,
    rows.findIndex(({ gaps }) => gaps.some(({ isBreaking }) => isBreaking)),
  )
  const week = Math.min(view.week ?? firstBadWeek(report, zone), weeks - 1)
  const days = daysOf(report, { zone, week })
  const row = rows[view.row ?? -1] ?? (rows[badRow] as Row)
  const badDay = days.findIndex((day) => cellOf(row, day).gaps.some(({ isBreaking }) => isBreaking))
  const day = days[view.day ?? Math.max(0, badDay)] ?? (days[0] as Day)
  return { week, days, row, day }
}

function firstBadWeek(report: CoverageAnswer, zone: string): number {
  const first = breakingOf(report)
    .map(({ start }) => Date.parse(start))
    .sort((a, b) => a - b)[0]
  if (first === undefined) return 0
  let week = 0
  while ((daysOf(report, { zone, week }).at(-1)?.end ?? first + 1) <= first) week += 1
  return week
}

function Sentence({ report, weeks }: { report: CoverageAnswer; weeks: number }) {
  const days = weeks * DAYS_OF_WEEK
  const count = breakingOf(report).length
  const weak = report.rows.flatMap(({ gaps }) => gaps).length - count
  const Shape = report.isCovered ? IconCircleCheck : IconCircleX
  return (
    <div className="coverage-sentence">
      <Shape size={20} aria-hidden className={report.isCovered ? 't2' : 'missed'} />
      <div>
        <b className={report.isCovered ? 'f16' : 'f16 missed'}>
          {report.isCovered ? say('covered', { days }) : say('uncovered', { count, days })}
        </b>
        <p className="t2">
          {!report.isCovered && <>{say('uncoveredWhat')} </>}
          {weak > 0 && <>{say('weak', { count: weak })}.</>}
        </p>
      </div>
    </div>
  )
}
