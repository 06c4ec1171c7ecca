import type { Address, Subject } from '../core/command/command.ts'
import type { Pool, PoolClient } from '../platform/db/pool.ts'
import type { Cause, LoggedFact } from './cause.ts'
import { asked } from './pg-errors.ts'
import { quoted, type StateTables, tableOf } from './pg-tables.ts'
import { prepared, type Statement } from './prepared.ts'
import type { Reader, Row } from './store.ts'

/** A pool, or the one connection whose transaction holds a claim. */
export type Connection = Pool | PoolClient

type Ask = <R extends object>(statement: Statement) => Promise<{ rows: R[] }>
type LoadedRow = { kind: string; id: string; state: unknown; seq: number; hash: string; key: string | null }
type FactRow = Omit<LoggedFact, 'of' | 'cause'> & { cause: Cause | null }

export const subjectOfStream = (stream: string): Subject => {
  const colon = stream.indexOf(':')
  return { kind: stream.slice(0, colon), id: stream.slice(colon + 1) }
}

/** All kinds in one statement: one round trip, and one moment that all rows are of. */
async function load(ask: Ask, tables: StateTables, addresses: Address[]): Promise<Row[]> {
  const kinds = [...new Set(addresses.map((address) => address.kind))].sort()
  const selects: string[] = []
  const values: string[][] = []
  for (const kind of kinds) {
    const table = quoted(tableOf(tables, kind).kind)
    const own = addresses.filter((address) => address.kind === kind)
    values.push(
      own.flatMap((address) => ('key' in address ? [] : [address.id])),
      own.flatMap((address) => ('key' in address ? [address.key] : [])),
    )
    selects.push(
      `select '${kind}' as kind, id, state, seq, hash, key from ${table} where id = any($${values.length - 1}) or key = any($${values.length})`,
    )
  }
  if (selects.length === 0) return []
  const { rows } = await ask<LoadedRow>(prepared(selects.join('\nunion all\n'), values))
  return rows.map(({ kind, id, state, seq, hash, key }) => ({ subject: { kind, id }, state, seq, hash, key }))
}

/** `limited` may give a statement a time after which nobody waits for it. */
export function readerOn(on: Connection, tables: StateTables, limited = (statement: Statement): Statement => statement): Reader {
  const ask: Ask = <R extends object>(statement: Statement) => asked(on.query<R>(limited(statement)))
  return {
    load: (addresses) => load(ask, tables, addresses),
    async find(kind, column, values) {
      const table = tableOf(tables, kind)
      if (!table.columns.has(column))
        throw new Error(`the table "${kind}" has no column "${column}" to find by; it has ${[...table.columns.keys()].join(', ')}`)
      const text = `select id, ${quoted(column)} as value from ${quoted(kind)} where ${quoted(column)} = any($1)`
      const { rows } = await ask<{ id: string; value: string }>(prepared(text, [values]))
      return rows
    },
    async counters(names) {
      const { rows } = await ask<{ name: string; n: number }>(prepared('select name, n from counter where name = any($1)', [names]))
      const known = new Map(rows.map(({ name, n }) => [name, n]))
      return new Map(names.map((name) => [name, known.get(name) ?? 0]))
    },
  }
}

export async function readFacts(on: Connection, stream: string, after: number): Promise<LoggedFact[]> {
  const text = 'select seq, name, at, by, data, hash, cause from fact where stream = $1 and seq > $2 order by seq'
  const { rows } = await asked(on.query<FactRow>(prepared(text, [stream, after])))
  const of = subjectOfStream(stream)
  return rows.map(({ cause, ...row }) => ({ ...row, of, ...(cause ? { cause } : {}) }))
}
