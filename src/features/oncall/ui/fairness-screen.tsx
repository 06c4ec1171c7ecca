import './on-call.css'
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useClock } from '../../../web/clock.ts'
import { Choice } from '../../../web/kit/choice.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { api } from '../../../web/server/api.ts'
import { useZone } from '../../../web/times.ts'
import type { FairnessView, LoadView, PayLineView } from '../contract/fairness.ts'
import { saveCsv } from './csv-file.ts'
import { Failed } from './failed.tsx'
import { HOUR_MS } from './lane-drag.ts'
import { OnCallPage } from './on-call-page.tsx'
import { onCallQuery } from './queries.ts'
import { SPANS, type SpanName, spanNamed } from './span-named.ts'
import { say } from './strings.ts'

type Asked = { span?: SpanName; schedule?: string }

const fairnessQuery = (from: string, to: string, schedule: string | undefined) =>
  queryOptions({
    queryKey: ['policy', { fairness: true, from, to, schedule }],
    queryFn: ({ signal }) =>
      api<FairnessView>(`/api/v1/oncall/fairness?${new URLSearchParams({ from, to, ...(schedule ? { schedule } : {}) })}`, { signal }),
  })

/** Who carried how much of being on call, how even it is, and what is paid for it. */
export function Screen() {
  const zone = useZone()
  const asked = useSearch({ strict: false }) as Asked
  const hour = useClock((now) => Math.floor(now / HOUR_MS) * HOUR_MS)
  const span = SPANS.find((each) => each === asked.span) ?? SPANS[0]
  const { from, to } = spanNamed(span, hour, zone)
  const { data, isError, refetch } = useQuery(fairnessQuery(from, to, asked.schedule))
  return (
    <OnCallPage>
      <div className="stack">
        <Choices span={span} schedule={asked.schedule} />
        {isError && <Failed onAgain={() => void refetch()} />}
        {!data && !isError && <RowsSkeleton rows={6} />}
        {data && <Loads view={data} />}
        {data && <Pay view={data} />}
      </div>
    </OnCallPage>
  )
}

function Choices({ span, schedule }: { span: SpanName; schedule: string | undefined }) {
  const navigate = useNavigate()
  const { data } = useQuery(onCallQuery)
  const go = (next: Asked) => void navigate({ to: '/on-call/fairness', search: { span, schedule, ...next } as never, replace: true })
  return (
    <div className="on-call-bar">
      <Choice
        size="xs"
        aria-label={say('fairnessSpan')}
        value={span}
        onChange={(value) => go({ span: SPANS.find((each) => each === value) ?? span })}
        data={SPANS.map((each) => ({ value: each, label: say(`span_${each}`) }))}
      />
      <Choice
        size="xs"
        aria-label={say('schedule')}
        placeholder={say('allSchedules')}
        value={schedule ?? null}
        onChange={(value) => go({ schedule: value ?? undefined } as Asked)}
        data={(data?.items ?? []).map(({ schedule: id, name }) => ({ value: id, label: name }))}
      />
    </div>
  )
}

const HOUR_MINUTES = 60
const hoursOf = (minutes: number): string => (minutes / HOUR_MINUTES).toFixed(minutes % HOUR_MINUTES === 0 ? 0 : 1)
const MINUTES = ['minutes', 'nightMinutes', 'weekendMinutes', 'holidayMinutes'] as const
const COUNTS = ['shifts', 'nights', 'weekends', 'pages', 'nightPages'] as const

const loadRows = (people: readonly LoadView[]): (string | number)[][] => [
  [say('colPerson'), ...MINUTES, ...COUNTS],
  ...people.map((each) => [each.person.name, ...MINUTES.map((key) => each[key]), ...COUNTS.map((key) => each[key])]),
]

function Loads({ view }: { view: FairnessView }) {
  const shares = new Map(view.balance.find(({ measure }) => measure === 'minutes')?.shares.map((each) => [each.person.id, each.share]))
  return (
    <Panel title={say('loads')} note={say('loadsWhat')} actions={<Csv name="on-call-load" rows={() => loadRows(view.people)} />}>
      {view.people.length === 0 && <p className="on-call-none">{say('nobodyOnCall')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by itself on a phone, so keyboards must reach it */}
      <section className="shift-table" tabIndex={0} aria-label={say('tableOf', { what: say('loads') })}>
        <table>
          <thead>
            <tr>
              {[say('colPerson'), say('colShare'), ...[...MINUTES, ...COUNTS].map((key) => say(`load_${key}`))].map((word) => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.people.map((load) => (
              <tr key={load.person.id}>
                <td className="medium">{load.person.name}</td>
                <td>
                  <Share share={shares.get(load.person.id) ?? 0} />
                </td>
                {MINUTES.map((key) => (
                  <td key={key}>{hoursOf(load[key])}</td>
                ))}
                {COUNTS.map((key) => (
                  <td key={key}>{load[key]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

const PERCENT = 100
/** A bar as long as twice the mean is full: more is told by the number. */
const FULL_SHARE = 2

/** A person's part of the mean: 100 % is exactly even. */
export function Share({ share }: { share: number }) {
  return (
    <span className="share">
      <meter className="share-bar" min={0} max={FULL_SHARE} value={Math.min(FULL_SHARE, share)} aria-label={say('colShare')} />
      {say('ofMean', { percent: Math.round(share * PERCENT) })}
    </span>
  )
}

const KINDS = ['hour', 'night', 'weekend', 'holiday'] as const
const money = ({ amount, currency }: PayLineView): string => new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amount)

const payRows = (lines: readonly PayLineView[]): (string | number)[][] => [
  [say('colPerson'), say('schedule'), ...KINDS.map((kind) => `${kind} minutes`), 'pages', 'amount', 'currency'],
  ...lines.map((line) => [
    ...[line.person.name, line.schedule, ...KINDS.map((kind) => line.minutes[kind])],
    ...[line.pages, line.amount, line.currency],
  ]),
]

function Pay({ view }: { view: FairnessView }) {
  const note = view.can.seeAllPay ? say('payAll') : say('payOwn')
  return (
    <Panel title={say('pay')} note={note} actions={view.pay.length > 0 && <Csv name="on-call-pay" rows={() => payRows(view.pay)} />}>
      {view.pay.length === 0 && <p className="on-call-none">{say('noPay')}</p>}
      {view.pay.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by itself on a phone, so keyboards must reach it
        <section className="shift-table" tabIndex={0} aria-label={say('tableOf', { what: say('pay') })}>
          <table>
            <thead>
              <tr>
                {[say('colPerson'), say('schedule'), ...KINDS.map((kind) => say(`pay_${kind}`)), say('load_pages'), say('amount')].map(
                  (word) => (
                    <th key={word} scope="col">
                      {word}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {view.pay.map((line) => (
                <tr key={`${line.schedule} ${line.person.id}`}>
                  <td className="medium">{line.person.name}</td>
                  <td>{line.schedule}</td>
                  {KINDS.map((kind) => (
                    <td key={kind}>{hoursOf(line.minutes[kind])}</td>
                  ))}
                  <td>{line.pages}</td>
                  <td className="medium">{money(line)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  )
}

const Csv = ({ name, rows }: { name: string; rows: () => (string | number)[][] }) => (
  <Button size="xs" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => saveCsv(name, rows())}>
    {say('asCsv')}
  </Button>
)
