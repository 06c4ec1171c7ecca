import { IconClockHour4 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { FeatureUi, RailBadge } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'
import { nowQuery } from './now-query.ts'

const useBadge = (): RailBadge | undefined => {
  const { data } = useQuery(nowQuery)
  return data && { count: data.pages.length, isHot: true }
}

const now: FeatureUi = {
  id: 'now',
  rail: [{ label: () => say('title'), icon: IconClockHour4, to: '/', group: 'night', keys: 'g n', useBadge, isOnBottomBar: true }],
  routes: [{ path: '/', load: () => import('./now-screen.tsx') }],
}

export default now
