import { IconStairs } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'
import { questionFrom } from './question.ts'

const ladder = { load: () => import('./ladder-screen.tsx'), search: questionFrom }

const escalations: FeatureUi = {
  id: 'escalations',
  rail: [{ label: () => say('title'), icon: IconStairs, to: '/escalation', group: 'night', keys: 'g e' }],
  routes: [
    { path: '/escalation', load: () => import('./ladders-screen.tsx') },
    { path: '/escalation/running', load: () => import('./running-screen.tsx') },
    { path: '/escalation/ladder/$id', ...ladder },
    { path: '/escalation/ladder/$id/steps', load: () => import('./steps-screen.tsx'), search: stepsSearch },
    { path: '/escalation/ladder/$id/history', load: () => import('./history-screen.tsx') },
  ],
  commands: [{ id: 'call-out', label: () => say('runningTitle'), group: 'go', run: ({ go }) => go('/escalation/running') }],
}

/** Two steps that a finding proposes to change places, counted from 0: "1-2". */
function stepsSearch(raw: Record<string, unknown>): Record<string, unknown> {
  return { ...questionFrom(raw), swap: typeof raw.swap === 'string' && /^\d+-\d+$/.test(raw.swap) ? raw.swap : undefined }
}

export default escalations
