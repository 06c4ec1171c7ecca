import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'

const bin = new URL('../../bin/tocsin.js', import.meta.url).pathname
const example = new URL('../../policies/smartbeak', import.meta.url).pathname

const tocsin = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done) => {
    execFile(process.execPath, [bin, ...args], (error, out, err) => done({ code: Number(error?.code ?? 0), out, err }))
  })

test('tocsin policy explain tells what a place of a bundle means, with its file and line, without a server', async () => {
  const { code, out } = await tocsin('policy', 'explain', 'obligations.sev2-updates', '--bundle', example)
  assert.equal(code, 0)
  assert.match(out, /^obligations\[sev2-updates\] {2}\S+clocks\.yaml:\d+:\d+\n/)
  assert.match(out, /every 30 minutes from declared until resolved/)
  const { out: json } = await tocsin('policy', 'explain', 'role:commander', '--bundle', example, '--json')
  const answer = JSON.parse(json)
  assert.equal(answer.name, 'roles[commander]')
  assert.ok(answer.usedBy.length > 0)
})

test('a place that is not there ends with 2 and says what is meant', async () => {
  const { code, err } = await tocsin('policy', 'explain', 'severities.SEV-9', '--bundle', example)
  assert.equal(code, 2)
  assert.match(err, /"SEV-9" is not in `severities`; did you mean "SEV-\d"\?/)
})
