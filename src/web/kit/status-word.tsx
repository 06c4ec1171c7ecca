import type { ReactNode } from 'react'
import type { Icon } from '../manifest.ts'

/** An icon and a word, so that no state is told by colour alone. */
export function StatusWord({ icon: Shape, children, tone }: { icon: Icon; children: ReactNode; tone?: 'soon' | 'missed' }) {
  return (
    <span className={`status-word ${tone ?? ''}`}>
      <Shape size={16} aria-hidden />
      {children}
    </span>
  )
}

/** A small rounded fact: a filter, a channel, a role. */
export function Chip({ icon: Shape, children, tone }: { icon?: Icon; children: ReactNode; tone?: 'on' | 'accent' | 'soon' | 'missed' }) {
  return (
    <span className={`chip${tone ? ` chip-${tone}` : ''}`}>
      {Shape && <Shape size={14} aria-hidden />}
      {children}
    </span>
  )
}
