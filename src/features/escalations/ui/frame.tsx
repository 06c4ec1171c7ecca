import type { ReactNode } from 'react'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import type { PageTab } from '../../../web/shell/page.tsx'
import type { LadderView } from '../contract/ladders.ts'
import { say as named } from './manifest-strings.ts'
import { say } from './strings.ts'

export const Failed = ({ onAgain }: { onAgain: () => void }) => (
  <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={onAgain} />
)

/** What stands beside the ladders. Coverage is another feature's screen with the same tabs. */
export const mainTabs = (): PageTab[] => [
  { label: say('tabLadders'), to: '/escalation' },
  { label: say('tabRunning'), to: '/escalation/running' },
  { label: say('tabCoverage'), to: '/escalation/coverage' },
]

export const ladderPath = (id: string): string => `/escalation/ladder/${encodeURIComponent(id)}`

export const ladderTabs = (id: string): PageTab[] => [
  { label: say('tabRuler'), to: ladderPath(id) },
  { label: say('tabSteps'), to: `${ladderPath(id)}/steps` },
  { label: say('tabHistory'), to: `${ladderPath(id)}/history` },
]

export const titleOf = (ladder: LadderView | undefined, id: string): string => say('ladder', { name: ladder?.name ?? id })

export const usedBy = ({ services }: LadderView): string =>
  services.length > 0 ? say('usedBy', { count: services.length }) : say('usedByNone')

export const crumbs = () => [{ label: named('title'), to: '/escalation' }]

const BASES = { acknowledged: 'stopsAcknowledged', unresolved: 'stopsResolved', manual: 'byHand' } as const
export const basisInWords = ({ basis }: Pick<LadderView, 'basis'>): string => say(BASES[basis])

export const namesOf = (people: readonly { name: string }[]): string => [...new Set(people.map(({ name }) => name))].join(', ')

/** A problem that stands where it belongs, beside the thing it is about. */
export const Trouble = ({ children }: { children: ReactNode }) => (
  <p className="missed" role="alert">
    {children}
  </p>
)
