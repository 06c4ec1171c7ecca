import type { KeyboardEvent } from 'react'
import type { KeyPattern } from '../manifest.ts'
import { KeyHint } from './key-hint.tsx'

export type TabItem = { id: string; label: string; keys?: KeyPattern }
export type TabsProps = { label: string; items: readonly TabItem[]; current: string; onChange: (id: string) => void; panelId: string }

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }

/** Tabs over one panel; arrows move between them. */
export function Tabs({ label, items, current, onChange, panelId }: TabsProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = STEPS[event.key]
    if (!step) return
    const at = items.findIndex((item) => item.id === current)
    const next = (at + step + items.length) % items.length
    onChange(items[next]?.id ?? current)
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {items.map(({ id, label: word, keys }) => {
        const isCurrent = id === current
        return (
          <button
            key={id}
            type="button"
            role="tab"
            className="tab"
            aria-selected={isCurrent}
            aria-controls={panelId}
            tabIndex={isCurrent ? 0 : -1}
            onClick={() => onChange(id)}
          >
            {word}
            {keys && <KeyHint keys={keys} />}
          </button>
        )
      })}
    </div>
  )
}
