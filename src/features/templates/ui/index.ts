import { IconMessage2 } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const templates: FeatureUi = {
  id: 'templates',
  routes: [
    {
      path: '/policy/templates',
      load: () => import('./templates-screen.tsx'),
      search: ({ moment, incident }) => ({ moment: textOf(moment), incident: textOf(incident) }),
    },
  ],
  commands: [
    {
      id: 'templates',
      label: () => say('command'),
      alsoKnownAs: () => say('commandAlso'),
      icon: IconMessage2,
      group: 'go',
      run: ({ go }) => go('/policy/templates'),
    },
  ],
}

export default templates
