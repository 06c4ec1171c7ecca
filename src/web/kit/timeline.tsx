import type { ReactNode } from 'react'
import type { Icon } from '../manifest.ts'
import { ClockTime } from './relative-time.tsx'

export type TimelineEntry = {
  id: string
  at: string
  icon: Icon
  /** A plain fact on one line: "Leila published …". */
  fact?: ReactNode
  /** Somebody's own words, on a card. */
  card?: { who: string; how: ReactNode; text: ReactNode; corner?: ReactNode }
  tone?: 'missed'
}

/** What happened, newest first: time, pen and evidence in one look. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {entries.map(({ id, at, icon: Shape, fact, card, tone }) => (
        <li key={id}>
          <span className="timeline-time">
            <ClockTime at={at} />
          </span>
          <span className={`timeline-icon ${tone ?? ''}`} aria-hidden>
            <Shape size={14} />
          </span>
          {card ? <Card {...card} /> : <div className="timeline-fact">{fact}</div>}
        </li>
      ))}
    </ol>
  )
}

function Card({ who, how, text, corner }: NonNullable<TimelineEntry['card']>) {
  return (
    <div className="timeline-card">
      <div className="line f12 t3">
        <b>{who}</b>
        {how}
        {corner && <span className="push">{corner}</span>}
      </div>
      <div className="timeline-text">{text}</div>
    </div>
  )
}
