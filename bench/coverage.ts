import { coverageReport } from '../src/core/coverage/report.ts'
import { createPolicy, type Policy } from '../src/core/policy/policy.ts'
import { bundleSchema } from '../src/core/policy/schema/bundle.ts'
import { type Line, median, shown } from './table.ts'

const SCHEDULES = 50
const CREW = 4
const DAYS = 90
const ROUNDS = 5
const MOST_MS = 1_000
const FROM = Temporal.Instant.from('2026-11-21T00:00Z')

/** The proof for 50 services, each with a ladder of three steps over two schedules, and three severities: the pure core, no database. */
export async function coverage(): Promise<Line[]> {
  const asked = { from: FROM, to: FROM.add({ hours: DAYS * 24 }), canSend: () => true }
  // Policies are built beforehand: what was looked up in one is not found again in the next.
  const policies = Array.from({ length: ROUNDS }, policyOf)
  let stretches = 0
  const took = policies.map((policy) => {
    const start = performance.now()
    stretches = coverageReport(policy, asked).rows.reduce((sum, { covers }) => sum + covers.length, 0)
    return performance.now() - start
  })
  return [
    {
      what: `coverage of ${SCHEDULES} schedules × ${DAYS} days, 3 severities (${stretches.toLocaleString('en')} stretches), median of ${ROUNDS}; the first, cold`,
      ours: `${shown(median(took), ' ms')}; ${shown(took[0] as number, ' ms')}`,
      target: `≤ ${MOST_MS.toLocaleString('en')} ms`,
      isMet: median(took) <= MOST_MS,
    },
  ]
}

function policyOf(): Policy {
  const ids = Array.from({ length: SCHEDULES }, (_, index) => index)
  const bundle = {
    version: 1,
    organization: { name: 'Bench' },
    severities: [1, 2, 3].map((n) => ({ id: `SEV-${n}`, respond_within: '15m' })),
    users: Array.from({ length: SCHEDULES * CREW }, (_, n) => ({ id: `p${n}`, contacts: { phone: '+4915112345678' } })),
    schedules: ids.map(scheduleOf),
    escalation_policies: ids.map((index) => ({
      id: `l${index}`,
      steps: [
        { page: [`schedule:s${index}`], wait: '10m' },
        { page: [`schedule:s${(index + 1) % SCHEDULES}`], wait: '15m' },
        { page: ['user:p0'] },
      ],
    })),
    services: ids.map((index) => ({ id: `svc${index}`, escalation: [`l${index}`] })),
  }
  return createPolicy(bundleSchema.parse(bundle), 1)
}

function scheduleOf(index: number) {
  const members = Array.from({ length: CREW }, (_, place) => `p${index * CREW + place}`)
  const days = ['mon', 'tue', 'wed', 'thu', 'fri']
  return {
    id: `s${index}`,
    timezone: 'Europe/Berlin',
    layers: [
      { id: 'weekly', rotation: 'weekly', starts: '2026-01-05T09:00', members },
      { id: 'daytime', rotation: 'daily', starts: '2026-01-05T09:00', members, restrict: [{ days, from: '09:00', to: '17:00' }] },
    ],
  }
}
