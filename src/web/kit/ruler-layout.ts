export type LabelBox = { /** Middle of the label, in px. */ at: number; width: number }
export type Placed = { /** Middle of the label after it made room, in px. */ at: number; side: 'up' | 'down' | 'hidden' }
type Side = 'up' | 'down'
type Axis = {
  width: number
  now: number
  /** px that the time of day takes above the line to either side of now. */
  nowHalf?: number
}

const GAP_PX = 8
/** So far a label may stand from its mark, when it would else be hidden. */
const NUDGE_PX = 16

/**
 * Says for each label, in order of time, whether it stands above the line, below it, or (where neither is free) only
 * in the list for screen readers and on hover. Alternates when both sides are free, so that neighbours part; a label
 * that the now line or an end of the axis would cut steps aside.
 */
export function placeLabels(labels: readonly LabelBox[], axis: Axis): Placed[] {
  const ends = { up: -Infinity, down: -Infinity }
  let preferred: Side = 'up'
  return labels.map((label) => {
    for (const side of [preferred, preferred === 'up' ? 'down' : 'up'] as const) {
      const at = fit(label, ends[side], { ...axis, nowHalf: side === 'up' ? axis.nowHalf : 0 })
      if (at === null) continue
      ends[side] = at + label.width / 2
      preferred = side === 'up' ? 'down' : 'up'
      return { at, side }
    }
    return { at: label.at, side: 'hidden' }
  })
}

/** Where a label stands behind the one before it, or null when there is no room near its mark. */
function fit({ at, width }: LabelBox, end: number, axis: Axis): number | null {
  const half = width / 2
  const gap = GAP_PX + (axis.nowHalf ?? 0)
  const isPast = at <= axis.now
  const clear = isPast ? Math.min(at, axis.now - gap - half) : Math.max(at, axis.now + gap + half)
  const own = Math.min(Math.max(clear, half), Math.max(half, axis.width - half))
  const moved = Math.max(own, end + GAP_PX + half)
  if (moved === own) return own
  const limit = isPast ? axis.now - gap : axis.width
  return moved - own <= NUDGE_PX && moved + half <= limit ? moved : null
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
