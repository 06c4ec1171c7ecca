import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createMailbox } from '../../test/fakes/mailbox.ts'

const bin = new URL('../../bin/tocsin.js', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'tocsin-doctor-'))
const shell = { PATH: process.env.PATH, HOME: process.env.HOME, TOCSIN_DATA: folder, TOCSIN_PORT: '0' }
const children: ChildProcess[] = []

after(async () => {
  for (const child of children.filter((each) => each.exitCode === null && each.signalCode === null)) {
    child.kill('SIGTERM')
    await once(child, 'close')
  }
  // Nobody reads the server's words any more; it ends in order all the same, and its database with it.
  assert.equal(existsSync(join(folder, 'postgres', 'postmaster.pid')), false)
  rmSync(folder, { recursive: true, force: true })
})

const start = (args: string[], more: Record<string, string>): ChildProcess => {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...shell, ...more }, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function outputOf(child: ChildProcess, until?: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    text += chunk
    if (until?.test(text)) break
  }
  return text
}

type Report = {
  of: string
  server: { pid: number } | null
  settings: { setting: string; value: string; from: string }[]
  findings: { about: string; state: string; message: string }[]
  elsewhere: unknown[]
}

async function doctor(more: Record<string, string> = {}): Promise<Report & { text: string }> {
  const text = await outputOf(start(['doctor', '--json'], more))
  return { ...(JSON.parse(text) as Report), text }
}

test('doctor tells what the running server goes by, and what this shell has otherwise', async (t) => {
  const mailbox = await createMailbox({ user: 'tocsin', pass: 'hunter2' })
  t.after(() => mailbox.close())
  const before = await doctor()
  assert.deepEqual([before.of, before.server, before.elsewhere], ['shell', null, []])
  assert.match(before.text, /does not run on this data folder/)

  const server = start(['serve', '--public-url', 'https://tocsin.example'], { TOCSIN_SMTP_URL: mailbox.url })
  await outputOf(server, /up: \S+\n/)
  const { of, server: found, settings, findings, elsewhere, text } = await doctor({ TOCSIN_PUBLIC_URL: 'https://other.example' })
  assert.deepEqual([of, found?.pid], ['server', server.pid])
  const shownAs = (name: string) => settings.find(({ setting }) => setting === name)
  assert.match(shownAs('TOCSIN_SMTP_URL')?.value ?? '', /^smtp:\/\/tocsin:\*\*\*@127\.0\.0\.1/)
  assert.partialDeepStrictEqual(shownAs('TOCSIN_PUBLIC_URL'), { value: 'https://tocsin.example', from: 'flag' })
  assert.deepEqual(elsewhere, [{ setting: 'TOCSIN_PUBLIC_URL', here: 'https://other.example', server: 'https://tocsin.example' }])
  const saying = (about: string) => findings.find((each) => each.about === about)
  assert.match(saying('mail')?.message ?? '', /answers$/)
  assert.match(saying('can send by')?.message ?? '', /E-mail/)
  assert.doesNotMatch(text, /hunter2/)

  const plain = await outputOf(start(['doctor'], { TOCSIN_PUBLIC_URL: 'https://other.example' }))
  assert.match(plain, new RegExp(`What the server at http://127.0.0.1:\\d+ \\(process ${server.pid}, role all\\) goes by:`))
  assert.match(plain, /This shell says otherwise.*\nTOCSIN_PUBLIC_URL +here https:\/\/other\.example +the server https:\/\/tocsin\.example/)
})
