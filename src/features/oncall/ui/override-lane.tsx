import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { ScheduleOverride, ScheduleView } from '../contract.ts'
import { holdAt, nudged, useLaneDrag } from './lane-drag.ts'
import { Lane, placed, type Stretch, spanOf, useAxis } from './lanes.tsx'
import type { OverrideWish } from './override-wish.ts'
import { say } from './strings.ts'
import { type Tell, useTell } from './tell.ts'
import { wordsOf } from './who-words.ts'

/** Dragging over empty space begins a new one. */
const NEW = ''

const stretchOf = ({ from, to }: ScheduleOverride): Stretch => ({ start: Date.parse(from), end: Date.parse(to) })

/** Overrides on their lane: dragged or moved by keys, each ends in the form, which says who moves before anything is saved. */
export function OverrideLane({ view, onWish }: { view: ScheduleView; onWish: (wish: OverrideWish) => void }) {
  const axis = useAxis()
  const tell = useTell(axis.zone)
  const span = spanOf(axis)
  const mayAdd = view.can.override
  const wish = (key: string, stretch: Stretch) => onWish({ ...stretch, changes: view.overrides.find((each) => each.key === key) })
  const drag = useLaneDrag({ span, onDone: wish })
  const shown = view.overrides.filter((each) => stretchOf(each).end > span.start && stretchOf(each).start < span.end)
  const isNew = drag.dragging?.key === NEW
  return (
    <Lane name={say('overrides')} note={mayAdd ? say('dragOrPress') : undefined} track={drag.track}>
      {/* The form behind "Override" and the buttons of each shift do the same by keyboard. */}
      {mayAdd && (
        <span
          className="lane-drag"
          aria-hidden
          onPointerDown={(event) => drag.begin(event, NEW, { hold: 'new' })}
          onPointerMove={drag.move}
          onPointerUp={drag.end}
          onPointerCancel={drag.cancel}
        />
      )}
      {isNew && drag.dragging && <span className="bar bar-shadow" style={placed(drag.dragging.shown, span)} aria-hidden />}
      {shown.map((override) => (
        <OverrideBar key={override.key} override={override} tell={tell} drag={drag} onWish={wish} />
      ))}
    </Lane>
  )
}

type BarProps = {
  override: ScheduleOverride
  tell: Tell
  drag: ReturnType<typeof useLaneDrag>
  onWish: (key: string, stretch: Stretch) => void
}

function OverrideBar({ override, tell, drag, onWish }: BarProps) {
  const axis = useAxis()
  const [nudge, setNudge] = useState<Stretch | null>(null)
  const { key, can } = override
  const isDragged = drag.dragging?.key === key
  const stretch = (isDragged && drag.dragging?.shown) || nudge || stretchOf(override)
  const onKeyDown = (event: KeyboardEvent) => {
    const next = can.change ? nudged(stretch, event) : null
    if (event.key === 'Escape') setNudge(null)
    if (!next) return
    event.preventDefault()
    setNudge(next)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (can.change) drag.begin(event, key, { hold: holdAt(event), stretch })
  }
  const open = () => {
    if (drag.endedDrag()) return
    onWish(key, stretch)
    setNudge(null)
  }
  const colour = axis.colours.get(override.people[0]?.id ?? '') ?? 1
  const when = say('gap', { from: tell(new Date(stretch.start).toISOString()), to: tell(new Date(stretch.end).toISOString()) })
  return (
    <button
      type="button"
      className={`bar ${override.people.length > 0 ? `bar-${colour}` : 'bar-away'} bar-button${nudge || isDragged ? ' bar-selected' : ''}`}
      style={placed(stretch, spanOf(axis))}
      disabled={!can.change}
      aria-label={say('overrideBar', { who: wordsOf(override), when })}
      title={when}
      onKeyDown={onKeyDown}
      onClick={open}
      onPointerDown={onPointerDown}
      onPointerMove={drag.move}
      onPointerUp={drag.end}
      onPointerCancel={drag.cancel}
    >
      <span className="one-line">{override.people.map((each) => each.name).join(', ') || wordsOf(override)}</span>
    </button>
  )
}
