import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded.ts'
import { readDatabaseError } from './health.ts'
import { pollFor } from './poll.ts'
import { openPool } from './pool.ts'
import { isAlive } from './process-state.ts'

const folder = mkdtempSync(join(tmpdir(), 'tocsin-embedded-'))
const module = new URL('./embedded.ts', import.meta.url).href
const children: ChildProcess[] = []

/** Another process of ours on the same data folder. */
async function otherProcess(): Promise<{ child: ChildProcess; pid: number }> {
  const script = `import { startEmbeddedDatabase } from ${JSON.stringify(module)}
    const server = await startEmbeddedDatabase({ folder: ${JSON.stringify(folder)} })
    process.on('SIGTERM', () => server.stop().then(() => process.exit(0)))
    console.log(server.pid())
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const ended = once(child, 'exit').then(() => assert.fail('the other process ended before its database was ready'))
  const [line] = await Promise.race([once(child.stdout, 'data'), ended])
  ended.catch(() => undefined)
  return { child, pid: Number(String(line)) }
}

async function ask(server: EmbeddedDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query(sql).finally(() => client.end())
  return rows
}

/** A postmaster removes its pid file, which stopping waits for, and ends a moment later. */
const diesSoon = async (pid: number): Promise<void> =>
  assert.ok(await pollFor(() => (isAlive(pid) ? undefined : true), 5_000), `${pid} is still alive`)

before(async () => {
  const server = await startEmbeddedDatabase({ folder })
  await ask(server, 'create table kept as select 1 as id')
  await server.stop()
})
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  const last = await startEmbeddedDatabase({ folder })
  await last.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('it flushes each commit, keeps its data, listens on no network address and runs unprivileged', async () => {
  const server = await startEmbeddedDatabase({ folder })
  const [row] = await ask(
    server,
    `select id, current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
      current_setting('listen_addresses') as listen from kept`,
  )
  assert.deepEqual(row, { id: 1, fsync: 'on', sync: 'on', listen: '' })
  const status = process.platform === 'linux' ? await readFile(`/proc/${server.pid()}/status`, 'utf8') : 'Uid:\t1'
  assert.doesNotMatch(status, /Uid:\t0\b/)
  const { pid } = server
  await server.stop()
  await diesSoon(pid())
  assert.equal(existsSync(join(server.cluster, 'postmaster.pid')), false)
})

test('a second process shares the running server, and stopping one leaves it to the other', async () => {
  const server = await startEmbeddedDatabase({ folder })
  const { child, pid } = await otherProcess()
  assert.equal(pid, server.pid())
  await server.stop()
  assert.equal(isAlive(pid), true)
  child.kill('SIGTERM')
  await once(child, 'exit')
  await diesSoon(pid)
})

test('a server left behind by a killed process is taken over, and then ends with us', async () => {
  const { child, pid } = await otherProcess()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const server = await startEmbeddedDatabase({ folder })
  assert.equal(server.pid(), pid)
  assert.deepEqual(await ask(server, 'select id from kept'), [{ id: 1 }])
  await server.stop()
  await diesSoon(pid)
})

test('after kill -9 of process and database it recovers', async () => {
  const { child, pid } = await otherProcess()
  process.kill(pid, 'SIGKILL')
  child.kill('SIGKILL')
  await diesSoon(pid)
  const server = await startEmbeddedDatabase({ folder })
  assert.notEqual(server.pid(), pid)
  assert.deepEqual(await ask(server, 'select id from kept'), [{ id: 1 }])
  await server.stop()
})

test('a pid file whose number belongs to another program by now does not prevent the start', async () => {
  const { child, pid } = await otherProcess()
  process.kill(pid, 'SIGKILL')
  child.kill('SIGKILL')
  await diesSoon(pid)
  const path = join(folder, 'postgres', 'postmaster.pid')
  const lines = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, [String(process.pid), ...lines.slice(1)].join('\n'))
  const server = await startEmbeddedDatabase({ folder })
  assert.deepEqual(await ask(server, 'select id from kept'), [{ id: 1 }])
  await server.stop()
})

test('a server that dies under us is started again at the same address, and until then reads as down', async () => {
  const notes: string[] = []
  const server = await startEmbeddedDatabase({ folder, note: (text) => notes.push(text) })
  const pool = openPool({ url: server.url })
  await pool.query('select 1')
  const before = server.pid()
  process.kill(before, 'SIGKILL')
  await diesSoon(before)
  const error = await pool.query('select 1').catch((cause) => readDatabaseError(cause))
  assert.equal((error as Error).name, 'DatabaseDown')
  const answered = await pollFor(async () => {
    const rows = await ask(server, 'select id from kept').catch(() => undefined)
    return rows
  }, 10_000)
  assert.deepEqual(answered, [{ id: 1 }])
  assert.match(notes.join(), /ended by itself; starting it again/)
  await pool.end()
  await server.stop()
})

test('below a path too long for a socket it listens on this machine only, with a password', async () => {
  const deep = join(folder, 'x'.repeat(100))
  const server = await startEmbeddedDatabase({ folder: deep })
  const { hostname, port } = new URL(server.url)
  assert.equal(hostname, '127.0.0.1')
  assert.deepEqual(await ask(server, `select inet_server_addr()::text as address`), [{ address: '127.0.0.1/32' }])
  const wrong = new pg.Client({ host: hostname, port: Number(port), user: 'tocsin', password: 'guess', database: 'tocsin' })
  await assert.rejects(wrong.connect(), /password authentication failed/)
  await server.stop()
})

const mayMount = process.platform === 'linux' && process.getuid?.() === 0

test('a full disk reads as such, and nothing of it is kept', {
  skip: mayMount ? false : 'needs root on Linux to mount a small disk',
}, async () => {
  const disk = mkdtempSync(join(tmpdir(), 'tocsin-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=0777', 'tmpfs', disk])
  const server = await startEmbeddedDatabase({ folder })
  const pool = openPool({ url: server.url })
  try {
    execFileSync('chown', [String(execFileSync('stat', ['-c', '%u', server.cluster])).trim(), disk])
    await pool.query(`create tablespace small location '${disk}'`)
    await pool.query('create table filled (text text) tablespace small')
    await pool.query('alter table filled alter column text set storage external')
    const error = await pool
      .query(`insert into filled select repeat('x', 100000) from generate_series(1, 1000)`)
      .catch((cause) => readDatabaseError(cause))
    assert.equal((error as Error).name, 'DiskFull')
    assert.match((error as Error).message, /Free space on its disk/)
    assert.deepEqual((await pool.query('select count(*) as n from filled')).rows, [{ n: 0 }])
    await pool.query('drop table filled')
    await pool.query('drop tablespace small')
  } finally {
    await pool.end()
    await server.stop()
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true, force: true })
  }
})
