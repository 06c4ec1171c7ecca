import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ROOT = new URL('../../', import.meta.url).pathname
const HARBOUR = 'test/documents/fixtures/harbour.md'

const tocsin = (...args: string[]) =>
  run(process.execPath, ['bin/tocsin.js', ...args], { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } }).then(
    ({ stdout }) => ({ said: stdout, code: 0 }),
    (error) => ({ said: `${error.stdout}${error.stderr}`, code: error.code }),
  )

test('a document becomes a folder with a draft, its texts and the list of what was not understood', async () => {
  const dir = join(mkdtempSync(join(tmpdir(), 'tocsin-import-')), 'harbour')
  const { said, code } = await tocsin('import', 'document', HARBOUR, '--as', dir)
  assert.equal(code, 0, said)
  assert.match(said, /values of .*harbour\.md are in .*, each with its line; \d+ are assumed/)
  assert.match(readFileSync(join(dir, 'tocsin.yaml'), 'utf8'), /respond_within: 10m # line 11/)
  assert.match(readFileSync(join(dir, 'NOT-UNDERSTOOD.md'), 'utf8'), /lines of harbour\.md/)
  const again = await tocsin('import', 'document', HARBOUR, '--as', dir)
  assert.equal(again.code, 2)
  assert.match(again.said, /is not empty; name a new folder/)
})

test('of a document that carries its policy it is said that the policy was taken', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-import-'))
  const { said: text } = await tocsin('export', 'document', '--bundle', 'policies/skillancer')
  writeFileSync(join(folder, 'ours.md'), text)
  const { said } = await tocsin('import', 'document', join(folder, 'ours.md'), '--as', join(folder, 'again'))
  assert.match(said, /ours\.md carries its policy: the policy at its end was taken as it is/)
  assert.match(said, /The words above it say the same\./)
  assert.doesNotMatch(said, /assumed/)
})

test('what cannot be read, or is no document, ends with 2 and the reason, and leaves nothing behind', async () => {
  const dir = join(mkdtempSync(join(tmpdir(), 'tocsin-import-')), 'none')
  const unread = await tocsin('import', 'document', 'no-such-file.md', '--as', dir)
  assert.deepEqual([unread.code, existsSync(dir)], [2, false])
  assert.match(unread.said, /no-such-file\.md cannot be read/)
  const other = await tocsin('import', 'schedules', HARBOUR, '--as', dir)
  assert.match(other.said, /"schedules" cannot be imported; write "tocsin import document FILE.md --as DIR"/)
})
