import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const bin = new URL('../../bin/tocsin.js', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'tocsin-lint-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function tocsin(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  const [code] = await once(child, 'close')
  return { code, ...said }
}

test('lint --explain teaches what a rule means, with an example and its repair', async () => {
  const { code, out } = await tocsin('lint', '--explain', 'role-overlap')
  assert.equal(code, 0)
  assert.match(out, /^role-overlap \(warning\)\nOne absence puts two roles/)
  assert.match(out, /Found in:\n {2}roles: .*\n\nMended:\n {2}roles: /)
  const { out: json } = await tocsin('lint', '--explain', 'role-overlap', '--json')
  assert.deepEqual(Object.keys(JSON.parse(json)), ['rule', 'level', 'means', 'wrong', 'right'])
})

test('lint --explain lists every rule; one that is mistyped is suggested', async () => {
  const { out } = await tocsin('lint', '--explain')
  assert.match(out, /^worst-case-wake \(warning\): /m)
  assert.match(out, /^dangling-reference \(error\): /m)
  const { code, err } = await tocsin('lint', '--explain', 'role-overlop')
  assert.equal(code, 2)
  assert.match(err, /"role-overlop" is no rule; did you mean "role-overlap"\?/)
})

test('a finding in one of several files is told with its line there, its name, what it costs and what to write', async () => {
  writeFileSync(join(folder, 'tocsin.yaml'), 'version: 1\norganization: { name: Example }\n')
  writeFileSync(
    join(folder, 'zones.yaml'),
    '# second file\nservices:\n  - { id: a, depends_on: [service:b], escalation: [main] }\n  - { id: b, escalation: [main] }\n',
  )
  writeFileSync(
    join(folder, 'people.yaml'),
    'users: [{ id: ann, contacts: { phone: "+491" } }, { id: bo, contacts: { phone: "+492" } }]\nescalation_policies: [{ id: main, steps: [{ page: [user:ann], wait: 5m }, { page: [user:bo] }] }]\n',
  )
  const clean = await tocsin('lint', folder)
  assert.deepEqual([clean.code, clean.out], [0, ''])
  writeFileSync(join(folder, 'zones-2.yaml'), '\nservices:\n  - { id: c, depends_on: [service:c], escalation: [main] }\n')
  const found = await tocsin('lint', folder)
  assert.equal(found.code, 1)
  assert.match(
    found.out,
    /zones-2\.yaml:3:26 warning service "c" depends on itself .* → remove .* \(dependency-circle at service:c\)\n {4}costs: /,
  )
})
