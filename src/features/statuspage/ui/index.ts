import { IconWorld } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const statusPage: FeatureUi = {
  id: 'statuspage',
  rail: [{ label: () => say('title'), icon: IconWorld, to: '/status-page', group: 'week', keys: 'g p' }],
  routes: [{ path: '/status-page', load: () => import('./status-page-screen.tsx') }],
  slots: { 'incident.side': { load: () => import('./publish-panel.tsx') } },
}

export default statusPage
