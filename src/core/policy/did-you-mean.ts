/** More slips than this in a word is another word. */
const MOST_SLIPS = 2

/** The candidate closest to what was written, null when none is close. */
export function closestTo(written: string, candidates: Iterable<string>): string | null {
  let best: string | null = null
  let fewest = Math.min(MOST_SLIPS, Math.floor(written.length / 2)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) >= fewest) continue
    const slips = slipsBetween(written.toLowerCase(), candidate.toLowerCase())
    if (slips < fewest) {
      best = candidate
      fewest = slips
    }
  }
  return best
}

/** How many candidates a remedy lists before it says how many more there are. */
const LISTED = 12

export function oneOf(candidates: readonly string[]): string {
  if (candidates.length === 0) return '(there is none yet)'
  const rest = candidates.length - LISTED
  return candidates.slice(0, LISTED).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) least = Math.min(least, (before[j - 2] as number) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] as number
}
