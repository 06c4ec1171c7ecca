import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { commandHelp, readCommand } from '../../src/features/incidents/contract/grammar.ts'

const page = readFileSync(new URL('../../docs/running-an-incident.md', import.meta.url), 'utf8')
const inTable = (text: string): string => text.replaceAll('|', '\\|')

test('S8 docs/running-an-incident.md lists every command as the grammar has it, in its order', () => {
  const listed = page.split('\n').filter((line) => line.startsWith('| `'))
  const known = commandHelp.map(({ usage, about, aliases }) => {
    const also = aliases.length > 0 ? `; also ${aliases.map((name) => `\`${name}\``).join(', ')}` : ''
    return `| \`${inTable(usage)}\` | ${about}${also} |`
  })
  assert.deepEqual(listed, known)
})

test('S8 every line of its night can be typed', () => {
  const night = /```\n([\s\S]*?)```/.exec(page)?.[1]?.trim().split('\n') ?? []
  assert.ok(night.length > 5)
  for (const line of night) assert.ok(readCommand(line).ok, line)
})
