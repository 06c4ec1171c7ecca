import { firstInAWhile } from '../first-in-a-while.ts'
import type { Log } from '../log.ts'
import { DatabaseDown, DiskFull, readDatabaseError } from './health.ts'

/** Logs errors: that the database is away in one calm line for all who notice, everything else with its stack, because it is a defect. */
export function troubleLog(log: Log, message: string): (error: unknown, about?: unknown) => void {
  const isNews = firstInAWhile()
  return (thrown, about) => {
    const error = readDatabaseError(thrown)
    const isOutage = error instanceof DatabaseDown || error instanceof DiskFull
    if (!isOutage) log.error({ err: error, about }, message)
    else if (isNews(error.code)) log.warn({ code: error.code }, error.message)
  }
}
