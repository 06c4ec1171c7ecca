import type { KeyboardEvent, PointerEvent } from 'react'
import type { Shift } from '../../../../core/oncall/shifts-between.ts'
import type { Layer } from '../../../../core/policy/schema/schedule.ts'
import { paceWords } from '../../rules.ts'
import { holdAt, nudged, useLaneDrag } from '../lane-drag.ts'
import { Bar, BarName, coloursOf, Lane, Lanes, placed, type Stretch, spanOf, useAxis } from '../lanes.tsx'
import { useTell } from '../tell.ts'
import { withLayer } from './draft-rotation.ts'
import { type Editing, nameIn } from './editing.ts'
import { hoursInWords } from './hours-words.ts'
import { readHours, windowsOf } from './layer-hours.ts'
import { PagesLane } from './pages-lane.tsx'
import { say } from './strings.ts'
import { timeMoved } from './time-moved.ts'

export const axisOf = ({ days, zone, base, draft }: Editing) => ({
  days,
  zone,
  colours: coloursOf([...draft.layers.flatMap((layer) => layer.members.flat()), ...(base.bundle.users ?? []).map(({ id }) => id)]),
})

export const peopleOf = ({ base }: Editing, members: readonly string[]) => members.map((id) => ({ id, name: nameIn(base, id) }))

export const epochs = ({ start, end }: Pick<Shift, 'start' | 'end'>) => ({ start: start.epochMilliseconds, end: end.epochMilliseconds })

/** What the final schedule is made of, layer by layer. */
export function EditorLanes({ editing }: { editing: Editing }) {
  const { draft } = editing
  return (
    <div className="editor-lanes">
      <Lanes axis={axisOf(editing)} label={say('lanes')}>
        {draft.layers.map((layer) => (
          <LayerLane key={layer.id} layer={layer} editing={editing} />
        ))}
        <Written editing={editing} />
        <PagesLane editing={editing} />
      </Lanes>
      <p className="editor-hint f12 t3">
        {draft.layers.length > 1 && say('laterWin')} {say('arrowsMove')}
      </p>
    </div>
  )
}

type LayerProps = { layer: Layer; editing: Editing }

/** One layer's turns; those of the chosen one are dragged at their ends, which changes the layer's hours. */
function LayerLane({ layer, editing }: LayerProps) {
  const isSelected = layer.id === editing.selected
  const shifts = editing.preview.layers.find(({ id }) => id === layer.id)?.shifts ?? []
  const onDone = (key: string, next: Stretch) => {
    const shift = shifts.find(({ start }) => start.toString() === key)
    if (shift) moveHours(editing, layer, { was: epochs(shift), next })
  }
  const drag = useLaneDrag({ span: spanOf(useAxis()), onDone })
  return (
    <Lane
      kind={isSelected ? 'selected' : 'plain'}
      name={<LayerName layer={layer} editing={editing} />}
      note={isSelected ? say('selected') : hoursInWords(readHours(layer.restrict)) || paceWords(layer)}
      track={drag.track}
    >
      {shifts.map((shift) => (
        <LayerBar key={shift.start.toString()} {...{ shift, layer, editing, drag }} />
      ))}
    </Lane>
  )
}

/** Hours move as far as an end of one turn was moved. */
function moveHours(editing: Editing, layer: Layer, { was, next }: { was: Stretch; next: Stretch }): void {
  const hours = readHours(layer.restrict)
  if (hours.kind !== 'each' && hours.kind !== 'stretch') return
  const moved = { ...hours, from: timeMoved(hours.from, next.start - was.start), to: timeMoved(hours.to, next.end - was.end) }
  editing.change((schedule) => withLayer(schedule, layer.id, (each) => ({ ...each, restrict: windowsOf(moved) })))
}

function LayerName({ layer, editing }: { layer: Layer; editing: Editing }) {
  const isSelected = layer.id === editing.selected
  return (
    <button type="button" className="lane-choose one-line" aria-pressed={isSelected} onClick={() => editing.select(layer.id)}>
      {layer.name ?? layer.id}
    </button>
  )
}

type LayerBarProps = LayerProps & { shift: Shift; drag: ReturnType<typeof useLaneDrag> }

/** A turn; in the chosen layer arrow keys move the end of its hours by an hour, with Alt their beginning, with Shift by a quarter. */
function LayerBar({ shift, layer, editing, drag }: LayerBarProps) {
  const axis = useAxis()
  const tell = useTell(axis.zone)
  const { kind } = readHours(layer.restrict)
  const key = shift.start.toString()
  const was = epochs(shift)
  const stretch = drag.dragging?.key === key ? drag.dragging.shown : was
  const people = peopleOf(editing, shift.members)
  const isMovable = layer.id === editing.selected && (kind === 'each' || kind === 'stretch')
  if (!isMovable) return <Bar {...was} people={people} why={shift.because} />
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nudged(was, event)
    if (!next) return
    event.preventDefault()
    moveHours(editing, layer, { was, next })
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const hold = holdAt(event)
    if (hold !== 'whole') drag.begin(event, key, { hold, stretch: was })
  }
  const names = people.map((each) => each.name).join(', ')
  return (
    <button
      type="button"
      className={`bar bar-button bar-${axis.colours.get(people[0]?.id ?? '') ?? 1}${drag.dragging?.key === key ? ' bar-selected' : ''}`}
      style={placed(stretch, spanOf(axis))}
      aria-label={say('turnBar', { who: names, from: tell(shift.start.toString()), to: tell(shift.end.toString()) })}
      title={shift.because}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={drag.move}
      onPointerUp={drag.end}
      onPointerCancel={drag.cancel}
    >
      <BarName names={names} stretch={stretch} />
    </button>
  )
}

/** Overrides, time off and shadows: each only where there is something. */
function Written({ editing }: { editing: Editing }) {
  const { draft, preview, base } = editing
  const members = new Set(preview.after.flatMap((shift) => shift.members).concat(draft.layers.flatMap((layer) => layer.members.flat())))
  const away = (base.bundle.users ?? [])
    .filter(({ id }) => members.has(id))
    .flatMap(({ id, away: spans }) => spans.map((span) => ({ id, ...span })))
  const shadows = preview.after.filter((shift) => shift.shadow)
  return (
    <>
      {draft.overrides.length > 0 && (
        <Lane name={say('overrides')} note={say('overridesNote')}>
          {draft.overrides.map(({ id, user, from, to }) => (
            <Bar
              key={`${id} ${from}`}
              start={Date.parse(from)}
              end={Date.parse(to)}
              people={peopleOf(editing, user)}
              kind={user.length > 0 ? 'shift' : 'away'}
            />
          ))}
        </Lane>
      )}
      {away.length > 0 && (
        <Lane name={say('timeOff')} note={say('timeOffNote')}>
          {away.map(({ id, from, to }) => (
            <Bar key={`${id} ${from}`} start={Date.parse(from)} end={Date.parse(to)} people={peopleOf(editing, [id])} kind="away" />
          ))}
        </Lane>
      )}
      {shadows.length > 0 && (
        <Lane name={say('shadowLane')} note={say('shadowNote')}>
          {shadows.map((shift) => (
            <Bar
              key={`${shift.start} ${shift.members}`}
              {...epochs(shift)}
              people={peopleOf(editing, shift.members)}
              why={shift.because}
              kind="shadow"
            />
          ))}
        </Lane>
      )}
    </>
  )
}
