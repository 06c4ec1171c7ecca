import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { bundleJsonSchema } from '../core/policy/json-schema.ts'

const bin = new URL('../../bin/tocsin.js', import.meta.url).pathname
const run = promisify(execFile)

test('export schema writes what editors complete and check a policy by, without a server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-schema-'))
  try {
    const file = join(folder, 'tocsin.schema.json')
    const { stdout } = await run(process.execPath, [bin, 'export', 'schema', file])
    assert.match(stdout, /yaml-language-server: \$schema=/)
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(JSON.stringify(bundleJsonSchema())))
    const { stdout: printed } = await run(process.execPath, [bin, 'export', 'schema'], { maxBuffer: 10_000_000 })
    assert.equal(JSON.parse(printed).title, 'Tocsin policy')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
