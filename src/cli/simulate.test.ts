import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ROOT = new URL('../../', import.meta.url).pathname

async function tocsin(...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  return run(process.execPath, ['bin/tocsin.js', ...args], { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } }).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    (error) => ({ stdout: error.stdout, stderr: error.stderr, code: error.code }),
  )
}

const QUEUE = ['--alert', 'Queue full', '--label', 'team=payments', '--label', 'queue=out', '--at', '2026-11-12T14:39:51Z']

test('simulate prints minute by minute who is paged by which road', async () => {
  const { stdout } = await tocsin('simulate', 'policies/example', ...QUEUE, '--for', '16m', '--no-ack')
  assert.equal(
    stdout,
    `Queue full, at 2026-11-12T14:39:51.000Z, 16m, nobody acknowledges
T+0:00      alert      Queue full: SEV-2, payments-settlement (Settlement matched)
T+0:00      page       ana  by push, chat — first step
T+2:00      page       ana  by sms — first step
T+5:00      page       ana  by phone — first step
T+5:00      page       ben  by phone, push — second step
T+15:00     MISSED     Acknowledge
T+15:00     page       tomas  by phone, sms — third step
`,
  )
})

test('simulate says when somebody acknowledges, also as JSON', async () => {
  const { stdout } = await tocsin('simulate', 'policies/example', ...QUEUE, '--ack', 'ana@+3m', '--json')
  const { start, events } = JSON.parse(stdout)
  assert.equal(start, '2026-11-12T14:39:51.000Z')
  assert.deepEqual(events.at(-1), {
    at: '2026-11-12T14:42:51.000Z',
    offsetMs: 180_000,
    kind: 'ack',
    who: ['ana'],
    by: [],
    text: 'paging stops',
  })
})

test('simulate takes several answers, and says which of them changes nothing', async () => {
  const { stdout } = await tocsin('simulate', 'policies/example', ...QUEUE, '--ack', 'ben@+4m', '--ack', 'ana@+3m', '--for', '5m')
  assert.match(stdout, /^T\+3:00\s+ack\s+ana — paging stops$/m)
  assert.match(stdout, /^T\+4:00\s+ack\s+ben — changes nothing: \S/m)
})

const refusals: [args: string[], code: number, said: RegExp][] = [
  [['simulate', 'policies/none', '--alert', 'x'], 2, /policies\/none cannot be read/],
  [['simulate', 'policies/example', '--alert', 'x', '--severity', 'SEV-9'], 2, /"SEV-9" is no severity; use one of SEV-1/],
  [['simulate', 'policies/example', '--alert', 'x', '--ack', 'nobody@+1m'], 2, /"nobody" is no person of this bundle/],
  [['simulate', 'policies/example', '--alert', 'x', '--at', 'soon'], 2, /"soon" is not a moment/],
  [['oncall', '--bundle', 'policies/example', '--schedule', 'none'], 2, /"none" is no schedule of this bundle; it has payments-primary/],
]
for (const [args, code, said] of refusals)
  test(`tocsin ${args.join(' ')} says what is wrong`, async () => {
    const answer = await tocsin(...args)
    assert.match(answer.stderr, said)
    assert.equal(answer.code, code)
  })

test('oncall gives the shifts of a schedule from a folder', async () => {
  const { stdout } = await tocsin(
    'oncall',
    '--bundle',
    'policies/skillancer',
    '--schedule',
    'primary',
    '--from',
    '2026-02-01T00:00Z',
    '--to',
    '2026-02-10T00:00Z',
    '--json',
  )
  assert.deepEqual(JSON.parse(stdout), [
    { start: '2026-02-01T00:00:00Z', end: '2026-02-08T00:00:00Z', members: ['bela', 'bianca'], layer: 'weekly' },
    { start: '2026-02-08T00:00:00Z', end: '2026-02-10T00:00:00Z', members: ['carlos', 'chiyo'], layer: 'weekly' },
  ])
})
