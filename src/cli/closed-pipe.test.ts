import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../bin/tocsin.js', import.meta.url))
const BUNDLE = fileURLToPath(new URL('../../policies/example', import.meta.url))

test('a reader that has enough, such as head, ends a verb with its own exit code and no stack trace', async () => {
  const child = spawn(process.execPath, [PROGRAM, 'lint', BUNDLE], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code, signal] = await once(child, 'close')
  assert.deepEqual({ said, code, signal }, { said: '', code: 1, signal: null })
})
