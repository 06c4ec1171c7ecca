import { type Extension, RangeSetBuilder, StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import type { Finding } from './queries.ts'
import { wordAt } from './repairs.ts'

/** What is drawn over the text: findings at their words, and the lines that differ from what is in force (from 1). */
export type Marks = { findings: readonly Finding[]; changed: readonly number[] }

export const setMarks = StateEffect.define<Marks>()

const RANKS = { error: 0, warning: 1, advisory: 2 } as const
/** Longer words are read in the list of findings. */
const MOST_LETTERS = 72

class Remark extends WidgetType {
  readonly finding: Finding
  constructor(finding: Finding) {
    super()
    this.finding = finding
  }
  override eq({ finding }: Remark): boolean {
    return finding.message === this.finding.message && finding.level === this.finding.level
  }
  override toDOM(): HTMLElement {
    const { level, message } = this.finding
    const remark = document.createElement('span')
    remark.className = `code-remark code-remark-${level}`
    remark.textContent = message.length > MOST_LETTERS ? `${message.slice(0, MOST_LETTERS)}…` : message
    remark.title = message
    return remark
  }
}

type Drawn = { from: number; to: number; decoration: Decoration }

function drawnOf(doc: Text, { findings, changed }: Marks): DecorationSet {
  const inside = (line: number): boolean => line >= 1 && line <= doc.lines
  const lines = changed.filter(inside).map((line): Drawn => {
    const { from } = doc.line(line)
    return { from, to: from, decoration: Decoration.line({ class: 'code-changed' }) }
  })
  const worstFirst = findings.filter(({ line }) => inside(line)).toSorted((a, b) => RANKS[a.level] - RANKS[b.level])
  const words = worstFirst.map((finding): Drawn => {
    const line = doc.line(finding.line)
    const { from, to } = wordAt(line.text, finding.column)
    return {
      from: line.from + from,
      to: Math.min(line.from + to, line.to),
      decoration: Decoration.mark({ class: `code-word-${finding.level}` }),
    }
  })
  const remarked = new Map(worstFirst.toReversed().map((finding) => [finding.line, finding]))
  const remarks = [...remarked].map(([number, finding]): Drawn => {
    const { to } = doc.line(number)
    return { from: to, to, decoration: Decoration.widget({ widget: new Remark(finding), side: 1 }) }
  })
  const builder = new RangeSetBuilder<Decoration>()
  const all = [...lines, ...words.filter(({ from, to }) => to > from), ...remarks]
  all.sort((a, b) => a.from - b.from || a.decoration.startSide - b.decoration.startSide)
  for (const { from, to, decoration } of all) builder.add(from, to, decoration)
  return builder.finish()
}

/** Draws the marks, and moves them with the text until the next answer. */
export const marks: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects, state }) {
    const set = effects.find((effect) => effect.is(setMarks))
    return set ? drawnOf(state.doc, set.value) : before.map(changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})
