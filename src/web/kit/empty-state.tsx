import type { ReactNode } from 'react'
import { say } from './strings.ts'

export type EmptyStateProps = {
  /** "Nothing is burning" */
  title: string
  /** What the list is for and when something will appear in it. */
  what: string
  /** One button. */
  action?: ReactNode
  /** One line for the shell. */
  cli?: string
}

export function EmptyState({ title, what, action, cli }: EmptyStateProps) {
  return (
    <div className="empty">
      <b className="f14">{title}</b>
      <p>{what}</p>
      {action}
      {cli && (
        <section aria-label={say('cli')}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls by itself, so keyboards must reach it */}
          <code tabIndex={0}>{cli}</code>
        </section>
      )}
    </div>
  )
}
