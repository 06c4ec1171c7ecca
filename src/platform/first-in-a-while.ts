/** While the database is away everything fails alike: one line in this time, or the log would fill the disk. */
const SAME_OUTAGE_MS = 10_000

/** Says whether this was not said a moment ago. */
export function firstInAWhile(): (what: string) => boolean {
  const told = new Set<string>()
  return (what) => {
    if (told.has(what)) return false
    told.add(what)
    setTimeout(() => told.delete(what), SAME_OUTAGE_MS).unref()
    return true
  }
}
