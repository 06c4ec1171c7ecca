import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ROOT = new URL('../../', import.meta.url).pathname

async function coverage(policy: string, ...args: string[]): Promise<{ stdout: string; code: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-coverage-'))
  writeFileSync(join(dir, 'tocsin.yaml'), policy)
  const asked = ['bin/tocsin.js', 'coverage', '--bundle', dir, '--from', '2026-11-21T00:00Z', ...args]
  return run(process.execPath, asked, { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } }).then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error) => ({ stdout: error.stdout, code: error.code }),
  )
}

const policyWith = (hours: string): string => `
version: 1
organization: { name: Test }
severities: [ { id: SEV-1, name: One, respond_within: 15m } ]
users:
  - { id: ann, name: Ann, contacts: { phone: "+4915112345678" } }
  - { id: bob, name: Bob, contacts: { phone: "+4915112345679" } }
schedules:
  - { id: day, layers: [ { id: l, rotation: daily, starts: "2026-01-01T08:00", members: [ann], restrict: [ { days: [mon, tue, wed, thu, fri, sat, sun], ${hours} } ] } ] }
escalation_policies: [ { id: technical, steps: [ { page: [schedule:day], wait: 5m } ] } ]
services: [ { id: api, escalation: [technical] } ]
`

test('S3.4 coverage ends with 1 and names the hours, to the minute, in which nobody is reached', async () => {
  const { stdout, code } = await coverage(policyWith('from: "08:00", to: "20:00"'), '--days', '2')
  assert.equal(code, 1)
  assert.equal(
    stdout,
    `2026-11-21 00:00 to 2026-11-23 00:00 UTC

SEV-1 of api (technical, promised within 15m)
  first woken never, second never, at worst
  uncovered 24.0 h: no step of the ladder reaches anybody, and nobody is the fallback: the alert wakes nobody
      2026-11-21 00:00 to 2026-11-21 08:00
      2026-11-21 20:00 to 2026-11-22 08:00
      2026-11-22 20:00 to 2026-11-23 00:00
  weak 24.0 h: one person alone can be woken: when they sleep through, nobody else is
      2026-11-21 08:00 to 2026-11-21 20:00
      2026-11-22 08:00 to 2026-11-22 20:00
There are moments at which nobody is woken in time.
`,
  )
})

test('coverage ends with 0 when somebody always is; --strict also minds a person alone', async () => {
  const always = policyWith('from: "00:00", to: "00:00"')
  const { stdout, code } = await coverage(always, '--json')
  assert.equal(code, 0)
  const { isCovered, start, end, rows } = JSON.parse(stdout)
  assert.deepEqual([isCovered, start, end], [true, '2026-11-21T00:00:00.000Z', '2027-02-19T00:00:00.000Z'])
  assert.deepEqual([rows[0].services, rows[0].worstFirstS, rows[0].worstSecondS], [['api'], 0, null])
  assert.equal((await coverage(always, '--strict')).code, 1)
})
