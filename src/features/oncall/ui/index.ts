import { IconCalendar } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const onCall: FeatureUi = {
  id: 'oncall',
  rail: [{ label: () => say('title'), icon: IconCalendar, to: '/on-call', group: 'night', keys: 'g o', isOnBottomBar: true }],
  routes: [
    { path: '/on-call', load: () => import('./on-call-screen.tsx'), search: viewOf },
    { path: '/on-call/cover', load: () => import('./cover-screen.tsx'), search: askedOf },
    { path: '/on-call/fairness', load: () => import('./fairness-screen.tsx'), search: spanOf },
    { path: '/on-call/calendars', load: () => import('./calendars-screen.tsx') },
    { path: '/on-call/new', load: () => import('./editor/new-screen.tsx') },
    { path: '/on-call/$schedule/edit', load: () => import('./editor/editor-screen.tsx'), search: viewOf },
  ],
  commands: [
    { id: 'on-call.cover', label: () => say('findCover'), group: 'do', run: ({ go }) => go('/on-call/cover') },
    { id: 'on-call.new', label: () => say('newSchedule'), group: 'do', run: ({ go }) => go('/on-call/new') },
  ],
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Which schedule, how many weeks and in which zone stand in the address. */
function viewOf(raw: Record<string, unknown>): Record<string, unknown> {
  const weeks = Number(raw.weeks)
  const zone = text(raw.zone)
  return {
    schedule: text(raw.schedule),
    weeks: WEEKS.includes(weeks) ? weeks : undefined,
    zone: zone !== undefined && ZONES.includes(zone) ? zone : undefined,
  }
}

function askedOf(raw: Record<string, unknown>): Record<string, unknown> {
  return { ask: text(raw.ask), from: text(raw.from), to: text(raw.to) }
}

function spanOf(raw: Record<string, unknown>): Record<string, unknown> {
  return { span: text(raw.span), schedule: text(raw.schedule) }
}

const WEEKS = [2, 4, 8]
const ZONES = ['schedule', 'mine', 'utc']

export default onCall
