import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReceiver } from '../../test/fakes/receiver.ts'
import { createIo, HTTP_RIGS, PAGE } from '../../test/fakes/rigs.ts'
import github from './github.ts'

test('S1.16 a try that may have opened the issue before is followed by a look, not by a second issue', async (t) => {
  const server = await createReceiver()
  const { io, close } = createIo()
  t.after(async () => {
    await close()
    await server.close()
  })
  const opened: { body: string; html_url: string }[] = []
  server.answer(({ method, json }) => {
    if (method === 'POST')
      opened.push({ body: (json as { body: string }).body, html_url: 'https://github.com/example/operations/issues/7' })
    return { status: method === 'POST' ? 201 : 200, body: JSON.stringify(method === 'POST' ? opened.at(-1) : opened) }
  })
  const rig = HTTP_RIGS.github?.(server.url)
  assert.ok(rig)
  const first = await github.send({ ...PAGE, kind: 'ticket' }, '', io(rig))
  const again = await github.send({ ...PAGE, kind: 'ticket', possibleRepeat: true }, '', io(rig))
  assert.deepEqual([first.ok && first.providerId, again.ok && again.providerId], [opened[0]?.html_url, opened[0]?.html_url])
  assert.equal(opened.length, 1)
  const other = await github.send({ ...PAGE, id: 'another', kind: 'ticket', possibleRepeat: true }, '', io(rig))
  assert.deepEqual([other.ok, opened.length], [true, 2])
})
