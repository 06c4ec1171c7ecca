export type LabelBox = { /** Middle of the label, in px. */ at: number; width: number }
export type Side = 'up' | 'down' | 'hidden'

const GAP_PX = 8

/**
 * Says for each label, in order of time, whether it stands above the line, below it, or (where neither is free) only
 * in the list for screen readers and on hover. Alternates when both sides are free, so that neighbours part.
 */
export function sidesOf(labels: readonly LabelBox[], widthPx: number): Side[] {
  const ends = { up: -Infinity, down: -Infinity }
  let preferred: 'up' | 'down' = 'up'
  return labels.map(({ at, width }) => {
    const start = at - width / 2
    const end = at + width / 2
    const isInside = start >= -width / 2 && end <= widthPx + width / 2
    const other = preferred === 'up' ? 'down' : 'up'
    const side = [preferred, other].find((each) => start >= ends[each as 'up' | 'down'] + GAP_PX) as 'up' | 'down' | undefined
    if (!side || !isInside) return 'hidden'
    ends[side] = end
    preferred = side === 'up' ? 'down' : 'up'
    return side
  })
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
