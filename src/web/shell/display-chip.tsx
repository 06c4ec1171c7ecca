import { Suspense, useState } from 'react'
import { lazily } from './lazily.tsx'
import { ZoneChip } from './zone-chip.tsx'

const DisplayMenu = lazily(() => import('./display-menu.tsx'), 'DisplayMenu')

/** The chip; behind it zone, theme and keys, which load when somebody opens it. */
export function DisplayChip() {
  const [isWanted, setWanted] = useState(false)
  const chip = <ZoneChip aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />
  if (!isWanted) return chip
  return (
    <Suspense fallback={chip}>
      <DisplayMenu />
    </Suspense>
  )
}
