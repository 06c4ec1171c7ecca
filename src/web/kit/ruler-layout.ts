export type LabelBox = { /** Middle of the label, in px. */ at: number; width: number }
export type Placed = { /** Middle of the label after it made room, in px. */ at: number; side: 'up' | 'down' | 'hidden' }

const GAP_PX = 8

/**
 * Says for each label, in order of time, whether it stands above the line, below it, or (where neither is free) only
 * in the list for screen readers and on hover. Alternates when both sides are free, so that neighbours part; a label
 * that the now line or an end of the axis would cut steps aside.
 */
export function placeLabels(labels: readonly LabelBox[], axis: { width: number; now: number }): Placed[] {
  const ends = { up: -Infinity, down: -Infinity }
  let preferred: 'up' | 'down' = 'up'
  return labels.map((label) => {
    const at = stepAside(label, axis)
    const other = preferred === 'up' ? 'down' : 'up'
    const isFree = (side: 'up' | 'down'): boolean => at - label.width / 2 >= ends[side] + GAP_PX
    const side = [preferred, other].find((each) => isFree(each as 'up' | 'down')) as 'up' | 'down' | undefined
    if (!side) return { at, side: 'hidden' }
    ends[side] = at + label.width / 2
    preferred = side === 'up' ? 'down' : 'up'
    return { at, side }
  })
}

function stepAside({ at, width }: LabelBox, axis: { width: number; now: number }): number {
  const half = width / 2
  const isPast = at <= axis.now
  const clear = isPast ? Math.min(at, axis.now - GAP_PX - half) : Math.max(at, axis.now + GAP_PX + half)
  return Math.min(Math.max(clear, half), Math.max(half, axis.width - half))
}

/** Where an instant stands on the axis, 0 to 1, held inside. */
export const placeOf = (atMs: number, fromMs: number, toMs: number): number =>
  Math.min(1, Math.max(0, (atMs - fromMs) / Math.max(1, toMs - fromMs)))

const MINUTE = 60_000
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440]
const TICKS_AT_MOST = 10

/** Instants of round ticks: at most ten, at a step that people count in. */
export function ticksBetween(fromMs: number, toMs: number): number[] {
  const step = MINUTE * (STEPS_MIN.find((each) => (toMs - fromMs) / (each * MINUTE) <= TICKS_AT_MOST) ?? STEPS_MIN.at(-1) ?? 1)
  const first = Math.ceil(fromMs / step) * step
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, i) => first + i * step)
}
