import { SegmentedControl } from '@mantine/core'
import type { Layer } from '../../../../core/policy/schema/schedule.ts'
import { WEEKDAYS, type Weekday } from '../../../../core/time/business-calendar.ts'
import { DayButtons } from './day-buttons.tsx'
import type { ChangeLayer, Editing } from './editing.ts'
import { HoursError } from './hours-error.tsx'
import { inOrder, type LayerHours, readHours, runOf, windowsOf } from './layer-hours.ts'
import { repeatedIn } from './repeated.ts'
import { SeveralHours, severalOf } from './several-hours.tsx'
import { say } from './strings.ts'
import { TimeField } from './time-field.tsx'

type Props = { editing: Editing; layer: Layer; onChange: ChangeLayer }
type Chosen = Extract<LayerHours, { days: Weekday[] }>

const WORKING: Chosen = { kind: 'each', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }

/** On which days and in which hours the layer has somebody. */
export function HoursFields({ editing, layer, onChange }: Props) {
  const hours = readHours(layer.restrict)
  const set = (next: LayerHours) => onChange((each) => ({ ...each, restrict: windowsOf(next) }))
  if (hours.kind === 'several') return <SeveralHours windows={hours.windows} error={errorOf(editing, layer)} onChange={set} />
  const chosen = hours.kind === 'always' ? null : hours
  return (
    <div className="stack">
      <div>
        <p className="field-word" id="days-word">
          {say('onDays')}
        </p>
        <DayButtons
          labelledBy="days-word"
          isOn={(day) => chosen === null || chosen.days.includes(day)}
          onToggle={(day) => set(toggled(chosen, day))}
        />
      </div>
      {chosen ? (
        <>
          <Times hours={chosen} onChange={set} error={errorOf(editing, layer)} />
          <button type="button" className="quiet-link plain-button" onClick={() => set({ kind: 'several', windows: severalOf(chosen) })}>
            {say('severalHours')}
          </button>
        </>
      ) : (
        <button type="button" className="quiet-link plain-button" onClick={() => set(WORKING)}>
          {say('onlyHours')}
        </button>
      )}
    </div>
  )
}

/** All seven days round the clock are no restriction; no day at all is none that makes sense, so the last one stays. */
function toggled(hours: Chosen | null, day: Weekday): LayerHours {
  const days = hours?.days ?? [...WEEKDAYS]
  const next = days.includes(day) ? days.filter((each) => each !== day) : inOrder([...days, day])
  if (next.length === 0) return hours ?? { kind: 'always' }
  const isAll = next.length === WEEKDAYS.length && (hours === null || (hours.from === '00:00' && hours.to === '00:00'))
  if (isAll) return { kind: 'always' }
  const base = hours ?? { kind: 'each' as const, from: '00:00', to: '00:00' }
  return { ...base, kind: base.kind === 'stretch' && !runOf(next) ? 'each' : base.kind, days: next }
}

function Times({ hours, onChange, error }: { hours: Chosen; onChange: (hours: LayerHours) => void; error: string | undefined }) {
  const isStretch = hours.kind === 'stretch'
  const [first, last] = [hours.days[0], hours.days.at(-1)]
  const fromWord = isStretch && first ? say('fromDay', { day: say(`day_${first}`) }) : say('fromTime')
  const toWord = isStretch && last ? say('toDay', { day: say(`day_${last}`) }) : say('toTime')
  const set = (change: Partial<Chosen>) => onChange({ ...hours, ...change })
  return (
    <>
      {hours.days.length > 1 && runOf(hours.days) && hours.days.length < WEEKDAYS.length && (
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={say('hoursKind')}
          value={hours.kind}
          onChange={(kind) => set({ kind: kind as Chosen['kind'] })}
          data={[
            { value: 'each', label: say('hoursEach') },
            { value: 'stretch', label: say('hoursStretch') },
          ]}
        />
      )}
      <div className="editor-two">
        <TimeField label={fromWord} value={hours.from} onChange={(from) => set({ from })} />
        <TimeField
          label={toWord}
          value={hours.to}
          isEnd
          isWrong={error !== undefined}
          describedBy={error ? 'hours-error' : undefined}
          onChange={(to) => set({ to })}
        />
      </div>
      <HoursError error={error} />
    </>
  )
}

const HOUR_MS = 3_600_000

/** The gap that the end of these hours leaves, told at the field that leaves it. */
function errorOf({ preview }: Editing, layer: Layer): string | undefined {
  const zone = layer.timezone ?? preview.zone
  const shifts = preview.layers.find(({ id }) => id === layer.id)?.shifts ?? []
  const ends = new Set(shifts.map(({ end }) => end.epochMilliseconds))
  const left = preview.gaps
    .map(({ start, end }) => ({ start: start.epochMilliseconds, end: end.epochMilliseconds }))
    .filter(({ start }) => ends.has(start))
  const [worst] = repeatedIn(left, zone, () => '')
  if (!worst) return undefined
  const [gap] = worst.items
  const hours = gap ? Math.round((gap.end - gap.start) / HOUR_MS) : 0
  return worst.dates ? say('leavesEvery', { count: hours, when: worst.when }) : say('leavesOnce', { count: hours, when: worst.when })
}
