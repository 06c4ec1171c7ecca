import assert from 'node:assert/strict'
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { freePort } from '../../test/crash/product.ts'
import { isAlive } from '../platform/db/process-state.ts'
import { findDoor } from './client.ts'

const bin = new URL('../../bin/tocsin.js', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'tocsin-serve-'))
const env = { PATH: process.env.PATH, HOME: process.env.HOME, TOCSIN_DATA: folder, TOCSIN_PORT: '0' }
const children: ChildProcess[] = []
const PASSWORD = 'correct horse battery'

after(async () => {
  for (const child of children.filter((each) => each.exitCode === null && each.signalCode === null)) {
    child.kill('SIGTERM')
    await once(child, 'close')
  }
  rmSync(folder, { recursive: true, force: true })
})

type Run = { child: ChildProcess; out: () => string; err: () => string; ended: Promise<number | null> }

const run = (args: string[], more: Record<string, string> = {}, { detached = false } = {}): Run =>
  begin(process.execPath, [bin, ...args], { env: { ...env, ...more }, detached })

function begin(program: string, args: string[], options: SpawnOptions): Run {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => {
    out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    err += chunk
  })
  return { child, out: () => out, err: () => err, ended: once(child, 'close').then(([code]) => code as number | null) }
}

/** Resolves with the address once everything that is printed at the start is there. */
async function up(server: Run): Promise<string> {
  const ended = server.ended.then((code) => assert.fail(`ended with ${code}: ${server.err()}`))
  ended.catch(() => undefined)
  while (!/up: \S+\n/.test(server.out())) await Promise.race([once(server.child.stdout as Readable, 'data'), ended])
  return /up: (\S+)/.exec(server.out())?.[1] ?? ''
}

const json = { 'content-type': 'application/json' }
const databasePid = async (): Promise<number> => Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)

test('serve prints its address and a one-time set-up link, stops cleanly, and finds its data again', async () => {
  const server = run(['serve'])
  const url = await up(server)
  const link = new URL(/once: (\S+)/.exec(server.out())?.[1] ?? '')
  assert.equal(link.origin, url)
  assert.equal((await fetch(`${url}/healthz`)).status, 200)
  const token = link.hash.replace('#token=', '')
  const body = JSON.stringify({ token, name: 'Ana', email: 'ana@example.com', password: PASSWORD })
  assert.equal((await fetch(`${url}/api/v1/setup`, { method: 'POST', headers: json, body })).status, 200)
  assert.equal((await fetch(`${url}/api/v1/setup`, { method: 'POST', headers: json, body })).status, 403)
  const pid = await databasePid()
  server.child.kill('SIGINT')
  server.child.kill('SIGINT') // as through npm, which passes it on
  assert.equal(await server.ended, 0)
  assert.equal(isAlive(pid), false)

  const again = run(['serve'])
  const later = await up(again)
  assert.doesNotMatch(again.out(), /token=/)
  const signIn = await fetch(`${later}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email: 'ana@example.com', password: PASSWORD }),
  })
  assert.equal(signIn.status, 200)

  const door = await findDoor({ TOCSIN_DATA: folder })
  const me = await fetch(`${door.url}/api/v1/me`, { headers: { authorization: `Bearer ${door.bearer}` } })
  assert.equal(((await me.json()) as { kind: string }).kind, 'local')
  again.child.kill('SIGTERM')
  assert.equal(await again.ended, 0)
  await assert.rejects(findDoor({ TOCSIN_DATA: folder }), /no running Tocsin found/)
})

test('a database that dies is told as 503 and comes back by itself', async () => {
  const server = run(['serve'])
  const url = await up(server)
  const pid = await databasePid()
  process.kill(pid, 'SIGKILL')
  const statuses: number[] = []
  while (statuses.at(-1) !== 200 || !statuses.includes(503)) statuses.push((await fetch(`${url}/healthz`)).status)
  assert.deepEqual([...new Set(statuses.slice(statuses.indexOf(503)))], [503, 200])
  server.child.kill('SIGINT')
  assert.equal(await server.ended, 0)
})

test('a port in use, a wrong setting and an unreachable database end with the remedy, and leave nothing running', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const untouched = join(folder, 'not-made')
  const busy = run(['serve', '--port', String(port), '--data', untouched])
  assert.equal(await busy.ended, 1)
  assert.match(busy.err(), new RegExp(`tocsin: Port ${port} on 127.0.0.1 is in use .*--port`))
  assert.equal(existsSync(untouched), false, 'told before a database is made')
  taken.close()

  const wrong = run(['serve', '--role', 'boss'], { TOCSIN_PORT: 'x' })
  assert.equal(await wrong.ended, 2)
  assert.match(wrong.err(), /2 settings are wrong:\n.*TOCSIN_PORT is "x".*\n.*--role is "boss": write all, web or worker/)

  const lost = run(['serve'], { DATABASE_URL: 'postgres://ana:hunter2@127.0.0.1:9/x' })
  assert.equal(await lost.ended, 1)
  assert.match(lost.err(), /does not answer: .*Check DATABASE_URL/)
  assert.doesNotMatch(lost.err() + lost.out(), /hunter2/)
})

test('help lists every verb, an unknown verb and a verb without its file say so', async () => {
  const help = run(['--help'])
  assert.equal(await help.ended, 0)
  assert.match(help.out(), /serve .*\n.*migrate .*\n.*doctor/)
  assert.ok(!help.out().includes('\u001b'), 'no colour into a pipe')
  const unknown = run(['dance'])
  assert.equal(await unknown.ended, 2)
  assert.match(unknown.err(), /unknown command 'dance'/)
})

/** Resolves with the first answer 200, however long before anything is printed. */
async function healthy(url: string): Promise<void> {
  for (;;) {
    const status = await fetch(`${url}/healthz`).then(
      (answer) => answer.status,
      () => 0,
    )
    if (status === 200) return
  }
}

test('an admin made unattended can sign in as soon as the server says that it is well', async () => {
  const own = mkdtempSync(join(tmpdir(), 'tocsin-admin-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const admin = { TOCSIN_ADMIN_EMAIL: 'ops@example.com', TOCSIN_ADMIN_PASSWORD: PASSWORD }
  const server = run(['serve'], { TOCSIN_DATA: own, TOCSIN_PORT: String(port), ...admin })
  await healthy(url)
  assert.doesNotMatch(server.out(), /token=/)
  const signIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email: 'ops@example.com', password: PASSWORD }),
  })
  assert.equal(signIn.status, 200)
  server.child.kill('SIGINT')
  assert.equal(await server.ended, 0)
  rmSync(own, { recursive: true, force: true })
})

test('Ctrl-C, also in the middle of the start, is one calm line and no stack traces', { skip: process.platform === 'win32' }, async () => {
  const own = mkdtempSync(join(tmpdir(), 'tocsin-stop-'))
  for (const moment of ['database is made', 'up'] as const) {
    // A group of its own, as a terminal gives it: the signal reaches every process in it.
    const server = run(['serve'], { TOCSIN_DATA: own }, { detached: true })
    if (moment === 'up') await up(server)
    else
      while (!existsSync(join(own, 'postgres.new')) && !existsSync(join(own, 'postgres'))) await new Promise((look) => setImmediate(look))
    process.kill(-(server.child.pid ?? 0), 'SIGINT')
    assert.equal(await server.ended, 0, server.err())
    assert.equal(server.out().match(/Tocsin stops when what is under way is done/g)?.length, 1)
    assert.doesNotMatch(server.err(), /57P01|"stack"|initdb/)
    assert.ok(
      server
        .err()
        .split('\n')
        .every((line) => line === '' || JSON.parse(line).level === 'info'),
      server.err(),
    )
  }
  rmSync(own, { recursive: true, force: true })
})

test('what npm start runs ends by a signal to its shell, as npm passes it on', { skip: process.platform === 'win32' }, async () => {
  const own = mkdtempSync(join(tmpdir(), 'tocsin-npm-'))
  const root = new URL('../../', import.meta.url).pathname
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const shell = begin('sh', ['-c', scripts.start], { cwd: root, env: { ...env, TOCSIN_DATA: own } })
  const url = await up(shell)
  shell.child.kill('SIGTERM')
  assert.equal(await shell.ended, 0)
  assert.match(shell.out(), /Tocsin stops when what is under way is done/)
  await assert.rejects(fetch(`${url}/healthz`))
  rmSync(own, { recursive: true, force: true })
})
