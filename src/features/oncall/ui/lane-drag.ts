import { type PointerEvent, useRef, useState } from 'react'
import type { Stretch } from './lanes.tsx'

const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
const FINE_MS = 15 * MINUTE_MS

/** By how much keys and the pointer move an edge: an hour, with Shift a quarter of one. */
export const stepOf = (event: { shiftKey: boolean }): number => (event.shiftKey ? FINE_MS : HOUR_MS)

const snap = (ms: number, step: number): number => Math.round(ms / step) * step

/** What of a stretch a pointer has hold of. */
export type Hold = 'start' | 'end' | 'whole' | 'new'

/** So near to its end a pointer takes the edge, not the whole. */
const EDGE_PX = 8

export function holdAt(event: PointerEvent<HTMLElement>): Hold {
  const { left, right } = event.currentTarget.getBoundingClientRect()
  if (event.clientX - left < EDGE_PX) return 'start'
  return right - event.clientX < EDGE_PX ? 'end' : 'whole'
}

/** The stretch while it is dragged from one moment to another; never shorter than a step. */
export function dragged(stretch: Stretch, hold: Hold, { from, to, step }: { from: number; to: number; step: number }): Stretch {
  const by = snap(to - from, step)
  if (hold === 'whole') return { start: stretch.start + by, end: stretch.end + by }
  if (hold === 'start') return { start: Math.min(snap(stretch.start + by, step), stretch.end - step), end: stretch.end }
  if (hold === 'end') return { start: stretch.start, end: Math.max(snap(stretch.end + by, step), stretch.start + step) }
  const [first, last] = [snap(Math.min(from, to), step), snap(Math.max(from, to), step)]
  return { start: first, end: Math.max(last, first + step) }
}

/** The stretch after an arrow key: the end moves, with Alt the beginning. Null for other keys. */
export function nudged(stretch: Stretch, event: { key: string; altKey: boolean; shiftKey: boolean }): Stretch | null {
  const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (direction === 0) return null
  const by = direction * stepOf(event)
  const next = event.altKey ? { start: stretch.start + by, end: stretch.end } : { start: stretch.start, end: stretch.end + by }
  return next.start < next.end ? next : null
}

type Dragging = { key: string; hold: Hold; from: number; stretch: Stretch; shown: Stretch; hasMoved: boolean }
type DragOptions = { span: Stretch; onDone: (key: string, stretch: Stretch) => void }

/** Dragging on one lane with a mouse or a pen; fingers scroll, and have the form. */
export function useLaneDrag({ span, onDone }: DragOptions) {
  const track = useRef<HTMLSpanElement>(null)
  const [dragging, setDragging] = useState<Dragging | null>(null)
  const wasDragged = useRef(false)
  const momentAt = (x: number): number => {
    const box = track.current?.getBoundingClientRect()
    const share = box ? Math.min(1, Math.max(0, (x - box.left) / box.width)) : 0
    return span.start + share * (span.end - span.start)
  }
  const begin = (event: PointerEvent, key: string, { hold, stretch }: { hold: Hold; stretch?: Stretch }) => {
    if (event.pointerType === 'touch' || event.button !== 0) return
    event.preventDefault()
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    const from = momentAt(event.clientX)
    const held = stretch ?? { start: from, end: from }
    setDragging({ key, hold, from, stretch: held, shown: held, hasMoved: false })
  }
  const move = (event: PointerEvent) => {
    if (!dragging) return
    const shown = dragged(dragging.stretch, dragging.hold, { from: dragging.from, to: momentAt(event.clientX), step: stepOf(event) })
    setDragging({ ...dragging, shown, hasMoved: dragging.hasMoved || Math.abs(momentAt(event.clientX) - dragging.from) > FINE_MS })
  }
  const end = () => {
    wasDragged.current = dragging?.hasMoved === true
    if (dragging?.hasMoved) onDone(dragging.key, dragging.shown)
    setDragging(null)
  }
  /** A drag ends with a click, which is not meant. */
  const endedDrag = (): boolean => {
    const was = wasDragged.current
    wasDragged.current = false
    return was
  }
  return { track, begin, move, end, cancel: () => setDragging(null), endedDrag, dragging: dragging?.hasMoved ? dragging : null }
}
