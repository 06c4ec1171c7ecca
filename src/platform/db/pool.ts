import pg from 'pg'
import { valueParsers } from './value-parsers.ts'

export type Pool = pg.Pool
export type PoolClient = pg.PoolClient

/** Enough for the engine's loops and a shared commit or two; three processes fit the embedded server's 60 connections. */
const PAGE_CONNECTIONS = 12
const SIDE_CONNECTIONS = 5
/** No statement of the page path takes longer unless something is wrong; better an error than a queue. */
const PAGE_STATEMENT_MS = 15_000
const SIDE_STATEMENT_MS = 30_000
/**
 * Whoever waits for an alert to be kept, or asks whether we are well, is told no after this long: a database that hangs says nothing by
 * itself, and a sender that is told to come back does. Far above what a commit takes on a slow disk.
 */
export const ANSWER_MS = 2_500
/** Beyond what the server itself ends: a server that hangs, or is cut off, ends nothing, and would hold its connections for ever. */
const GRACE_MS = 5_000
const IDLE_MS = 60_000

/**
 * On the page path everything is reached by an index. A plan made while a table was small must not survive its growth,
 * and prepared plans live as long as their connection: so the plans that suit small tables are ruled out.
 */
const PAGE_SETTINGS = ['enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off']

export type PoolOptions = {
  url: string
  name?: string
  connections?: number
  statementMs?: number
  /** Further settings of each session, as `name=value`. */
  settings?: string[]
  onError?: (error: Error) => void
}

/** A pool whose rows hold plain values (see value-parsers.ts). Times of a session are UTC. */
export function openPool({
  url,
  name = 'tocsin',
  connections = PAGE_CONNECTIONS,
  statementMs = PAGE_STATEMENT_MS,
  settings = [],
  onError,
}: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: connections,
    // A caller waiting for a connection longer than this gets "database down" and its sender tries again.
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: statementMs + GRACE_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    types: valueParsers as pg.CustomTypesConfig,
    options: ['timezone=UTC', `statement_timeout=${statementMs}`, `idle_in_transaction_session_timeout=${statementMs}`, ...settings]
      .map((setting) => `-c ${setting}`)
      .join(' '),
  })
  listenForErrors(pool, onError)
  return pool
}

/**
 * A connection that breaks is replaced on the next use, and whoever waits on it is told through its query. Without these
 * listeners a break while it is idle, or in use between two queries, would end the process.
 */
export function listenForErrors(pool: pg.Pool, onError?: (error: Error) => void): void {
  pool.on('error', (error) => onError?.(error))
  pool.on('connect', (client) => client.on('error', () => undefined))
}

/** The page path's pool and the one of everything that may be slow: reports, exports, audit. They never share connections. */
export type Pools = { page: Pool; side: Pool; close: () => Promise<void> }

export function openPools(url: string, onError?: (error: Error) => void): Pools {
  const page = openPool({ url, name: 'tocsin page', settings: PAGE_SETTINGS, onError })
  const side = openPool({ url, name: 'tocsin side', connections: SIDE_CONNECTIONS, statementMs: SIDE_STATEMENT_MS, onError })
  return {
    page,
    side,
    close: async () => {
      await Promise.all([page.end(), side.end()])
    },
  }
}

/** Runs `work` in one transaction on one connection: commits what it returns from, takes back what it throws from. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}
