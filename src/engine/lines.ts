/** Of one line, so much apart is what can wait: a flood is worked off beside the others instead of before them. */
const spacingMs = 1
/** Whoever was silent for this long stands at the front again. */
const freshAfterMs = 1_000
/** More lines than anybody has services; beyond it those that are over are forgotten. */
const mostLines = 20_000

/**
 * Lines of commands, each moving on at its own pace: when many want in at once, the first of a line goes through and what
 * follows in it can wait, so that a flood of one team's alerts keeps no other team waiting.
 */
export class Lines {
  private readonly freeAt = new Map<string, number>()

  /** How long one more of `line` can wait; null when it is the first in a while, which does not wait. */
  join(line: string, nowMs: number): number | null {
    const free = this.freeAt.get(line)
    if (this.freeAt.size >= mostLines) this.forget(nowMs)
    this.freeAt.set(line, Math.max(nowMs, free ?? nowMs) + spacingMs)
    return free === undefined || free < nowMs - freshAfterMs ? null : Math.max(0, free - nowMs)
  }

  private forget(nowMs: number): void {
    for (const [line, free] of this.freeAt) if (free < nowMs - freshAfterMs) this.freeAt.delete(line)
  }
}

/**
 * The next `most` of those who wait: each line gets its turn, in a line nobody overtakes. Who is taken leaves `waiting`.
 * Who stands in no line (an acknowledgement, a receipt) is a line of their own: a storm of many lines must not keep them back.
 */
export function takeInTurns<T>(waiting: T[], most: number, lineOf: (each: T) => string | undefined): T[] {
  if (waiting.length <= most) return waiting.splice(0)
  const turns = new Map<string, number>()
  const placed = waiting.map((each, arrived) => {
    const line = lineOf(each)
    const turn = line === undefined ? 0 : (turns.get(line) ?? 0)
    if (line !== undefined) turns.set(line, turn + 1)
    return { each, turn, arrived }
  })
  const taken = new Set(
    placed
      .toSorted((a, b) => a.turn - b.turn || a.arrived - b.arrived)
      .slice(0, most)
      .map(({ arrived }) => arrived),
  )
  const chosen = waiting.filter((_, arrived) => taken.has(arrived))
  waiting.splice(0, waiting.length, ...waiting.filter((_, arrived) => !taken.has(arrived)))
  return chosen
}
