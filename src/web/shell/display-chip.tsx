import { IconClock } from '@tabler/icons-react'
import { type ComponentProps, Suspense, useState } from 'react'
import { nowMs } from '../clock.ts'
import { useZone, zoneName } from '../times.ts'
import { lazily } from './lazily.tsx'
import { say } from './strings.ts'

const DisplayMenu = lazily(() => import('./display-menu.tsx'), 'DisplayMenu')

/** Says in which zone every time is meant. */
export function ZoneChip({ className = '', ...props }: ComponentProps<'button'>) {
  useZone()
  return (
    <button type="button" title={say('display')} {...props} className={`zone-chip ${className}`}>
      <IconClock size={14} aria-hidden />
      <span className="sr">{say('display')}: </span>
      {zoneName(nowMs())}
    </button>
  )
}

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
