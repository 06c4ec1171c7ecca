import { readDatabaseError } from '../platform/db/health.ts'
import { Conflict } from './store.ts'

/** serialization failure (also raised by `expect_rows`), deadlock, unique key taken. */
const conflicts = new Set(['40001', '40P01', '23505'])

/** Gives a database error its meaning: `Conflict`, `DatabaseDown`, `DiskFull`, or the error as it is. */
export function meaningOf(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string }
  if (typeof code === 'string' && conflicts.has(code)) return new Conflict(message, { cause: error })
  return readDatabaseError(error)
}

export async function asked<T>(query: Promise<T>): Promise<T> {
  try {
    return await query
  } catch (error) {
    throw meaningOf(error)
  }
}
