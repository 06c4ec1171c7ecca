import { type CSSProperties, type ReactNode, useEffect, useId, useRef } from 'react'

export type PanelProps = { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode; isPadded?: boolean }

/** A sheet with a heading; a region of the page for those who jump by landmarks. */
export function Panel({ title, note, actions, children, isPadded = false }: PanelProps) {
  const id = useId()
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id} className="nowrap">
          {title}
        </h2>
        {note !== undefined && <span className="t3 one-line">{note}</span>}
        {actions && <span className="push line">{actions}</span>}
      </div>
      {isPadded ? <div className="panel-inside">{children}</div> : children}
    </section>
  )
}

export type RowsProps = {
  /** Widths as a CSS grid: "72px minmax(0, 1fr) 96px". */
  columns: string
  /** Below 640 px; the last cells wrap below when there are fewer columns than cells. */
  narrowColumns?: string
  /** Words above the columns; hidden below 640 px. */
  head?: readonly ReactNode[]
  isTall?: boolean
  label?: string
  children: ReactNode
}

/** A list in columns: rows of 36 px, or of 52 px with a second line. */
export function Rows({ columns, narrowColumns = columns, head, isTall = false, label, children }: RowsProps) {
  const widths = { '--columns': columns, '--narrow-columns': narrowColumns } as CSSProperties
  return (
    <div className={isTall ? 'rows rows-tall' : 'rows'} style={widths}>
      {head && (
        <div className="row row-head" aria-hidden>
          {head.map((word, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the words of a head never move
            <span key={i}>{word}</span>
          ))}
        </div>
      )}
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets the role of a list without bullets */}
      <ul role="list" aria-label={label}>
        {children}
      </ul>
    </div>
  )
}

/** One row. `isCurrent` marks the one that `j` and `k` stand on. */
export function Row({ children, isCurrent = false, className = '' }: { children: ReactNode; isCurrent?: boolean; className?: string }) {
  const line = useRef<HTMLLIElement>(null)
  const wasCurrent = useRef(isCurrent)
  useEffect(() => {
    // only for whoever moves there: a list that opens must not jump
    if (isCurrent && !wasCurrent.current) line.current?.scrollIntoView({ block: 'nearest' })
    wasCurrent.current = isCurrent
  }, [isCurrent])
  return (
    <li ref={line} className={`row${isCurrent ? ' row-current' : ''} ${className}`} aria-current={isCurrent || undefined}>
      {children}
    </li>
  )
}

/** Words and their values, two columns. */
export function Facts({ facts }: { facts: readonly { word: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {facts.map(({ word, value }) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
