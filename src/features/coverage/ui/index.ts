import type { FeatureUi } from '../../../web/manifest.ts'
import { say } from './manifest-strings.ts'

const WEEKS = [1, 4, 13]

/** How many weeks are proved, which of them is shown, and which day of which row is open. */
function viewOf(raw: Record<string, unknown>): Record<string, unknown> {
  const weeks = Number(raw.weeks)
  const whole = (name: string): number | undefined =>
    Number.isInteger(raw[name]) && Number(raw[name]) >= 0 ? Number(raw[name]) : undefined
  return { weeks: WEEKS.includes(weeks) ? weeks : undefined, week: whole('week'), row: whole('row'), day: whole('day') }
}

const coverage: FeatureUi = {
  id: 'coverage',
  routes: [{ path: '/escalation/coverage', load: () => import('./coverage-screen.tsx'), search: viewOf }],
  commands: [{ id: 'coverage', label: () => say('command'), group: 'go', run: ({ go }) => go('/escalation/coverage') }],
}

export default coverage
