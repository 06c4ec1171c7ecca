import { IconSettings } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { keepInstallPrompt } from './install-prompt.ts'
import { say } from './manifest-strings.ts'
import { signOut } from './sign-out.ts'

const nextOf = (raw: Record<string, unknown>): Record<string, unknown> => (typeof raw.next === 'string' ? { next: raw.next } : {})

const people: FeatureUi = {
  id: 'people',
  rail: [{ label: () => say('settings'), icon: IconSettings, to: '/settings', group: 'settings', keys: 'g s' }],
  routes: [
    { path: '/settings', load: () => import('./people-screen.tsx') },
    { path: '/settings/people', load: () => import('./people-screen.tsx') },
    { path: '/settings/people/$id', load: () => import('./person-screen.tsx') },
    { path: '/settings/tokens', load: () => import('./tokens-screen.tsx') },
    { path: '/settings/me', load: () => import('./me-screen.tsx') },
    { path: '/sign-in', frame: 'bare', load: () => import('./sign-in-screen.tsx'), search: nextOf },
    { path: '/invitation', frame: 'bare', load: () => import('./invitation-screen.tsx') },
    { path: '/setup', frame: 'bare', load: () => import('./setup-screen.tsx') },
  ],
  slots: { 'shell.me': { load: () => import('./me-slot.tsx') } },
  commands: [{ id: 'people.sign-out', label: () => say('signOut'), group: 'do', run: () => void signOut() }],
}

keepInstallPrompt()

export default people
