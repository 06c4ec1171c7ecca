import { IconAlertTriangle } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { api } from '../../../web/server/api.ts'
import type { IncidentList } from '../contract/incident.ts'
import { openDeclare } from './declare-store.ts'
import { filterOf } from './filter.ts'
import { say } from './manifest-strings.ts'
import { useOpenCount } from './use-open-count.ts'

const FOUND_AT_MOST = 5

const incidents: FeatureUi = {
  id: 'incidents',
  rail: [
    {
      label: () => say('incidents'),
      icon: IconAlertTriangle,
      to: '/incidents',
      group: 'night',
      keys: 'g i',
      isOnBottomBar: true,
      useBadge: () => {
        const open = useOpenCount()
        return open === undefined ? undefined : { count: open }
      },
    },
  ],
  routes: [
    {
      path: '/incidents',
      load: () => import('./incidents-screen.tsx'),
      search: filterOf,
    },
    { path: '/incidents/$name', load: () => import('./war-room-screen.tsx') },
  ],
  slots: {
    'shell.primary': { load: () => import('./declare-button.tsx') },
    'shell.overlay': { load: () => import('./declare-dialog.tsx') },
  },
  commands: [
    {
      id: 'incidents.declare',
      label: () => say('declare'),
      alsoKnownAs: () => say('declareAlso'),
      icon: IconAlertTriangle,
      group: 'do',
      keys: 'c',
      run: openDeclare,
    },
  ],
  find: async (text, signal) => {
    const { items } = await api<IncidentList>(`/api/v1/incidents?status=all&limit=${FOUND_AT_MOST}&q=${encodeURIComponent(text)}`, {
      signal,
    })
    return items.map(({ reference, title }) => ({ id: reference, label: title, detail: reference, to: `/incidents/${reference}` }))
  },
}

export default incidents
