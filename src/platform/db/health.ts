import type { QueryConfig } from 'pg'
import { ANSWER_MS, type Pool } from './pool.ts'

/** How long a sender should wait before it tries again: the embedded database is up again within this time. */
const RETRY_AFTER_SECONDS = 5

/** It hangs: before it let us in, or after it took the request, which it may then still carry out when it wakes up. */
export type Silence = 'before' | 'after'

/** The database cannot be reached or has just ended our session. Unless it fell silent after, nothing was kept; the same request may be sent again. */
export class DatabaseDown extends Error {
  override name = 'DatabaseDown'
  readonly code = 'database-down'
  readonly retryAfterSeconds = RETRY_AFTER_SECONDS
  readonly silence: Silence | null
  constructor(message: string, { silence = null, ...options }: ErrorOptions & { silence?: Silence | null } = {}) {
    super(message, options)
    this.silence = silence
  }
}

/** The disk under the database is full: reading works, nothing can be kept until there is space. */
export class DiskFull extends Error {
  override name = 'DiskFull'
  readonly code = 'disk-full'
  readonly retryAfterSeconds = 60
}

const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/**
 * 57P01…57P03: shutting down, crashed, starting up; 53300: no connection left; 57014: it took longer than we wait, so nothing
 * was kept; class 08: connection failures.
 */
const DOWN_STATES = new Set(['57P01', '57P02', '57P03', '53300', '57014'])
const DISK_FULL_STATES = new Set(['53100'])
/** The driver gives these no code. */
const DOWN_WORDS = /^(Connection terminated|Client has encountered a connection error|Client was closed)/
const SILENT_BEFORE = /^(Connection terminated due to connection timeout|timeout exceeded when trying to connect)/
const SILENT_AFTER = /^Query read timeout/
const FULL_WORDS = /No space left on device/

type Coded = { code?: unknown; message?: unknown; errors?: unknown; syscall?: unknown; severity?: unknown }

function isDown({ code, message, syscall, errors }: Coded): boolean {
  if (Array.isArray(errors) && errors.length > 0) return errors.every((each) => isDown(each as Coded))
  if (typeof code === 'string') {
    if (DOWN_STATES.has(code) || /^08[0-9A-Z]{3}$/.test(code)) return true
    if (SYSTEM_CODES.has(code)) return syscall === 'connect' || syscall === 'read' || syscall === 'write' || syscall === 'getaddrinfo'
  }
  return typeof message === 'string' && DOWN_WORDS.test(message)
}

/** Gives an error of a query its meaning: `DatabaseDown`, `DiskFull`, or the error as it is. */
export function readDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DatabaseDown || error instanceof DiskFull) return error
  const coded = error as Coded
  if (DISK_FULL_STATES.has(String(coded.code)) || (coded.severity !== undefined && FULL_WORDS.test(error.message)))
    return new DiskFull(`The database cannot write: ${error.message}. Free space on its disk; Tocsin then goes on by itself.`, {
      cause: error,
    })
  if (SILENT_AFTER.test(error.message))
    return new DatabaseDown('The database does not answer, although it took the question.', { cause: error, silence: 'after' })
  if (SILENT_BEFORE.test(error.message)) return new DatabaseDown('The database lets nobody in.', { cause: error, silence: 'before' })
  if (isDown(coded)) return new DatabaseDown(`The database does not answer: ${error.message || coded.code}.`, { cause: error })
  return error
}

/** Null when the database answers, else what is wrong. */
export async function databaseTrouble(pool: Pool): Promise<Error | null> {
  try {
    await pool.query({ text: 'select 1', query_timeout: ANSWER_MS } as QueryConfig)
    return null
  } catch (error) {
    return readDatabaseError(error) as Error
  }
}
