import { diff } from 'node:util'

export type Line = { kind: 'same' | 'added' | 'removed' | 'skipped'; text: string }

/** Equal lines around a change that are shown with it. */
const AROUND = 3

/** Runs in a thread of its own: texts of large policies have 100,000 lines. */
export const task = ({ before, after }: { before: string; after: string }): Line[] => shortened(linesBetween(before, after))

/** What was removed stands before what came in its place. */
function linesBetween(before: string, after: string): Line[] {
  const lines: Line[] = []
  let added: Line[] = []
  const entries = diff(linesOf(after), linesOf(before))
  for (const [what, text] of entries) {
    if (what === 1) added.push({ kind: 'added', text })
    else if (what === -1) lines.push({ kind: 'removed', text })
    else {
      lines.push(...added, { kind: 'same', text })
      added = []
    }
  }
  return [...lines, ...added]
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

function shortened(lines: readonly Line[]): Line[] {
  const near = new Set(
    lines.flatMap(({ kind }, i) => (kind === 'same' ? [] : Array.from({ length: 2 * AROUND + 1 }, (_, k) => i - AROUND + k))),
  )
  const shown: Line[] = []
  let skipped = 0
  for (const [i, line] of lines.entries()) {
    if (!near.has(i)) {
      skipped += 1
      continue
    }
    if (skipped > 0) shown.push({ kind: 'skipped', text: `${skipped}` })
    skipped = 0
    shown.push(line)
  }
  return skipped > 0 && shown.length > 0 ? [...shown, { kind: 'skipped', text: `${skipped}` }] : shown
}
