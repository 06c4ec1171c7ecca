import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeDocument } from '../../src/core/document/decode.ts'
import { dirtFreeCrm } from './dirt-free-crm.ts'
import { type Figure, listed, missing, plainLabels, read, renamed, reordered, STYLES } from './figures.ts'
import { skillancer } from './skillancer.ts'
import { smartbeak } from './smartbeak.ts'

const FOLDER = new URL('../../../shared/documents/', import.meta.url)
/** What a reader may leave to people. */
const MOST_UNREAD = 0.05

const DOCUMENTS: readonly { file: string; names: string[]; figures: readonly Figure[] }[] = [
  { file: 'B-smartbeak.md', names: ['SmartBeak', 'smartbeak'], figures: smartbeak },
  { file: 'D-skillancer.md', names: ['Skillancer', 'skillancer'], figures: skillancer },
  { file: 'E-dirt-free-crm.md', names: ['Dirt Free CRM', 'dirt-free-crm'], figures: dirtFreeCrm },
]

const changes = (names: string[]): Record<string, (text: string) => string> => ({
  'as it is': (text) => text,
  'of another company': (text) => renamed(text, names),
  'chapters in another order': reordered,
  ...Object.fromEntries(Object.entries(STYLES).map(([name, style]) => [`tables as lists, ${name}`, (text: string) => listed(text, style)])),
  'labels without bold': plainLabels,
  'all of it at once': (text) => listed(reordered(renamed(text, names)), Object.values(STYLES)[0] as never),
})

for (const { file, names, figures } of DOCUMENTS) {
  const path = new URL(file, FOLDER)
  const skip = existsSync(path) ? false : 'the documents are not beside this checkout'
  for (const [name, change] of Object.entries(changes(names))) {
    test(`S1 S4 S6 S10 S16 S18 ${file} ${name}: its figures are in the draft, the rest on the list`, { skip }, () => {
      const { unread, lost } = missing(figures, read(change(decodeDocument(readFileSync(path)).text)))
      const told = (some: Figure[]) =>
        some.map(
          ({ row, section, holds }) =>
            `${row} ${section} ${JSON.stringify(holds, (_, each) => (each instanceof RegExp ? String(each) : each))}`,
        )
      assert.deepEqual(told(lost), [], 'neither in the draft nor on the list')
      assert.ok(
        unread.length / figures.length <= MOST_UNREAD,
        `${unread.length} of ${figures.length} are not in the draft: ${told(unread).join('; ')}`,
      )
    })
  }
}
