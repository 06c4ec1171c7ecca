import type { Pool } from '../platform/db/pool.ts'

/** What every state table has; a table with all of these holds the states of the kind it is named after. */
export const ownColumns = ['id', 'state', 'seq', 'hash', 'key'] as const

/** Further columns of a kind, with their types as PostgreSQL writes them. */
export type StateTable = { kind: string; columns: ReadonlyMap<string, string> }

export type StateTables = ReadonlyMap<string, StateTable>

const catalogue = `
  select c.relname as kind, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = ''
  order by c.relname, a.attnum`

/** Reads from the database which kinds it keeps and in which columns: a new kind is a migration and a machine. */
export async function findStateTables(pool: Pool): Promise<StateTables> {
  const { rows } = await pool.query<{ kind: string; name: string; type: string }>(catalogue)
  const tables = new Map<string, Map<string, string>>()
  for (const { kind, name, type } of rows) tables.set(kind, (tables.get(kind) ?? new Map()).set(name, type))
  const found = new Map<string, StateTable>()
  for (const [kind, columns] of tables) {
    if (!ownColumns.every((name) => columns.has(name))) continue
    for (const name of ownColumns) columns.delete(name)
    found.set(kind, { kind, columns })
  }
  return found
}

export function tableOf(tables: StateTables, kind: string): StateTable {
  const table = tables.get(kind)
  if (!table) throw new Error(`no table keeps the states of "${kind}"; add a migration that creates it with ${ownColumns.join(', ')}`)
  return table
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
