import { after, before, beforeEach, describe, test } from 'node:test'
import type { RecordedFact, Subject } from '../../src/core/command/command.ts'
import { genesis, record } from '../../src/engine/facts.ts'
import { MemoryStore } from '../../src/engine/memory-store.ts'
import { openPgStore } from '../../src/engine/pg-store.ts'
import { type Changes, noChanges, type QueuedMessage, type StateWrite, type Store } from '../../src/engine/store.ts'
import { openPools, type Pools } from '../../src/platform/db/pool.ts'
import { type FreshDatabase, startTestDatabase } from '../../src/platform/db/test-database.ts'

export const at = (ms: number): string => new Date(Date.UTC(2026, 0, 5) + ms).toISOString()
export const alert = (id: string): Subject => ({ kind: 'alert', id })
export const changes = (some: Partial<Changes>): Changes => ({ ...noChanges(), ...some })

export function stateOf(id: string, was: number, more: Partial<StateWrite> = {}): StateWrite {
  return {
    subject: alert(id),
    state: { id, was },
    columns: { key: null, status: 'triggered' },
    seq: was + 1,
    hash: `h${was + 1}`,
    was,
    ...more,
  }
}

export function messageOf(id: string, more: Partial<QueuedMessage> = {}): QueuedMessage {
  return {
    id,
    from: alert('a'),
    channel: 'email',
    target: 'ann@example.org',
    road: 'mail',
    content: { text: id },
    until: at(3_600_000),
    generation: 1,
    status: 'queued',
    attempt: 0,
    queuedAt: at(0),
    nextAt: at(0),
    owner: null,
    possibleRepeat: false,
    ...more,
  }
}

export const factOf = (id: string, seq: number, data: RecordedFact['data'] = {}): RecordedFact =>
  record({ name: 'alert.told', of: alert(id), by: 'engine', data }, at(seq), { seq: seq - 1, hash: genesis })

/** Two processes on one store, and a look past the port at what became of messages. Fresh before each test. */
export type World = { stores: [Store, Store]; statuses(): Promise<Record<string, string>> }

/** What a store promises: what it says, and the check. */
export type Promises = Record<string, (world: World) => Promise<void>>

/** Declares the same tests for each kind of store: a fake passes what the real thing passes. */
export function onEachStore(chapters: Record<string, Promises>): void {
  const declare = (world: () => World): void => {
    for (const [chapter, promises] of Object.entries(chapters)) {
      describe(chapter, () => {
        for (const [promise, check] of Object.entries(promises)) test(promise, () => check(world()))
      })
    }
  }
  describe('MemoryStore', () => onMemory(declare))
  describe('PgStore', () => onPostgres(declare))
}

function onMemory(declare: (world: () => World) => void): void {
  let world: World
  beforeEach(() => {
    const store = new MemoryStore(() => new Promise((resolve) => setImmediate(resolve)))
    world = {
      stores: [store, store],
      statuses: async () => Object.fromEntries([...store.messages.values()].map(({ id, status }) => [id, status])),
    }
  })
  declare(() => world)
}

function onPostgres(declare: (world: () => World) => void): void {
  let world: World
  let database: FreshDatabase
  let processes: Pools[] = []
  before(async () => {
    database = await (await startTestDatabase()).createDatabase()
    processes = [openPools(database.url), openPools(database.url)]
  })
  beforeEach(async () => {
    await database.pool.query('truncate alert, escalation, timer, message, worker, counter, fact')
    const [first, second] = await Promise.all(processes.map(({ page }) => openPgStore({ pool: page })))
    const statuses = async () => {
      const { rows } = await database.pool.query<{ id: string; status: string }>('select id, status from message')
      return Object.fromEntries(rows.map(({ id, status }) => [id, status]))
    }
    world = { stores: [first as Store, second as Store], statuses }
  })
  after(async () => {
    await Promise.all(processes.map((each) => each.close()))
    await database.drop()
  })
  declare(() => world)
}
