import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { namingsIn } from '../../scripts/requirement-rows.ts'

const ORGANISATIONS = { A: 'sparkacademy', B: 'smartbeak', C: 'profile-builder', D: 'skillancer', E: 'dirt-free-crm' }

/** Rows that ask something of the product, and give the bundle of the named organisations nothing to say. */
const OF_THE_PRODUCT: Record<string, string> = {
  'S1.15': 'B E', // a severity can be changed
  'S2.4': 'A B D E', // instants are apart
  'S2.5': 'A', // who acknowledged, and when
  'S2.12': 'A C D', // a record is opened
  'S6.6': 'A', // anybody may be asked for more
  'S7.6': 'A B E', // live notes
  'S8.1': 'B', // what can be typed
  'S8.2': 'B',
  'S8.3': 'B',
  'S8.4': 'B',
  'S8.5': 'B',
  'S9.6': 'A B', // how long it lasted
  'S9.9': 'B', // nobody can alter the log
  'S10.8': 'B D E', // plain words
  'S11.8': 'E', // the history of the page
  'S11.9': 'A', // resolved with a summary
  'S12.10': 'B', // texts are files
  'S17.4': 'D', // reminders
  'S17.5': 'B', // what came back
  'S19.5': 'B', // findings of exercises become actions
  'S20.2': 'A', // the report of gaps
}

/** `| S6.8 | … | E commander 15 m |` → the letters in front of figures: E. */
function rowsOf(letter: string): string[] {
  const text = readFileSync(new URL('../../policies/REQUIREMENTS.md', import.meta.url), 'utf8')
  return text.split('\n').flatMap((line) => {
    const [, id = '', title = '', figures = ''] = line.split('|').map((cell) => cell.trim())
    if (!/^S\d+\.\d+$/.test(id)) return []
    const asked = figures.split(' · ').some((part) => new RegExp(`^(?:[A-E] )*${letter}(?: |$)`).test(part))
    return asked || title.startsWith(`${letter}:`) ? [id] : []
  })
}

for (const [letter, name] of Object.entries(ORGANISATIONS)) {
  test(`every row in which ${name} has a figure is held by a test, or is the product's`, () => {
    const path = `figures-${name}.test.ts`
    const named = new Set(namingsIn(path, readFileSync(new URL(path, import.meta.url), 'utf8')).map(({ row }) => row))
    const open = rowsOf(letter).filter((row) => !named.has(row) && !OF_THE_PRODUCT[row]?.includes(letter))
    assert.deepEqual(open, [])
  })
}
