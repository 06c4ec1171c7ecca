import { IconAlertOctagon, IconAlertTriangle, IconCircle, IconSquareRotated } from '@tabler/icons-react'
import { severityTitle } from '../../core/policy/severity-title.ts'

/** The policy names the levels; the shape comes from the rank, 1 being the most severe. */
const SHAPES = [IconAlertOctagon, IconAlertTriangle, IconSquareRotated, IconCircle]

export type SeverityProps = {
  rank: number
  /** "SEV-1", "P0": the policy's short label. */
  label: string
  /** "Critical": added where there is room, unless it says what the label says. */
  word?: string
  /** Solid while nobody has it, tinted once somebody does. */
  isSolid?: boolean
  isLarge?: boolean
}

export function Severity({ rank, label, word, isSolid = false, isLarge = false }: SeverityProps) {
  const level = Math.min(Math.max(rank, 1), SHAPES.length)
  const Shape = SHAPES[level - 1] ?? IconCircle
  return (
    <span className={`sev sev-${level}${isSolid ? ' sev-solid' : ''}${isLarge ? ' sev-large' : ''}`}>
      <Shape size={14} aria-hidden />
      {severityTitle(label, word)}
    </span>
  )
}
