import { streamOf } from '../core/command/command.ts'
import { quoted, type StateTables, tableOf } from './pg-tables.ts'
import { prepared, type Statement } from './prepared.ts'
import { storableJson } from './storable.ts'
import type { Changes, StateWrite } from './store.ts'

/**
 * One part of the write: `sql` changes rows from the set of those given (JSON with these columns) and is counted
 * when `what` is said: then it must change exactly as many rows as are given.
 */
type Section = { shape: string; columns: string; rows: unknown[]; sql: string; what?: string }

/** The set of rows handed to a section: all of them are there before the first section changes anything. */
const given = (shape: string): string => quoted(`given ${shape}`)

/**
 * Makes the whole of some `changes` one statement, which PostgreSQL keeps whole or not at all without a BEGIN and a
 * COMMIT. Sections run in their order, each in the order of its rows: timers before states before messages. Everybody
 * who locks rows does it in this order, so that a tick and an acknowledgement wait for each other instead of deadlocking.
 */
export function createWriteStatements(tables: StateTables): (changes: Changes) => Statement {
  const texts = new Map<string, string>()
  return (changes) => {
    const sections = [
      ...timerSections(changes),
      ...stateSections(changes, tables),
      ...counterSections(changes),
      ...messageSections(changes),
      ...factSections(changes),
    ]
    const shape = sections.map((section) => section.shape).join(' ')
    const text = texts.get(shape) ?? textOf(sections)
    texts.set(shape, text)
    const values = sections.flatMap(({ rows, what }) => (what ? [storableJson(rows), rows.length] : [storableJson(rows)]))
    return prepared(text, values)
  }
}

function textOf(sections: Section[]): string {
  const sets: string[] = []
  const changes: string[] = []
  const counts: string[] = []
  let parameter = 0
  for (const section of sections) {
    const done = quoted(`done ${section.shape}`)
    parameter += 1
    sets.push(`${given(section.shape)} as materialized (select * from json_to_recordset($${parameter}::json) as r(${section.columns}))`)
    changes.push(`${done} as (${section.sql} returning 1)`)
    const count = `(select count(*) from ${done})`
    if (section.what) parameter += 1
    counts.push(section.what ? `expect_rows('${section.what}', ${count}, $${parameter}::bigint)` : count)
  }
  return `with ${[...sets, ...changes].join(',\n')}\nselect ${counts.join(', ')}`
}

const some = (section: Section): Section[] => (section.rows.length > 0 ? [section] : [])

const inOrder = <T>(rows: T[], keyOf: (row: T) => string): T[] => {
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map((each) => each.row)
}

function timerSections({ timers, clearTimers }: Changes): Section[] {
  return [
    ...some({
      shape: 'timer-',
      columns: 'kind text, id text',
      rows: inOrder(clearTimers, streamOf),
      sql: `delete from timer t using ${given('timer-')} g where t.kind = g.kind and t.id = g.id`,
    }),
    ...some({
      shape: 'timer+',
      columns: 'kind text, id text, due_at timestamptz',
      rows: inOrder(timers, (timer) => streamOf(timer.subject)).map(({ subject, dueAt }) => ({ ...subject, due_at: dueAt })),
      sql: `insert into timer (kind, id, due_at) select kind, id, due_at from ${given('timer+')}
        on conflict (kind, id) do update set due_at = excluded.due_at`,
    }),
  ]
}

function stateSections({ states }: Changes, tables: StateTables): Section[] {
  const kinds = [...new Set(states.map((write) => write.subject.kind))].sort()
  return kinds.flatMap((kind) => {
    const { columns } = tableOf(tables, kind)
    const extra = [...columns.keys()].map(quoted)
    const typed = [
      'id text, state jsonb, seq int, hash text, was int, key text',
      ...[...columns].map(([name, type]) => `${quoted(name)} ${type}`),
    ]
    const all = ['id', 'state', 'seq', 'hash', 'key', ...extra]
    const set = all.slice(1).map((name) => `${name} = g.${name}`)
    const rows = inOrder(
      states.filter((write) => write.subject.kind === kind),
      (write) => write.subject.id,
    )
    const section = { columns: typed.join(', '), what: kind }
    return [
      ...some({
        ...section,
        shape: `${kind}*`,
        rows: rows.filter((write) => write.was > 0).map((write) => rowOf(write, columns)),
        sql: `update ${quoted(kind)} t set ${set.join(', ')} from ${given(`${kind}*`)} g where t.id = g.id and t.seq = g.was`,
      }),
      ...some({
        ...section,
        shape: `${kind}+`,
        rows: rows.filter((write) => write.was === 0).map((write) => rowOf(write, columns)),
        sql: `insert into ${quoted(kind)} (${all.join(', ')}) select ${all.join(', ')} from ${given(`${kind}+`)}`,
      }),
    ]
  })
}

function rowOf({ subject, state, columns, seq, hash, was }: StateWrite, known: ReadonlyMap<string, string>): unknown {
  for (const name of Object.keys(columns)) {
    if (name !== 'key' && !known.has(name))
      throw new Error(`the table "${subject.kind}" has no column "${name}"; add it in a migration or leave it out of the machine's columns`)
  }
  return { ...columns, id: subject.id, state, seq, hash, was }
}

function counterSections({ counters }: Changes): Section[] {
  const rows = inOrder(counters, (counter) => counter.name)
  const section = { columns: 'name text, was bigint, "is" bigint', what: 'counter' }
  return [
    ...some({
      ...section,
      shape: 'counter*',
      rows: rows.filter((counter) => counter.was > 0),
      sql: `update counter t set n = g."is" from ${given('counter*')} g where t.name = g.name and t.n = g.was`,
    }),
    ...some({
      ...section,
      shape: 'counter+',
      rows: rows.filter((counter) => counter.was === 0),
      sql: `insert into counter (name, n) select name, "is" from ${given('counter+')}`,
    }),
  ]
}

/** A retry whose sender takes its messages back in the same breath is not queued again. */
const withdrawnHere = `exists (select 1 from ${given('message-')} w where w.kind = m.from_kind and w.id = m.from_id and (w.ids is null or m.id = any(w.ids)))`

function messageSections({ messages, withdraw, settled }: Changes): Section[] {
  const isBoth = withdraw.length > 0 && settled.length > 0
  const status = isBoth ? `case when g.status = 'queued' and ${withdrawnHere} then 'withdrawn' else g.status end` : 'g.status'
  // A row can be changed once in a statement: what is settled here is none of the withdrawal's business.
  const unsettled = isBoth ? `and not exists (select 1 from ${given('message*')} s where s.id = m.id)` : ''
  return [
    ...some({
      shape: 'message-',
      columns: 'kind text, id text, ids text[]',
      rows: inOrder(withdraw, (each) => streamOf(each.from)).map((each) => ({ ...each.from, ids: each.ids })),
      sql: `update message m set status = case when m.status = 'sending' then m.status else 'withdrawn' end,
        until_at = case when m.status = 'sending' then m.queued_at else m.until_at end from ${given('message-')} g
        where m.from_id = g.id and m.from_kind = g.kind and m.status in ('queued', 'claimed', 'sending') and (g.ids is null or m.id = any(g.ids)) ${unsettled}`,
    }),
    ...some({
      shape: 'message*',
      columns: 'id text, owner text, status text, next_at timestamptz, said text',
      rows: inOrder(settled, (each) => each.id).map(({ nextAt, ...each }) => ({ ...each, next_at: nextAt })),
      sql: `update message m set status = ${status}, next_at = g.next_at, said = g.said,
        owner = case when g.status = 'queued' then null else m.owner end from ${given('message*')} g where m.id = g.id and m.owner = g.owner`,
    }),
    ...some({
      shape: 'message+',
      columns: messageColumns,
      rows: inOrder(messages, (each) => each.id).map(messageRow),
      sql: `insert into message (${messageNames}) select ${messageNames} from ${given('message+')} on conflict (id) do nothing`,
    }),
  ]
}

const messageColumns =
  'id text, from_kind text, from_id text, channel text, target text, road text, content jsonb, until_at timestamptz, generation int, status text, attempt int, queued_at timestamptz, next_at timestamptz, owner text, possible_repeat boolean'
const messageNames = messageColumns.replaceAll(/ (text|jsonb|timestamptz|int|boolean)/g, '')

function messageRow({ from, until, queuedAt, nextAt, possibleRepeat, ...message }: Changes['messages'][number]): unknown {
  return {
    ...message,
    from_kind: from.kind,
    from_id: from.id,
    until_at: until,
    queued_at: queuedAt,
    next_at: nextAt,
    possible_repeat: possibleRepeat,
  }
}

function factSections({ facts }: Changes): Section[] {
  return some({
    shape: 'fact+',
    columns: 'stream text, seq int, name text, at timestamptz, by text, data jsonb, hash text, cause jsonb',
    rows: facts.map(({ of, ...fact }) => ({ stream: streamOf(of), ...fact })),
    sql: `insert into fact (stream, seq, name, at, by, data, hash, cause) select stream, seq, name, at, by, data, hash, cause from ${given('fact+')}`,
  })
}
