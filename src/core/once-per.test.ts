import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oncePer } from './once-per.ts'

test('what follows from an object is worked out once for each, also when it is nothing', () => {
  const asked: string[] = []
  const nameOf = oncePer(({ name }: { name?: string }) => {
    asked.push(name ?? '-')
    return name
  })
  const [ana, nobody] = [{ name: 'ana' }, {}]
  assert.deepEqual(
    [nameOf(ana), nameOf(ana), nameOf(nobody), nameOf(nobody), nameOf({ name: 'ana' })],
    ['ana', 'ana', undefined, undefined, 'ana'],
  )
  assert.deepEqual(asked, ['ana', '-', 'ana'])
})
