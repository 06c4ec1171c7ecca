import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { FeatureUi, RailBadge } from '../../../web/manifest.ts'
import { api } from '../../../web/server/api.ts'
import type { AlertList } from '../contract.ts'
import { countsQuery } from './counts-query.ts'
import { filterOf } from './filter.ts'
import { say } from './manifest-strings.ts'

const useBadge = (): RailBadge | undefined => {
  const { data } = useQuery(countsQuery)
  return data && { count: data.open }
}

const alerts: FeatureUi = {
  id: 'alerts',
  rail: [{ label: () => say('title'), icon: IconBell, to: '/alerts', group: 'night', keys: 'g a', useBadge, isOnBottomBar: true }],
  routes: [
    { path: '/alerts', load: () => import('./alerts-screen.tsx'), search: filterOf },
    { path: '/alerts/$id', load: () => import('./alert-screen.tsx') },
    { path: '/alerts/$id/payload', load: () => import('./payload-screen.tsx') },
    { path: '/alerts/$id/similar', load: () => import('./similar-screen.tsx') },
  ],
  async find(text, signal) {
    const { items } = await api<AlertList>(`/api/v1/alerts?${new URLSearchParams({ q: text, status: 'all' })}`, { signal })
    return items
      .slice(0, FOUND_AT_MOST)
      .map(({ id, reference, title }) => ({ id: `alert ${id}`, label: `${reference} ${title}`, to: `/alerts/${reference}` }))
  },
}

/** More would push the other features' finds off the palette. */
const FOUND_AT_MOST = 5

export default alerts
