import { IconPlugConnected } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const connections: FeatureUi = {
  id: 'connections',
  routes: [{ path: '/settings/integrations', load: () => import('./integrations-screen.tsx') }],
  commands: [
    {
      id: 'connections.go',
      label: () => say('integrations'),
      icon: IconPlugConnected,
      group: 'go',
      run: ({ go }) => go('/settings/integrations'),
    },
  ],
}

export default connections
