import type { PageTab } from '../../../web/shell/page.tsx'
import type { Owed } from './owed.ts'
import { say } from './strings.ts'

/** Obligations stand beside the incidents that ask for them. */
export const boardTabs = (missed?: number): PageTab[] => [
  { label: say('incidents'), to: '/incidents' },
  { label: say('board'), to: '/obligations', ...(missed ? { count: missed, isBad: true } : {}) },
  { label: say('score'), to: '/obligations/score' },
]

export const aboutOf = ({ incident }: Owed): string => incident?.reference ?? say('organisation')

const PER_CENT = 100

/** "96.3 %": rounded down, so that only what is whole reads as whole. */
export const shareOf = (kept: number): string =>
  say('percent', { share: (Math.floor(kept * PER_CENT * 10) / 10).toFixed(1).replace(/\.0$/, '') })
