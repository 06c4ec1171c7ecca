import { IconClipboardCheck } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const reviews: FeatureUi = {
  id: 'reviews',
  rail: [{ label: () => say('reviews'), icon: IconClipboardCheck, to: '/reviews', group: 'week', keys: 'g v' }],
  routes: [
    {
      path: '/reviews',
      load: () => import('./reviews-screen.tsx'),
      search: (raw) => (raw.status === 'complete' || raw.status === 'all' ? { status: raw.status } : {}),
    },
    { path: '/reviews/$name', load: () => import('./review-screen.tsx') },
  ],
}

export default reviews
