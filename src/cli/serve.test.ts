import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { after, test } from 'node:test'
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

function run(args: string[], more: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
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

test('an admin can be made unattended', async () => {
  const own = mkdtempSync(join(tmpdir(), 'tocsin-admin-'))
  const server = run(['serve'], { TOCSIN_DATA: own, TOCSIN_ADMIN_EMAIL: 'ops@example.com', TOCSIN_ADMIN_PASSWORD: PASSWORD })
  const url = await up(server)
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
