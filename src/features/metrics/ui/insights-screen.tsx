import './insights.css'
import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Facts, Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { span } from '../../../web/times.ts'
import type { MetricsAnswer } from '../contract.ts'
import { type Filter, filterOf, SPANS, USUAL_DAYS } from './filter.ts'
import { say as named } from './manifest-strings.ts'
import { MeasureTile } from './measure-tile.tsx'
import { metricsQuery, searchOf } from './queries.ts'
import { say } from './strings.ts'

/** What the facts of incidents come to: history, so nothing on it is urgent. */
export function Screen() {
  const navigate = useNavigate()
  const filter = filterOf(useSearch({ strict: false }) as Record<string, unknown>)
  const [isTable, setTable] = useState(false)
  const setFilter = (next: Filter) => void navigate({ to: '/insights', search: next as never, replace: true })
  const { data, isError, isPending, refetch } = useQuery(metricsQuery(filter))
  useShortcuts([{ keys: 't', label: () => say('keyTable'), run: () => setTable(!isTable) }])
  const action = (
    <Button component="a" href={`/api/v1/metrics.csv?${searchOf(filter)}`}>
      {say('export')}
    </Button>
  )
  return (
    <Page title={named('title')} note={data && `${say('count', { count: data.count })} · ${say('note')}`} action={action}>
      <div className="insights">
        <FilterBar filter={filter} onChange={setFilter} data={data} isTable={isTable} onTable={setTable} />
        {isError && <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={() => void refetch()} />}
        {isPending && <RowsSkeleton rows={6} />}
        {data && data.count === 0 && (
          <EmptyState title={say('empty')} what={say('emptyWhat')} cli={'tocsin incident declare "Payments are slow"'} />
        )}
        {data && data.count > 0 && <Figures data={data} isTable={isTable} />}
      </div>
    </Page>
  )
}

type BarProps = {
  filter: Filter
  onChange: (filter: Filter) => void
  data: MetricsAnswer | undefined
  isTable: boolean
  onTable: (isTable: boolean) => void
}

function FilterBar({ filter, onChange, data, isTable, onTable }: BarProps) {
  const spans = SPANS.map((days) => ({
    value: String(days),
    label: days === 365 ? say('months', { count: 12 }) : say('days', { count: days }),
  }))
  return (
    <div className="insights-filter">
      <SegmentedControl
        aria-label={say('span')}
        value={String(filter.days ?? USUAL_DAYS)}
        data={spans}
        onChange={(days) => onChange({ ...filter, days: Number(days) })}
      />
      <Choice
        aria-label={say('service')}
        placeholder={say('everyService')}
        value={filter.service ?? null}
        data={(data?.services ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(service) => onChange({ ...filter, service: service ?? undefined })}
      />
      <Choice
        aria-label={say('severity')}
        placeholder={say('everySeverity')}
        value={filter.severity ?? null}
        data={(data?.severities ?? []).map(({ id }) => id)}
        onChange={(severity) => onChange({ ...filter, severity: severity ?? undefined })}
      />
      <Button onClick={() => onTable(!isTable)}>{say(isTable ? 'asBars' : 'asTable')}</Button>
      <a className="link push" href="#definitions">
        {say('definitions')}
      </a>
    </div>
  )
}

function Figures({ data, isTable }: { data: MetricsAnswer; isTable: boolean }) {
  const overall = data.measures.filter(({ severity }) => severity === null)
  const levels = data.measures.filter(({ severity, id }) => severity !== null && id === 'resolve')
  return (
    <>
      <div className="insights-tiles">
        {[...overall.filter(({ id }) => id !== 'resolve' || levels.length === 0), ...levels].map((measure) => (
          <MeasureTile key={`${measure.id} ${measure.severity}`} measure={measure} isTable={isTable} />
        ))}
      </div>
      <Promises data={data} />
      <IncidentTable data={data} />
      <section className="panel" id="definitions" aria-label={say('definitions')}>
        <div className="panel-head">
          <h2>{say('definitions')}</h2>
        </div>
        <dl className="insights-definitions">
          {data.definitions.map(({ id, name, text }) => (
            <div key={id}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  )
}

function Promises({ data: { obligations, between } }: { data: MetricsAnswer }) {
  const { met, late, missed, waived, dropped, share } = obligations
  const facts = [
    { word: say('kept'), value: met },
    { word: say('late'), value: late },
    { word: say('missed'), value: missed },
    { word: say('waived'), value: waived },
    { word: say('dropped'), value: dropped },
    { word: say('between'), value: between.medianMs === null ? say('none') : `${span(between.medianMs)} ${say('median')}` },
  ]
  return (
    <Panel title={say('promises')} note={share === null ? say('promisesNote') : say('share', { percent: (share * 100).toFixed(1) })}>
      <Facts facts={facts} />
    </Panel>
  )
}

const MOST_ROWS = 50

function IncidentTable({ data }: { data: MetricsAnswer }) {
  const rankOf = (id: string): number => (data.severities.find((each) => each.id === id)?.rank ?? 0) + 1
  const length = (ms: number | null): string => (ms === null ? '–' : span(ms))
  const head = [say('severity'), say('incident'), say('detect'), say('acknowledge'), say('resolve'), say('declared')]
  return (
    <Panel title={say('incidents')} note={data.incidents.length}>
      <Rows
        columns="80px minmax(0, 1fr) 120px 140px 120px 110px"
        narrowColumns="80px minmax(0, 1fr) auto"
        head={head}
        label={say('incidents')}
      >
        {data.incidents.slice(0, MOST_ROWS).map(({ reference, title, severity, detectMs, acknowledgeMs, resolveMs, declared }) => (
          <Row key={reference}>
            <Severity rank={rankOf(severity)} label={severity} />
            <Link to={`/incidents/${reference}`} className="one-line medium">
              {title}
            </Link>
            <span className="t2">{length(detectMs)}</span>
            <span className="t2 only-wide">{length(acknowledgeMs)}</span>
            <span className="only-wide">{length(resolveMs)}</span>
            <span className="t3 only-wide nowrap">
              <RelativeTime at={declared} />
            </span>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}
