import { Panel } from '../../../web/kit/panel.tsx'
import { Chip } from '../../../web/kit/status-word.tsx'
import type { ScheduleShift, ScheduleView } from '../contract.ts'
import { Bar, coloursOf, GapBar, Lane, Lanes } from './lanes.tsx'
import { OverrideLane } from './override-lane.tsx'
import type { OverrideWish } from './override-wish.ts'
import { say } from './strings.ts'

type Props = { view: ScheduleView; days: readonly number[]; zone: string; onWish: (wish: OverrideWish) => void }

/** Layers, overrides and what they come to, on one axis; the same is in the table below for who does not see it. */
export function Timeline({ view, days, zone, onWish }: Props) {
  const axis = { days, zone, colours: coloursOf(peopleIn(view)) }
  const shadows = view.final.filter((shift) => shift.isShadow)
  return (
    <div className="schedule-panel">
      <Panel title={say('timeline')} note={view.name} actions={<GapChip count={view.gaps.length} />}>
        <Lanes axis={axis} label={say('timelineOf', { schedule: view.name })}>
          {view.layers.map((layer) => (
            <Lane key={layer.id} name={layer.name} note={layer.rotation}>
              <Bars shifts={layer.shifts} />
            </Lane>
          ))}
          {(view.overrides.length > 0 || view.can.override) && <OverrideLane view={view} onWish={onWish} />}
          {shadows.length > 0 && (
            <Lane name={say('shadowLane')} note={say('shadowNote')}>
              <Bars shifts={shadows} />
            </Lane>
          )}
          <Lane name={say('finalLane')} kind="final">
            <Bars shifts={view.final.filter((shift) => !shift.isShadow)} />
            {view.gaps.map(({ start, end }) => (
              <GapBar key={start} start={Date.parse(start)} end={Date.parse(end)} />
            ))}
          </Lane>
        </Lanes>
      </Panel>
    </div>
  )
}

const GapChip = ({ count }: { count: number }) => (
  <Chip tone={count > 0 ? 'missed' : undefined}>{count > 0 ? say('gaps', { count }) : say('gapsNone')}</Chip>
)

const peopleIn = (view: ScheduleView): string[] =>
  [...view.layers.flatMap((layer) => layer.shifts), ...view.final].flatMap((shift) => shift.people.map((each) => each.id))

const Bars = ({ shifts }: { shifts: readonly ScheduleShift[] }) =>
  shifts.map(({ start, end, layer, people, because, isShadow }) => (
    <Bar
      key={`${start} ${layer} ${people[0]?.id}`}
      start={Date.parse(start)}
      end={Date.parse(end)}
      people={people}
      why={because}
      kind={isShadow ? 'shadow' : 'shift'}
    />
  ))
