import { IconClock } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { nowMs } from '../clock.ts'
import { useZone, zoneName } from '../times.ts'
import { say } from './strings.ts'

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
