import { IconCircleCheck, IconCircleHalf2, IconCircleX, IconSquareRotated, IconTool } from '@tabler/icons-react'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import type { COMPONENT_STATUSES } from '../contract.ts'
import { say } from './strings.ts'

export type Level = (typeof COMPONENT_STATUSES)[number]

const ICONS = {
  operational: IconCircleCheck,
  maintenance: IconTool,
  degraded: IconSquareRotated,
  partial_outage: IconCircleHalf2,
  major_outage: IconCircleX,
}

/** The status of a component with the shape that the public page gives it. */
export const LevelWord = ({ level }: { level: Level }) => <StatusWord icon={ICONS[level]}>{say(level)}</StatusWord>
