import { IconAddressBook } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const directory: FeatureUi = {
  id: 'directory',
  rail: [{ label: () => say('title'), icon: IconAddressBook, to: '/directory', group: 'week', keys: 'g d' }],
  routes: [{ path: '/directory', load: () => import('./directory-screen.tsx') }],
}

export default directory
