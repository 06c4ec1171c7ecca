import { IconChartBar } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { filterOf } from './filter.ts'
import { say } from './manifest-strings.ts'

const metrics: FeatureUi = {
  id: 'metrics',
  rail: [{ label: () => say('title'), icon: IconChartBar, to: '/insights', group: 'week', keys: 'g m' }],
  routes: [{ path: '/insights', load: () => import('./insights-screen.tsx'), search: filterOf }],
}

export default metrics
