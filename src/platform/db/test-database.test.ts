import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readDatabaseError } from './health.ts'
import { migrate } from './migrate.ts'
import { inTransaction } from './pool.ts'
import { type FreshDatabase, startTestDatabase, type TestDatabase } from './test-database.ts'

let server: TestDatabase
let db: FreshDatabase

before(async () => {
  server = await startTestDatabase()
  db = await server.createDatabase()
})
after(async () => {
  await db.drop()
  await server.stop()
})

test('rows hold numbers, moments and parsed json', async () => {
  const { rows } =
    await db.pool.query(`select count(*) as n, 5000000000::int8 as big, array[1,2]::int8[] as list, '{"a":[1]}'::jsonb as doc,
    '2026-03-01 10:00:00.123456+01'::timestamptz as at, '2026-03-01 10:00+00'::timestamptz as whole, date '2026-03-01' as day,
    array['2026-03-01 10:00:00.5+00', null]::timestamptz[] as ats`)
  assert.deepEqual(rows[0], {
    n: 1,
    big: 5_000_000_000,
    list: [1, 2],
    doc: { a: [1] },
    at: '2026-03-01T09:00:00.123Z',
    whole: '2026-03-01T10:00:00.000Z',
    day: '2026-03-01',
    ats: ['2026-03-01T10:00:00.500Z', null],
  })
})

test('an integer beyond exact numbers is refused, not rounded', async () => {
  await assert.rejects(db.pool.query('select 9007199254740993::int8'), /9007199254740993, which is no exact number/)
})

test('a copy of the template is migrated, and migrating again does nothing', async () => {
  const { applied, unknown } = await migrate(db.pool)
  assert.deepEqual({ applied, unknown }, { applied: [], unknown: [] })
})

test('migrations run once, in order, also when several processes start together', async () => {
  const empty = await server.createDatabase({ isMigrated: false })
  const plan = ['create table a (id int)', 'alter table a add column b int'].map((sql, index) => ({
    name: `2026-01-0${index + 1}-step.sql`,
    path: '',
    sql,
    checksum: `sum-${index}`,
  }))
  const both = await Promise.all([migrate(empty.pool, plan), migrate(empty.pool, plan)])
  assert.deepEqual(
    both.flatMap(({ applied }) => applied).sort(),
    plan.map(({ name }) => name),
  )
  const changed = plan.map((each) => ({ ...each, checksum: 'other' }))
  await assert.rejects(migrate(empty.pool, changed), /2026-01-01-step.sql was changed after it had been applied/)
  const broken = [...plan, { name: '2026-01-03-bad.sql', path: '', sql: 'create table c (id int); select nonsense', checksum: 'x' }]
  await assert.rejects(migrate(empty.pool, broken), /2026-01-03-bad.sql failed and was taken back: column "nonsense"/)
  assert.equal((await empty.pool.query(`select to_regclass('c') as c`)).rows[0].c, null)
  assert.deepEqual((await migrate(empty.pool, plan.slice(0, 1))).unknown, ['2026-01-02-step.sql'])
  await empty.drop()
})

test('a transaction keeps what it returns from and takes back what it throws from', async () => {
  await db.pool.query('create table kept (id int)')
  await inTransaction(db.pool, (client) => client.query('insert into kept values (1)'))
  await assert.rejects(
    inTransaction(db.pool, async (client) => {
      await client.query('insert into kept values (2)')
      throw new Error('no')
    }),
  )
  assert.deepEqual((await db.pool.query('select id from kept')).rows, [{ id: 1 }])
})

test('a session ended by the server reads as a database that is down', async () => {
  const client = await db.pool.connect()
  const { rows } = await client.query('select pg_backend_pid() as pid')
  const query = client.query('select pg_sleep(30)').catch((cause) => readDatabaseError(cause))
  await db.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
  const error = await query
  assert.equal((error as Error).name, 'DatabaseDown')
  client.release(true)
})

test('a statement that takes longer than we wait reads as a database that is down: nothing was kept, try again', async () => {
  const client = await db.pool.connect()
  await client.query('set statement_timeout = 1')
  const error = await client.query('select pg_sleep(30)').catch((cause) => readDatabaseError(cause))
  assert.equal((error as Error).name, 'DatabaseDown')
  client.release(true)
})

test('a connection that breaks between two queries of a transaction fails the transaction, not the process', async () => {
  const broken = inTransaction(db.pool, async (client) => {
    const { rows } = await client.query('select pg_backend_pid() as pid')
    const ended = new Promise((done) => client.once('end', done))
    await db.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
    await ended
    await client.query('select 1')
  })
  await assert.rejects(broken, (error) => (readDatabaseError(error) as Error).name === 'DatabaseDown')
  assert.equal((await db.pool.query('select 1 as one')).rows[0].one, 1)
})
