import { IconSitemap } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { api } from '../../../web/server/api.ts'
import type { ServicesAnswer } from '../contract.ts'
import { say } from './manifest-strings.ts'

/** More would push the other features' finds off the palette. */
const FOUND_AT_MOST = 5

const catalog: FeatureUi = {
  id: 'catalog',
  rail: [{ label: () => say('title'), icon: IconSitemap, to: '/services', group: 'week', keys: 'g s' }],
  routes: [
    { path: '/services', load: () => import('./services-screen.tsx') },
    { path: '/services/$id', load: () => import('./service-screen.tsx') },
  ],
  async find(text, signal) {
    const { items } = await api<ServicesAnswer>('/api/v1/services', { signal })
    const wanted = text.toLowerCase()
    const found = items.filter(({ id, name }) => id.includes(wanted) || name.toLowerCase().includes(wanted))
    return found
      .slice(0, FOUND_AT_MOST)
      .map(({ id, name, team }) => ({ id: `service ${id}`, label: name, detail: team?.name, to: `/services/${id}` }))
  },
}

export default catalog
