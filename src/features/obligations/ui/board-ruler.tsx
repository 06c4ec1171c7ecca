import { SegmentedControl } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCircle, IconX } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { nowMs, useClock } from '../../../web/clock.ts'
import { type ClockState, readClock } from '../../../web/kit/clock-reading.ts'
import { Panel } from '../../../web/kit/panel.tsx'
import { Ruler, type RulerMark } from '../../../web/kit/ruler.tsx'
import { timeOfDay } from '../../../web/times.ts'
import { factsOfClock } from '../../incidents/contract/clock-facts.ts'
import type { Owed } from './owed.ts'
import { say } from './strings.ts'

const HOUR = 3_600_000
const SPANS = { hours: 2 * HOUR, day: 24 * HOUR, week: 168 * HOUR }
type Ahead = keyof typeof SPANS
const TITLES = { hours: 'nextHours', day: 'nextDay', week: 'nextWeek' } as const
/** So much of the axis has passed: what was just missed stands beside what comes. */
const PAST = 0.35
/** The axis is laid out anew once in half a minute; the now line moves by itself. */
const LAYOUT_MS = 30_000

const ICONS = { pending: IconCircle, 'due-soon': IconCircle, missed: IconX, met: IconCheck, late: IconAlertTriangle } as const

/** All clocks on one line to scale. */
export function BoardRuler({ owed }: { owed: readonly Owed[] }) {
  const { ahead = 'hours', ...filters } = useSearch({ strict: false }) as { ahead?: Ahead }
  const navigate = useNavigate()
  const stateOf = (each: Owed, ms: number) => readClock(factsOfClock(each.clock), ms).state
  useClock((ms) => `${Math.floor(ms / LAYOUT_MS)} ${owed.map((each) => stateOf(each, ms)).join()}`)
  const now = Math.floor(nowMs() / LAYOUT_MS) * LAYOUT_MS
  const [from, to] = [now - SPANS[ahead] * PAST, now + SPANS[ahead] * (1 - PAST)]
  const marks = owed
    .flatMap((each) => markOf(each, stateOf(each, nowMs())))
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to)
  const choose = (value: string) => void navigate({ to: '.', search: { ...filters, ahead: value === 'hours' ? undefined : value } })
  return (
    <Panel
      title={say(TITLES[ahead])}
      note={say('clocks', { count: marks.length })}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={say('ahead')}
          value={ahead}
          onChange={choose}
          data={(Object.keys(SPANS) as Ahead[]).map((value) => ({ value, label: say(value) }))}
        />
      }
    >
      <Ruler
        label={say('ruler', { from: timeOfDay(from), to: timeOfDay(to) })}
        from={isoOf(from)}
        to={isoOf(to)}
        marks={marks}
        isNowAbove
      />
    </Panel>
  )
}

const isoOf = (ms: number): string => new Date(ms).toISOString()

/** What was waived or dropped is no event that anybody waited for. */
function markOf({ key, clock }: Owed, state: ClockState): RulerMark[] {
  if (state === 'waived' || state === 'dropped') return []
  const Icon = ICONS[state]
  const tone = state === 'missed' ? ('missed' as const) : state === 'due-soon' ? ('soon' as const) : undefined
  return [{ id: key, at: clock.closedAt ?? clock.dueAt, label: clock.title, icon: <Icon size={14} />, ...(tone ? { tone } : {}) }]
}
