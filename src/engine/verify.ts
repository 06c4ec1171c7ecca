import type { Pool, PoolClient } from '../platform/db/pool.ts'
import type { LoggedFact } from './cause.ts'
import { type Break, StreamCheck } from './facts.ts'
import { subjectOfStream } from './pg-read.ts'
import { quoted, type StateTables } from './pg-tables.ts'
import { onOneConnection } from './pg-transaction.ts'

/** Heads and facts held in memory at once. */
const headsAtOnce = 500
const factsAtOnce = 2_000
const mostBreaks = 1_000

/** `seq` 0 means the state row itself: facts are there, but nothing remembers where they end. */
export type Verification = { streams: number; facts: number; breaks: Break[] }

type Head = { id: string; seq: number; hash: string }
type FactRow = Omit<LoggedFact, 'of' | 'cause'> & { stream: string; cause: LoggedFact['cause'] | null }

/**
 * Checks every stream of facts against its own hashes and against the head that its state row remembers, as of one
 * moment, and names what was altered or is missing. Memory stays bounded; hand in the side pool.
 */
export async function verifyAll(pool: Pool, tables: StateTables): Promise<Verification> {
  return await onOneConnection(pool, 'begin isolation level repeatable read read only', async (client) => {
    const result: Verification = { streams: 0, facts: 0, breaks: [] }
    for (const kind of tables.keys()) await verifyKind(client, kind, result)
    if (result.breaks.length < mostBreaks) result.breaks.push(...(await headless(client, tables)))
    await client.query('commit')
    return result
  })
}

async function verifyKind(client: PoolClient, kind: string, result: Verification): Promise<void> {
  let after = ''
  for (;;) {
    const text = `select id, seq, hash from ${quoted(kind)} where id > $1 order by id limit ${headsAtOnce}`
    const { rows } = await client.query<Head>(text, [after])
    if (rows.length === 0 || result.breaks.length >= mostBreaks) return
    after = rows[rows.length - 1]?.id ?? ''
    await verifyHeads(client, new Map(rows.map((head) => [`${kind}:${head.id}`, head])), result)
  }
}

async function verifyHeads(client: PoolClient, heads: Map<string, Head>, result: Verification): Promise<void> {
  const checks = new Map([...heads.keys()].map((stream) => [stream, new StreamCheck(stream)]))
  const broken = new Map<string, Break>()
  for await (const { stream, cause, ...row } of factsOf(client, [...heads.keys()])) {
    result.facts += 1
    if (broken.has(stream)) continue
    const found = checks.get(stream)?.next({ ...row, of: subjectOfStream(stream), ...(cause ? { cause } : {}) })
    if (found) broken.set(stream, found)
  }
  for (const [stream, head] of heads) {
    const found = broken.get(stream) ?? checks.get(stream)?.end(head)
    if (found) result.breaks.push(found)
  }
  result.streams += heads.size
}

/** Facts of these streams, stream by stream in order, a page at a time: one stream may be longer than memory likes. */
async function* factsOf(client: PoolClient, streams: string[]): AsyncGenerator<FactRow> {
  const text = `select stream, seq, name, at, by, data, hash, cause from fact
    where stream = any($1) and (stream, seq) > ($2, $3) order by stream, seq limit ${factsAtOnce}`
  let [stream, seq] = ['', 0]
  for (;;) {
    const { rows } = await client.query<FactRow>(text, [streams, stream, seq])
    yield* rows
    const last = rows[rows.length - 1]
    if (!last || rows.length < factsAtOnce) return
    stream = last.stream
    seq = last.seq
  }
}

async function headless(client: PoolClient, tables: StateTables): Promise<Break[]> {
  const heads = [...tables.keys()].map((kind) => `select '${kind}:' || id as stream from ${quoted(kind)}`).join(' union all ')
  const text = `select distinct stream from fact f where not exists (select 1 from (${heads}) h where h.stream = f.stream) limit 100`
  const { rows } = await client.query<{ stream: string }>(text)
  return rows.map(({ stream }) => ({ stream, seq: 0, what: 'missing' }))
}
