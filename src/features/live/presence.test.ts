import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Told } from './hub.ts'
import { Presence } from './presence.ts'

const ROOM = 'incident:inc-1'

test('whoever is there is there once, is told of others, and leaves with their connection', () => {
  const presence = new Presence()
  const heard: Record<string, Told[]> = { a: [], b: [], c: [] }
  const open = (stream: string, actor: string) => presence.add(stream, { actor, tell: (changes) => void heard[stream]?.push(...changes) })
  open('a', 'user:ana')
  const leave = open('b', 'user:ben')
  open('c', 'user:ana')
  assert.ok(presence.move('a', 'user:ana', ROOM))
  assert.ok(presence.move('c', 'user:ana', ROOM))
  assert.deepEqual(presence.at(ROOM), ['user:ana'])
  presence.move('b', 'user:ben', ROOM)
  assert.deepEqual(presence.at(ROOM), ['user:ana', 'user:ben'])
  leave()
  assert.deepEqual(presence.at(ROOM), ['user:ana'])
  const told = { kind: 'presence', id: ROOM }
  assert.deepEqual(heard, { a: [told, told, told], b: [], c: [told, told] })
})

test('nobody is moved by somebody else, and who goes elsewhere is no longer here', () => {
  const presence = new Presence()
  presence.add('a', { actor: 'user:ana', tell: () => {} })
  assert.equal(presence.move('a', 'user:eve', ROOM), false)
  assert.equal(presence.move('none', 'user:ana', ROOM), false)
  presence.move('a', 'user:ana', ROOM)
  presence.move('a', 'user:ana', null)
  assert.deepEqual(presence.at(ROOM), [])
})
