import type { Act } from './script.ts'
import { alertIdOf, onAlert, onIncident, raised } from './script.ts'

/** Moments before now, as people say them: `ago('37m')`. */
type Ago = (text: string) => Temporal.Instant

const SPAN = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/

export function agoFrom(now: Temporal.Instant): Ago {
  return (text) => {
    const [, hours = 0, minutes = 0, seconds = 0] = SPAN.exec(text) ?? []
    return now.subtract({ hours: Number(hours), minutes: Number(minutes), seconds: Number(seconds) })
  }
}

/** Three open incidents and seven open alerts, told from now backwards. */
export function storyOfToday(now: Temporal.Instant): Act[] {
  const ago = agoFrom(now)
  return [...standing(ago, now), ...search(ago), ...cardPayments(ago), ...uploads(ago), ...settlement(now)]
}

/** What is open without hurry. */
function standing(ago: Ago, now: Temporal.Instant): Act[] {
  return [
    raised(ago('26h'), {
      id: 'disk',
      title: 'Disk 82 % on report-2',
      labels: { alertname: 'DiskFilling', service: 'reporting', host: 'report-2' },
      source: 'report-2',
      integration: 'anything',
    }),
    raised(ago('6h10m'), {
      id: 'certificate',
      title: 'TLS certificate ends in 9 days',
      labels: { alertname: 'CertificateEnds', service: 'author-portal' },
      source: 'probe',
    }),
    onAlert(ago('6h'), 'certificate', ['snooze', 'jonas', { until: now.add({ hours: 66 }).toString() }]),
  ]
}

function search(ago: Ago): Act[] {
  const id = 'search-lag'
  return [
    raised(ago('4h10m'), {
      id,
      title: 'Search index lag 41 m',
      labels: { alertname: 'IndexLag', service: 'search-index' },
      source: 'search-index-1',
      startedAt: ago('4h20m'),
    }),
    onAlert(ago('4h08m'), id, ['acknowledge', 'jonas', { via: 'push' }]),
    onAlert(ago('4h06m'), id, ['declare-incident', 'jonas', { title: 'Search results up to 40 minutes old' }]),
    onIncident(ago('4h06m'), id, ['assign', 'jonas', { role: 'commander', user: 'jonas' }]),
    onIncident(ago('3h30m'), id, ['status', 'jonas', { status: 'identified', note: 'One shard stopped indexing.' }]),
    onIncident(ago('1h15m'), id, ['status', 'jonas', { status: 'monitoring', note: 'The shard is rebuilt and catching up.' }]),
  ]
}

const PAYMENTS = [
  { id: 'payments-api', status: 'partial_outage' },
  { id: 'payments-settlement', status: 'degraded' },
]

type Say = (at: string, act: [string, string, object]) => Act

function cardPayments(ago: Ago): Act[] {
  const id = 'checkout-errors'
  const say = (at: string, [name, by, data]: [string, string, object]): Act => onIncident(ago(at), id, [name, by, data])
  return [
    raised(ago('37m'), {
      id,
      title: 'Checkout error rate 38 %',
      labels: { alertname: 'CardErrorRate', team: 'payments-core', env: 'production' },
      severity: 'critical',
      source: 'payments-api',
      startedAt: ago('39m'),
    }),
    raised(ago('36m'), {
      id: 'card-latency',
      title: 'Card authorisation p99 9.4 s',
      labels: { alertname: 'CardErrorRate', team: 'payments-core', env: 'production' },
      severity: 'critical',
      source: 'payments-api',
    }),
    onAlert(ago('35m12s'), id, ['acknowledge', 'ana', { via: 'push' }]),
    onAlert(ago('32m12s'), id, ['declare-incident', 'ana', { title: 'Card payments failing at checkout', severity: 'SEV-1' }]),
    say('32m10s', ['link', 'ana', { alert: alertIdOf('card-latency') }]),
    ...staffed(say),
    ...repairing(say),
  ]
}

function staffed(say: Say): Act[] {
  return [
    say('32m', ['assign', 'ana', { role: 'commander', user: 'ana' }]),
    say('31m30s', ['assign', 'ana', { role: 'tech-lead', user: 'ben' }]),
    say('31m', ['assign', 'ana', { role: 'comms', user: 'leila' }]),
    say('30m', [
      'impact',
      'ana',
      {
        fields: {
          customers: '~4,200 of 12,600 at checkout',
          users_affected: 4200,
          business_functions: ['Payments'],
          customer_facing: true,
        },
      },
    ]),
    say('27m20s', [
      'publish',
      'leila',
      {
        title: 'Card payments failing at checkout',
        text: 'Some card payments fail at checkout. We are looking into it.',
        components: PAYMENTS,
      },
    ]),
    say('27m12s', ['approve', 'ana', {}]),
    say('24m12s', [
      'update',
      'leila',
      { text: 'About 1 in 3 card payments fail. Wallet and invoice payments work. Cause looks like this morning’s deploy.' },
    ]),
  ]
}

function repairing(say: Say): Act[] {
  return [
    say('20m', ['status', 'ben', { status: 'identified', note: 'payments-api 2026.11.12-3 was deployed 4 minutes before the start.' }]),
    say('19m20s', [
      'publish',
      'leila',
      {
        text: 'A change in our payment service makes about 1 in 3 card payments fail. Wallet and invoice payments work.',
        components: PAYMENTS,
      },
    ]),
    say('19m12s', ['approve', 'ana', {}]),
    say('13m12s', ['decide', 'ana', { text: 'Roll back rather than fix forward: the fix needs a schema change, over 30 minutes.' }]),
    say('12m30s', ['status', 'ana', { status: 'mitigating', note: 'Rollback of payments-api begins.' }]),
    say('11m20s', [
      'publish',
      'leila',
      {
        text: 'We are undoing a change made this morning. Fewer payments fail now. If a card payment failed, you were not charged; please try again.',
        components: PAYMENTS,
        nextIn: '30m',
      },
    ]),
    say('11m12s', ['approve', 'ana', {}]),
  ]
}

const RESTARTS = 14

function uploads(ago: Ago): Act[] {
  const id = 'upload-restarts'
  const alert = {
    id,
    title: 'Upload worker restarts',
    labels: { alertname: 'WorkerRestarts', service: 'publishing-upload', team: 'publishing' },
    severity: 'error',
    source: 'upload-worker-3',
    startedAt: ago('25m'),
  }
  const again = Array.from({ length: RESTARTS - 1 }, (_, i) => raised(ago(`${23 - i}m40s`), alert))
  return [
    raised(ago('24m'), alert),
    ...again,
    onAlert(ago('22m'), id, ['acknowledge', 'mara', { via: 'push' }]),
    onAlert(ago('18m'), id, ['declare-incident', 'mara', { title: 'Author uploads over 50 MB rejected', severity: 'SEV-2' }]),
    onIncident(ago('17m50s'), id, ['assign', 'mara', { role: 'commander', user: 'mara' }]),
    onIncident(ago('15m'), id, [
      'publish',
      'mara',
      {
        title: 'Large uploads are rejected',
        text: 'Files over 50 MB cannot be uploaded at the moment. Smaller ones work.',
        components: [{ id: 'publishing-upload', status: 'degraded' }],
      },
    ]),
    onIncident(ago('9m'), id, ['status', 'mara', { status: 'identified', note: 'The new worker image has less memory than the old one.' }]),
  ]
}

/** Somebody is being paged at this very moment. */
function settlement(now: Temporal.Instant): Act[] {
  const labels = { alertname: 'SettlementQueueHigh', team: 'payments-core', env: 'production', region: 'eu-central', queue: 'settle-out' }
  const at = now.subtract({ milliseconds: 80_796 })
  return [
    raised(at, {
      id: 'settlement-queue',
      title: 'Settlement queue above 5,000 messages',
      labels,
      source: 'settle-out',
      details: { value: 7412, threshold: 5000 },
      startedAt: at.subtract({ minutes: 2 }),
    }),
  ]
}
