import { type CSSProperties, useEffect, useState } from 'react'
import { say } from './strings.ts'

/** Below this nobody notices the wait, and a flash of grey would only disturb. */
const UNNOTICED_MS = 200
const WIDTHS = [
  [78, 54],
  [64, 40],
  [70, 46],
]

/** True once something has been loading for longer than people notice. */
export function useIsSlow(isLoading: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isLoading) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), UNNOTICED_MS)
    return () => clearTimeout(timer)
  }, [isLoading])
  return isLoading && isSlow
}

/** Rows of the final size; nothing for the first 200 ms. `isShown` shows them at once (gallery). */
export function RowsSkeleton({ rows = 3, isShown = false }: { rows?: number; isShown?: boolean }) {
  const isSlow = useIsSlow(true)
  if (!isShown && !isSlow) return <div className="skeleton-room" style={{ '--skeleton-rows': rows } as CSSProperties} />
  return (
    <div role="status">
      <span className="sr">{say('loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey bars never move
        <div key={row} className="skeleton-row" aria-hidden>
          <span className="skeleton skeleton-badge" />
          <span className="skeleton-lines">
            {WIDTHS[row % WIDTHS.length]?.map((width) => (
              <span key={width} className="skeleton" style={{ width: `${width}%` }} />
            ))}
          </span>
          <span className="skeleton" />
        </div>
      ))}
    </div>
  )
}
