import { Panel } from '../../../web/kit/panel.tsx'
import { fullMoment, useZone } from '../../../web/times.ts'
import { type Gap, type Row, toneOf } from './day-cells.ts'
import { say } from './strings.ts'

/** More lines than this nobody reads; the command line has them all. */
const SHOWN = 30
const HOUR_MS = 3_600_000

type Line = { row: Row; gaps: Gap[] }

/** The same as the map in lines: one for each cost of a row, what breaks a promise first. */
export function GapTable({ rows }: { rows: readonly Row[] }) {
  useZone()
  const lines = linesOf(rows)
  return (
    <Panel title={say('gaps')} note={lines.length}>
      {lines.length === 0 && <p className="day-line t2">{say('gapsNone')}</p>}
      {lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by itself where it is narrow, so keyboards must reach it
        <section className="gap-table" tabIndex={0} aria-label={say('asTable')}>
          <table>
            <thead>
              <tr>
                {(['colWhat', 'colKind', 'colWhen', 'colHours', 'colCost'] as const).map((word) => (
                  <th key={word} scope="col">
                    {say(word)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.slice(0, SHOWN).map((line) => (
                <LineRow key={`${line.row.title} ${line.row.ladder} ${line.gaps[0]?.cost}`} line={line} />
              ))}
            </tbody>
          </table>
          {lines.length > SHOWN && <p className="gap-more t3 f12">{say('moreLines', { count: lines.length - SHOWN })}</p>}
        </section>
      )}
    </Panel>
  )
}

function linesOf(rows: readonly Row[]): Line[] {
  const lines = rows.flatMap((row) => [...Map.groupBy(row.gaps, ({ cost }) => cost).values()].map((gaps) => ({ row, gaps })))
  return lines.sort((a, b) => Number(isBreaking(b)) - Number(isBreaking(a)) || startOf(a).localeCompare(startOf(b)))
}

const isBreaking = ({ gaps }: Line): boolean => gaps.some((gap) => gap.isBreaking)
const startOf = ({ gaps }: Line): string => gaps[0]?.start ?? ''

const COLOURS = { bad: 'missed', late: 'soon', weak: 't2', covered: 't2' }

function LineRow({ line: { row, gaps } }: { line: Line }) {
  const gap = gaps[0] as Gap
  const hours = gaps.reduce((sum, { start, end }) => sum + (Date.parse(end) - Date.parse(start)) / HOUR_MS, 0)
  const first = fullMoment(Date.parse(gap.start))
  return (
    <tr>
      <td className="medium">{row.title}</td>
      <td className={COLOURS[toneOf(gap)]}>{say(gap.kind)}</td>
      <td>{gaps.length > 1 ? say('whenMore', { first, count: gaps.length - 1 }) : first}</td>
      <td className="nowrap">{say('hours', { hours: Math.round(hours * 10) / 10 })}</td>
      <td className="t2">{gap.cost}</td>
    </tr>
  )
}
