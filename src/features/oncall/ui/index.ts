import { IconCalendar } from '@tabler/icons-react'
import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './strings.ts'

const onCall: FeatureUi = {
  id: 'oncall',
  rail: [{ label: () => say('title'), icon: IconCalendar, to: '/on-call', group: 'night', keys: 'g o', isOnBottomBar: true }],
  routes: [{ path: '/on-call', load: () => import('./on-call-screen.tsx'), search: viewOf }],
}

/** Which schedule and how many weeks stand in the address. */
function viewOf(raw: Record<string, unknown>): Record<string, unknown> {
  const weeks = Number(raw.weeks)
  return { schedule: typeof raw.schedule === 'string' ? raw.schedule : undefined, weeks: WEEKS.includes(weeks) ? weeks : undefined }
}

const WEEKS = [2, 4, 8]

export default onCall
