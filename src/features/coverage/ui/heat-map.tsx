import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { Panel } from '../../../web/kit/panel.tsx'
import { span } from '../../../web/times.ts'
import { type Cell, cellOf, type Row, type Tone } from './day-cells.ts'
import { say } from './strings.ts'
import type { Opened, View } from './weeks.ts'
import { cellInWords, shortDay } from './words.ts'

type Props = { rows: readonly Row[]; opened: Opened; weeks: number; go: (next: View) => void }

const MOVES: Record<string, [rows: number, days: number]> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
}

/** Rows of services and levels, columns of days; arrows move between the days, and each says what it costs. */
export function HeatMap({ rows, opened: { week, days, row, day }, weeks, go }: Props) {
  const [openRow, openDay] = [rows.indexOf(row), days.indexOf(day)]
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const move = MOVES[event.key]
    if (!move) return
    event.preventDefault()
    // from where the keys stand, not from what is drawn: a second press comes before the first one is drawn
    const at = (event.target as HTMLElement).dataset.cell?.split(' ').map(Number)
    const [nextRow, nextDay] = [(at?.[0] ?? openRow) + move[0], (at?.[1] ?? openDay) + move[1]]
    if (!rows[nextRow] || !days[nextDay]) return
    go({ week, row: nextRow, day: nextDay })
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${nextRow} ${nextDay}"]`)?.focus()
  }
  return (
    <Panel title={say('map')} note={say('mapNote')} actions={<Pager week={week} weeks={weeks} go={go} />}>
      <table className="heat" aria-label={say('map')} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">{say('what')}</th>
            {days.map((each) => (
              <th key={each.start} scope="col">
                {shortDay(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((each, r) => (
            <tr key={`${each.title} ${each.services[0]} ${each.ladder}`}>
              <RowHead row={each} />
              {days.map((one, d) => (
                <DayCell
                  key={one.start}
                  cell={cellOf(each, one)}
                  label={cellInWords(cellOf(each, one), { row: each, day: one })}
                  name={`${r} ${d}`}
                  isOpen={r === openRow && d === openDay}
                  onOpen={() => go({ week, row: r, day: d })}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Legend />
      <p className="sr">{say('arrows')}</p>
    </Panel>
  )
}

function RowHead({ row }: { row: Row }) {
  return (
    <th scope="row">
      <span className="medium">{row.title}</span>
      <span className="row-second">{row.promiseS === null ? say('noPromise') : say('promised', { span: span(row.promiseS * 1000) })}</span>
    </th>
  )
}

type CellProps = { cell: Cell; label: string; name: string; isOpen: boolean; onOpen: () => void }

function DayCell({ cell, label, name, isOpen, onOpen }: CellProps) {
  return (
    <td>
      <button
        type="button"
        className="heat-cell"
        data-cell={name}
        tabIndex={isOpen ? 0 : -1}
        aria-label={label}
        aria-pressed={isOpen}
        title={label}
        onClick={onOpen}
      >
        {cell.pieces.map(({ left, width, tone }) => (
          <span
            key={`${tone} ${left}`}
            className={`heat-piece heat-${tone}`}
            style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
          />
        ))}
        <Mark cell={cell} />
      </button>
    </td>
  )
}

const MARKS: readonly [Tone, string][] = [
  ['bad', '×'],
  ['late', '!'],
]

/** A sign on top of the colour, for who does not tell colours apart. */
function Mark({ cell }: { cell: Cell }) {
  const found = MARKS.find(([tone]) => cell.pieces.some((piece) => piece.tone === tone))
  return found ? <span className="heat-mark">{found[1]}</span> : null
}

function Pager({ week, weeks, go }: { week: number } & Pick<Props, 'weeks' | 'go'>) {
  return (
    <>
      <ActionIcon variant="subtle" aria-label={say('earlier')} disabled={week === 0} onClick={() => go({ week: week - 1 })}>
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label={say('later')} disabled={week >= weeks - 1} onClick={() => go({ week: week + 1 })}>
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </>
  )
}

const LEGEND = [
  ['bad', 'legendNobody'],
  ['late', 'legendLate'],
  ['weak', 'legendWeak'],
  ['covered', 'legendCovered'],
  ['quiet', 'legendQuiet'],
] as const

function Legend() {
  return (
    <ul className="heat-legend f12 t2">
      {LEGEND.map(([tone, word]) => (
        <li key={tone} className="line">
          <span className={`heat-swatch heat-${tone}`} aria-hidden />
          {say(word)}
        </li>
      ))}
    </ul>
  )
}
