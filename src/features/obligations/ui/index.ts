import { IconClockExclamation } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const WHOSE = ['mine']
const AHEAD = ['day', 'week']
const SCORED_BY = ['team', 'incident']

const oneOf = (known: readonly string[], value: unknown): string | undefined => known.find((each) => each === value)
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** What of the board is shown; what is left out is everything. */
function boardOf(raw: Record<string, unknown>): Record<string, unknown> {
  const { incident, person, team } = raw
  return {
    whose: oneOf(WHOSE, raw.whose),
    ahead: oneOf(AHEAD, raw.ahead),
    ...{ incident: textOf(incident), person: textOf(person), team: textOf(team) },
  }
}

const obligations: FeatureUi = {
  id: 'obligations',
  routes: [
    { path: '/obligations', load: () => import('./board-screen.tsx'), search: boardOf },
    { path: '/obligations/score', load: () => import('./score-screen.tsx'), search: ({ by }) => ({ by: oneOf(SCORED_BY, by) }) },
  ],
  commands: [
    {
      id: 'obligations',
      label: () => say('command'),
      alsoKnownAs: () => say('commandAlso'),
      icon: IconClockExclamation,
      group: 'go',
      keys: 'g d',
      run: ({ go }) => go('/obligations'),
    },
  ],
}

export default obligations
