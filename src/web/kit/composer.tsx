import { Button, Textarea } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import type { KeyPattern } from '../manifest.ts'
import { KeyHint } from './key-hint.tsx'
import { say } from './strings.ts'
import { type TabItem, Tabs } from './tabs.tsx'

export type ComposerMode = TabItem & {
  placeholder?: string
  submit: string
  footer?: ReactNode
  keys?: KeyPattern
  /** How what is typed may go on: Tab takes the first, a click any. */
  complete?: (text: string) => readonly Completion[]
}

/** `text` is the whole line as it would be. */
export type Completion = { text: string; label: string; about: string }

export type ComposerProps = {
  label: string
  modes: readonly ComposerMode[]
  /** Under this name an unsent text survives a reload. */
  draftKey: string
  /** Resolves when the server has it; a rejection keeps the text and is said by the caller. */
  onSend: (modeId: string, text: string) => Promise<void>
  /** Which tab is open, where the screen decides (keys that lead here); else the composer keeps it itself. */
  currentMode?: string
  onMode?: (modeId: string) => void
}

/** One place to write: the tab says what becomes of it, Ctrl Enter sends. */
export function Composer({ label, modes, draftKey, onSend, currentMode, onMode }: ComposerProps) {
  const panelId = useId()
  const [ownMode, setOwnMode] = useState(modes[0]?.id ?? '')
  const [modeId, setModeId] = [currentMode ?? ownMode, onMode ?? setOwnMode]
  const [text, setText] = useDraft(draftKey)
  const [isSending, setSending] = useState(false)
  const mode = modes.find((each) => each.id === modeId) ?? modes[0]
  const { field, completions, take, onKey, focusAfter } = useCompletions(text, setText, mode)
  if (!mode) return null
  const send = async () => {
    if (!text.trim() || isSending) return
    setSending(true)
    await onSend(mode.id, text.trim()).then(
      () => setText(''),
      () => undefined, // the caller has said it; here the text is kept
    )
    setSending(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    onKey(event)
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void send()
  }
  return (
    <div className="composer">
      <Tabs label={label} items={modes} current={mode.id} onChange={(next) => focusAfter(() => setModeId(next))} panelId={panelId} />
      <div id={panelId} role="tabpanel" aria-label={mode.label}>
        <Textarea
          ref={field}
          variant="unstyled"
          autosize
          minRows={2}
          aria-label={`${label}: ${mode.label}`}
          placeholder={mode.placeholder ?? say('writeHere')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {completions.length > 0 && <Completions completions={completions} onTake={take} />}
        <div className="composer-foot">
          {mode.footer}
          <Button className="push" variant="filled" loading={isSending} onClick={send} rightSection={<KeyHint keys="mod+Enter" />}>
            {mode.submit}
          </Button>
        </div>
      </div>
    </div>
  )
}

function useCompletions(text: string, setText: (text: string) => void, mode: ComposerMode | undefined) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [dismissed, setDismissed] = useState('')
  const completions = text === dismissed ? [] : (mode?.complete?.(text) ?? [])
  const take = (next: string) => {
    setText(next)
    field.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    const [first] = completions
    if (!first) return event.key === 'Escape' ? field.current?.blur() : undefined
    if (event.key === 'Escape') setDismissed(text)
    if (event.key !== 'Tab' || event.shiftKey) return
    event.preventDefault()
    take(first.text)
  }
  /** What is typed after a tab was chosen belongs into the field. */
  const focusAfter = (change: () => void) => {
    change()
    field.current?.focus()
  }
  return { field, completions, take, onKey, focusAfter }
}

/** Outside of the order of Tab, which takes the first: the others are chosen by pointing, or by typing on. */
function Completions({ completions, onTake }: { completions: readonly Completion[]; onTake: (text: string) => void }) {
  return (
    <ul className="completions" aria-label={say('completions')}>
      {completions.map(({ text, label, about }) => (
        <li key={text}>
          <button type="button" tabIndex={-1} onClick={() => onTake(text)}>
            <b>{label}</b> <span className="t3">{about}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function useDraft(key: string): [string, (text: string) => void] {
  const store = `tocsin.draft.${key}`
  const [text, setText] = useState(() => sessionStorage.getItem(store) ?? '')
  return [
    text,
    (next) => {
      setText(next)
      if (next) sessionStorage.setItem(store, next)
      else sessionStorage.removeItem(store)
    },
  ]
}
