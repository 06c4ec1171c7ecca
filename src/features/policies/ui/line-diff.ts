import { Chunk } from '@codemirror/merge'
import { Text } from '@codemirror/state'
import type { DiffAnswer } from '../contract/versions.ts'

export type DiffLine = DiffAnswer['lines'][number]

const textOf = (text: string): Text => Text.of(text.split('\n'))

/** Lines of `after` (from 1) that are not those of `before`; where lines only went, the one that follows. */
export function changedLines(before: string, after: string): number[] {
  if (before === after) return []
  const doc = textOf(after)
  return Chunk.build(textOf(before), doc).flatMap(({ fromB, endB }) => {
    const first = doc.lineAt(Math.min(fromB, doc.length)).number
    const last = doc.lineAt(Math.min(endB, doc.length)).number
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}

/** Equal lines before and after a change that help to find it. */
const AROUND = 2

/** Both texts line by line; long equal stretches are counted instead of shown. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [textOf(before), textOf(after)]
  const lines: DiffLine[] = []
  let shown = 1
  const addSame = (from: number, to: number): void => {
    for (let n = from; n < to; n++) lines.push({ kind: 'same', text: b.line(n).text })
  }
  const addSkipped = (count: number): void => {
    if (count > 0) lines.push({ kind: 'skipped', text: String(count) })
  }
  for (const { fromA, endA, fromB, endB, toA, toB } of Chunk.build(a, b)) {
    const first = fromB > b.length ? b.lines + 1 : b.lineAt(Math.min(fromB, b.length)).number
    const begin = Math.max(shown, first - AROUND)
    if (shown > 1) addSame(shown, Math.min(shown + AROUND, begin))
    addSkipped(begin - (shown > 1 ? Math.min(shown + AROUND, begin) : shown))
    addSame(begin, first)
    if (toA > fromA) for (const text of a.sliceString(fromA, endA).split('\n')) lines.push({ kind: 'removed', text })
    const added = toB > fromB ? b.sliceString(fromB, endB).split('\n') : []
    for (const text of added) lines.push({ kind: 'added', text })
    shown = first + added.length
  }
  if (lines.length === 0) return []
  const end = Math.min(b.lines + 1, shown + AROUND)
  addSame(shown, end)
  addSkipped(b.lines + 1 - end)
  return lines
}
