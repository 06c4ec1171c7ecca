import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { WeekWindow } from '../../../../core/policy/schema/primitives.ts'
import { WEEKDAYS, type Weekday } from '../../../../core/time/business-calendar.ts'
import { DayButtons } from './day-buttons.tsx'
import { HoursError } from './hours-error.tsx'
import { inOrder, type LayerHours, windowsOf } from './layer-hours.ts'
import { say } from './strings.ts'
import { TimeField } from './time-field.tsx'

type Props = { windows: readonly WeekWindow[]; error: string | undefined; onChange: (hours: LayerHours) => void }

/** What somebody adds first: the evening after a working day. */
const EVENING = { from: '18:00', to: '22:00' }

/** The hours there are as the first of a list, with a second that waits to be set. */
export function severalOf(hours: LayerHours): WeekWindow[] {
  const windows = windowsOf(hours)
  return [...windows, { days: windows[0]?.days ?? [...WEEKDAYS], ...EVENING }]
}

/** Several times of a day, each with its own days: 08:00 to 12:00 and 18:00 to 22:00. */
export function SeveralHours({ windows, error, onChange }: Props) {
  // one that is left is the simple form again, by itself
  const set = (next: WeekWindow[]) => onChange({ kind: 'several', windows: next })
  const change = (at: number, part: Partial<WeekWindow>) => set(windows.map((each, i) => (i === at ? { ...each, ...part } : each)))
  const toggle = (at: number, day: Weekday) => {
    const days = windows[at]?.days ?? []
    const next = days.includes(day) ? days.filter((each) => each !== day) : inOrder([...days, day])
    // hours of no day are none: the last day stays, the bin takes them away
    if (next.length > 0) change(at, { days: next })
  }
  return (
    <div className="stack">
      {windows.map((window, at) => (
        <WindowFields
          // biome-ignore lint/suspicious/noArrayIndexKey: two that are alike are as good as each other
          key={at}
          {...{ window, error }}
          n={at + 1}
          onToggle={(day) => toggle(at, day)}
          onChange={(part) => change(at, part)}
          onDrop={() => set(windows.filter((_, i) => i !== at))}
        />
      ))}
      <HoursError error={error} />
      <Button
        size="xs"
        variant="subtle"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...windows, { days: windows.at(-1)?.days ?? [...WEEKDAYS], ...EVENING }])}
      >
        {say('addWindow')}
      </Button>
    </div>
  )
}

type WindowProps = {
  window: WeekWindow
  n: number
  error: string | undefined
  onToggle: (day: Weekday) => void
  onChange: (part: Partial<WeekWindow>) => void
  onDrop: () => void
}

function WindowFields({ window, n, error, onToggle, onChange, onDrop }: WindowProps) {
  const isOn = (day: Weekday): boolean => window.days.length === 0 || window.days.includes(day)
  return (
    <div className="stack several-hours">
      <div className="line">
        <DayButtons label={say('windowDays', { n })} isOn={isOn} onToggle={onToggle} />
        <ActionIcon variant="subtle" className="push" aria-label={say('dropWindow', { n })} onClick={onDrop}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </div>
      <div className="editor-two">
        <TimeField label={say('windowFrom', { n })} value={window.from} onChange={(from) => onChange({ from })} />
        <TimeField
          label={say('windowTo', { n })}
          value={window.to}
          isEnd
          isWrong={error !== undefined}
          describedBy={error ? 'hours-error' : undefined}
          onChange={(to) => onChange({ to })}
        />
      </div>
    </div>
  )
}
