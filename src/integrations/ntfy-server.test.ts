import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { findProgram, howToGet, NTFY } from '../../scripts/programs.ts'
import { NTFY_ALTERATIONS } from '../../test/fakes/ntfy-alterations.ts'
import { type Recorded, replay } from '../../test/fakes/recorded.ts'
import { createIo, HOSTILE, PAGE } from '../../test/fakes/rigs.ts'
import ntfy from './ntfy.ts'

const program = findProgram(NTFY)
/** A start on a busy machine. */
const PATIENCE = 200

type Shown = {
  event: string
  title: string
  message: string
  priority: number
  actions?: { label: string; method?: string; body?: string }[]
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The server itself, with a cache of its own; ends with the test. */
async function startNtfy(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ntfy-'))
  const port = await freePort()
  const args = [
    'serve',
    '--listen-http',
    `127.0.0.1:${port}`,
    '--cache-file',
    join(folder, 'cache.db'),
    '--base-url',
    `http://127.0.0.1:${port}`,
  ]
  const server = spawn(program ?? '', args, { stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  t.after(async () => {
    server.kill()
    await ended
    await rm(folder, { recursive: true })
  })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    const answer = await fetch(`${url}/v1/health`).catch(() => null)
    if (answer?.ok) return url
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('ntfy does not start')
}

test('a real ntfy server takes a page with its buttons, and hostile text as text', {
  skip: program === null && howToGet(NTFY),
}, async (t) => {
  const url = await startNtfy(t)
  const { io, close } = createIo()
  t.after(close)
  const own = io({ to: '', fields: { server: url } })
  for (const title of [PAGE.title, HOSTILE])
    assert.partialDeepStrictEqual(await ntfy.send({ ...PAGE, title }, 'ann-topic', own), { ok: true })
  const lines = (await (await fetch(`${url}/ann-topic/json?poll=1`)).text()).trim().split('\n')
  const shown = lines.map((line) => JSON.parse(line) as Shown).filter(({ event }) => event === 'message')
  assert.equal(shown.length, 2)
  assert.equal(shown[0]?.title, 'SEV-2: Settlement queue above 5,000 messages')
  assert.equal(shown[0]?.priority, 5)
  assert.deepEqual(
    shown[0]?.actions?.map((each) => [each.label, each.body]),
    [
      ['Acknowledge', 'act=acknowledge'],
      ['Escalate', 'act=escalate'],
      ['Details', undefined],
    ],
  )
  assert.match(shown[1]?.title ?? '', /<img src=x onerror=alert\(1\)>/)
})

test('a real ntfy server refuses what its fake refuses', { skip: program === null && howToGet(NTFY) }, async (t) => {
  const url = await startNtfy(t)
  const given: Recorded = {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ topic: 'ann-topic', title: 'é日本', message: 'x', priority: 5 })),
  }
  assert.equal(await replay(url, given), 200)
  const taken: string[] = []
  for (const [name, alter] of NTFY_ALTERATIONS) if ((await replay(url, alter(given))) < 400) taken.push(name)
  assert.deepEqual(taken, [])
})
