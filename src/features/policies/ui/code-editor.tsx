import { autocompletion, type CompletionContext, type CompletionResult, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import type { JsonSchema } from '../../../core/policy/json-schema.ts'
import { type Marks, marks, setMarks } from './code-marks.ts'
import { namesIn, offersAt } from './language.ts'
import { placeOf } from './yaml-place.ts'
import './code-editor.css'

/** A new object goes there once more. */
export type GoTo = { line: number; column: number }

export type CodeEditorProps = Marks & {
  label: string
  text: string
  language: JsonSchema | undefined
  goTo: GoTo | null
  onChange: (text: string) => void
  /** Where somebody put the cursor, from 0. */
  onCursor: (offset: number) => void
  /** F8 and Ctrl . */
  onNextFinding: () => void
  onRepair: () => void
}

/** The text with line numbers, completion from the language, and findings where they are. */
export function CodeEditor(props: CodeEditorProps) {
  const { text, findings, changed, goTo } = props
  const latest = useRef(props)
  latest.current = props
  const frame = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  useEffect(() => {
    const parent = frame.current
    if (!parent) return
    const made = new EditorView({ parent, state: EditorState.create({ doc: latest.current.text, extensions: extensionsFor(latest) }) })
    view.current = made
    // what opens below takes room: the cursor stays in sight
    const room = new ResizeObserver(
      () => made.hasFocus && made.dispatch({ effects: EditorView.scrollIntoView(made.state.selection.main.head) }),
    )
    room.observe(parent)
    return () => {
      room.disconnect()
      made.destroy()
    }
  }, [])
  useEffect(() => (view.current ? takeText(view.current, text) : undefined), [text])
  useEffect(() => view.current?.dispatch({ effects: setMarks.of({ findings, changed }) }), [findings, changed])
  useEffect(() => (view.current && goTo ? showLine(view.current, goTo) : undefined), [goTo])
  return <div ref={frame} className="code-editor" />
}

type Latest = { readonly current: CodeEditorProps }

const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

function extensionsFor(latest: Latest): Extension[] {
  const run = (act: 'onNextFinding' | 'onRepair') => () => {
    latest.current[act]()
    return true
  }
  return [
    EditorView.cspNonce.of(nonce()),
    [lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), bracketMatching(), indentOnInput(), history()],
    [yaml(), syntaxHighlighting(classHighlighter), highlightSelectionMatches(), marks],
    autocompletion({ override: [(context) => complete(context, latest.current.language)], icons: false }),
    keymap.of([
      { key: 'F8', run: run('onNextFinding') },
      { key: 'Mod-.', run: run('onRepair') },
      ...[...completionKeymap, ...historyKeymap, ...searchKeymap, ...defaultKeymap],
    ]),
    EditorView.contentAttributes.of({ 'aria-label': latest.current.label, tabindex: '0' }),
    EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
      if (docChanged) latest.current.onChange(state.doc.toString())
      if (selectionSet) latest.current.onCursor(state.selection.main.head)
    }),
  ]
}

/** Takes over what was changed elsewhere (a form, a repair): only the part that differs, so that cursor and undo stay. */
function takeText(view: EditorView, text: string): void {
  const own = view.state.doc.toString()
  if (own === text) return
  const shorter = Math.min(own.length, text.length)
  let from = 0
  while (from < shorter && own[from] === text[from]) from++
  let tail = 0
  while (tail < shorter - from && own[own.length - 1 - tail] === text[text.length - 1 - tail]) tail++
  view.dispatch({ changes: { from, to: own.length - tail, insert: text.slice(from, text.length - tail) } })
}

function showLine(view: EditorView, { line, column }: GoTo): void {
  const { doc } = view.state
  const at = doc.line(Math.min(Math.max(1, line), doc.lines))
  const anchor = Math.min(at.from + Math.max(0, column - 1), at.to)
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
  view.focus()
}

function complete({ state, pos, explicit }: CompletionContext, language: JsonSchema | undefined): CompletionResult | null {
  const own = state.doc.lineAt(pos)
  const before = Array.from({ length: own.number - 1 }, (_, i) => state.doc.line(i + 1).text)
  const typed = placeOf([...before, own.text.slice(0, pos - own.from)])
  if (!language || (!explicit && typed.word === '')) return null
  const offers = offersAt(language, typed, namesIn(state.doc.toString()))
  return {
    from: own.from + typed.from,
    options: offers.map(({ word, kind, detail }) => ({
      label: word,
      apply: kind === 'key' ? `${word}: ` : word,
      ...(detail ? { info: detail } : {}),
    })),
    validFor: /^[\w:.-]*$/,
  }
}
