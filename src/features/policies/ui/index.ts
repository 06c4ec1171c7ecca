import { IconBraces } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const wholeOf = (value: unknown): number | undefined => (Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined)

const policies: FeatureUi = {
  id: 'policies',
  rail: [{ label: () => say('title'), icon: IconBraces, to: '/policy', group: 'settings', keys: 'g p' }],
  routes: [
    { path: '/policy', load: () => import('./policy-screen.tsx'), search: ({ line }) => ({ line: wholeOf(line) }) },
    {
      path: '/policy/forms',
      load: () => import('./forms-screen.tsx'),
      search: ({ section, entry }) => ({ section: textOf(section), entry: textOf(entry) }),
    },
    { path: '/policy/versions', load: () => import('./versions-screen.tsx'), search: ({ version }) => ({ version: wholeOf(version) }) },
    { path: '/policy/accepted', load: () => import('./accepted-screen.tsx') },
  ],
  commands: [
    {
      id: 'policy.forms',
      label: () => say('forms'),
      alsoKnownAs: () => say('also'),
      icon: IconBraces,
      group: 'go',
      run: ({ go }) => go('/policy/forms'),
    },
    { id: 'policy.versions', label: () => say('versions'), icon: IconBraces, group: 'go', run: ({ go }) => go('/policy/versions') },
  ],
}

export default policies
