import { addBusinessDays, EVERY_HOUR } from '../../core/time/business-calendar.ts'
import type { Act } from './script.ts'
import { incidentIdOf, onAlert, onIncident, onReview, raised } from './script.ts'

/** How far back the example organisation remembers, in days. */
const DAYS = 89
/** Incidents of the past; with the open ones it makes the quarter of a busy small company. */
const INCIDENTS = 38

type Plot = {
  service: string
  labels: Record<string, string>
  severity: 'SEV-1' | 'SEV-2' | 'SEV-3'
  title: string
  said: string
  status: 'degraded' | 'partial_outage' | 'major_outage'
  who: readonly string[]
  /** Usual minutes until it is over. */
  minutes: number
}

const PAYMENTS = ['ana', 'ben', 'tomas'] as const
const PUBLISHING = ['mara', 'jonas', 'yuki'] as const

/** What goes wrong there again and again. */
const PLOTS: readonly Plot[] = [
  {
    service: 'payments-api',
    labels: { alertname: 'CardDeclines', team: 'payments-core' },
    severity: 'SEV-1',
    title: 'Card payments declined',
    said: 'Some card payments were declined by mistake.',
    status: 'partial_outage',
    who: PAYMENTS,
    minutes: 70,
  },
  {
    service: 'payments-api',
    labels: { alertname: 'ApiLatency', team: 'payments-core' },
    severity: 'SEV-2',
    title: 'Payments answer slowly',
    said: 'Payments took longer than usual.',
    status: 'degraded',
    who: PAYMENTS,
    minutes: 55,
  },
  {
    service: 'payments-settlement',
    labels: { alertname: 'SettlementStuck', team: 'payments-core', queue: 'settle-out' },
    severity: 'SEV-2',
    title: 'Payouts late',
    said: 'Payouts arrived later than promised.',
    status: 'degraded',
    who: PAYMENTS,
    minutes: 41,
  },
  {
    service: 'publishing',
    labels: { alertname: 'PublishErrors', team: 'publishing' },
    severity: 'SEV-2',
    title: 'Publishing fails now and then',
    said: 'Some texts had to be published twice.',
    status: 'partial_outage',
    who: PUBLISHING,
    minutes: 95,
  },
  {
    service: 'publishing-upload',
    labels: { alertname: 'UploadErrors', service: 'publishing-upload' },
    severity: 'SEV-2',
    title: 'Uploads rejected',
    said: 'Some uploads were rejected.',
    status: 'partial_outage',
    who: PUBLISHING,
    minutes: 150,
  },
  {
    service: 'search-index',
    labels: { alertname: 'IndexLag', service: 'search-index' },
    severity: 'SEV-3',
    title: 'Search results were old',
    said: 'Results were up to 30 minutes old.',
    status: 'degraded',
    who: PUBLISHING,
    minutes: 200,
  },
  {
    service: 'author-portal',
    labels: { alertname: 'PortalDown', service: 'author-portal' },
    severity: 'SEV-3',
    title: 'Website unreachable',
    said: 'The website could not be reached.',
    status: 'major_outage',
    who: PUBLISHING,
    minutes: 22,
  },
]

/** Repeatable chance: the same quarter for everybody (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const SEED = 41

/** A quarter of incidents with everything that people did about them, before today. */
export function storyOfTheQuarter(now: Temporal.Instant): Act[] {
  const chance = chanceFrom(SEED)
  const first = now.subtract({ hours: DAYS * 24 })
  // The last one ends days before today's story, so that nothing of it is open.
  const stretch = (DAYS - 3) * 24 * 60
  return Array.from({ length: INCIDENTS }, (_, index) => {
    const plot = PLOTS[Math.floor(chance() * PLOTS.length)] as Plot
    const minute = Math.floor(((index + chance() * 0.8) * stretch) / INCIDENTS)
    return chapter(`q${String(index + 1).padStart(2, '0')}`, plot, { at: first.add({ minutes: minute }), chance, now })
  }).flat()
}

type Telling = { at: Temporal.Instant; chance: () => number; now: Temporal.Instant }

/** What the example policy wants seen before an incident is called resolved. */
const VERIFIED = ['verified/1', 'verified/2']

function chapter(id: string, plot: Plot, { at, chance, now }: Telling): Act[] {
  const who = plot.who[Math.floor(chance() * plot.who.length)] as string
  // Skewed as real ones are: most are short, a few are long.
  const skew = 0.4 + chance() ** 2 * 2.2
  const undetected = Math.round(1 + chance() ** 3 * 9)
  const unanswered = Math.round((40 + chance() ** 3 * 700) * 1000)
  const length = Math.max(12, Math.round(plot.minutes * skew))
  const after = (minutes: number): Temporal.Instant => at.add({ milliseconds: Math.round(minutes * 60_000) })
  const acknowledged = unanswered / 60_000
  const declared = acknowledged + 1 + chance() * 3
  const end = Math.max(length, declared + 8)
  const acts = [
    raised(at, {
      id,
      title: plot.title,
      labels: plot.labels,
      severity: 'error',
      source: plot.service,
      startedAt: at.subtract({ minutes: undetected }),
    }),
    onAlert(after(acknowledged), id, ['acknowledge', who, { via: 'push' }]),
    onAlert(after(declared), id, ['declare-incident', who, { title: plot.title, severity: plot.severity }]),
    ...coordinated(id, plot, { after, declared, end, who }),
    ...VERIFIED.map((task) => onIncident(after(end), id, ['done', who, { task }])),
    onIncident(after(end), id, ['resolve', who, { resolution: 'The change that caused it was taken back.' }]),
    onAlert(after(end + 1), id, ['resolve', who, { via: 'console' }]),
  ]
  return plot.severity === 'SEV-3' ? acts : [...acts, ...reviewed(id, plot, { resolved: after(end), who, now })]
}

type Course = { after: (minutes: number) => Temporal.Instant; declared: number; end: number; who: string }

function coordinated(id: string, plot: Plot, { after, declared, end, who }: Course): Act[] {
  const say = (minute: number, [name, by, data]: [string, string, object]): Act => onIncident(after(minute), id, [name, by, data])
  const components = [{ id: plot.service, status: plot.status }]
  const isSmall = plot.severity === 'SEV-3'
  const rhythm = plot.severity === 'SEV-1' ? 28 : 55
  const updates = Array.from({ length: Math.floor((end - declared) / rhythm) }, (_, i) => declared + (i + 1) * rhythm - 1)
  const posts = Array.from({ length: Math.floor((end - declared) / 29) }, (_, i) => declared + 3 + (i + 1) * 28)
  const roles =
    plot.severity === 'SEV-1'
      ? [
          ['tech-lead', 'jonas'],
          ['comms', 'leila'],
          ['scribe', 'yuki'],
        ]
      : []
  return [
    say(declared + 0.5, ['assign', who, { role: 'commander', user: who }]),
    ...roles.map(([role, user]) => say(declared + 1, ['assign', who, { role, user }])),
    say(declared + 3, ['publish', who, { title: plot.title, text: `${plot.said} We are looking into it.`, components }]),
    say((declared + end) / 2, ['status', who, { status: 'identified' }]),
    ...(isSmall
      ? []
      : updates
          .filter((minute) => minute < end)
          .map((minute) => say(minute, ['update', who, { text: 'Still working on it; the cause is known.' }]))),
    ...(isSmall
      ? []
      : posts
          .filter((minute) => minute < end - 2)
          .map((minute) => say(minute, ['publish', who, { text: 'We are working on a fix.', components, status: 'mitigating' }]))),
    say(end + 0.5, ['publish', who, { text: `${plot.said} This is over.`, components: [], status: 'resolved' }]),
  ]
}

/** Reviews are finished within days; the youngest are still drafts. */
function reviewed(
  id: string,
  plot: Plot,
  { resolved, who, now }: { resolved: Temporal.Instant; who: string; now: Temporal.Instant },
): Act[] {
  const { title, severity, said } = plot
  const markdown = `# ${title}\n\n${said}\n\n## What happened\n\nA change did not behave as it did in the test.\n\n## What we do about it\n\n- Test this case before every release\n`
  const incident = incidentIdOf(id)
  const finished = addBusinessDays(resolved, 2, EVERY_HOUR)
  const drafted = onReview(resolved.add({ minutes: 2 }), id, [
    'draft',
    who,
    { incident, reference: '', title, severity, policy: 0, markdown },
  ])
  const isYoung = Temporal.Instant.compare(resolved, now.subtract({ hours: 5 * 24 })) > 0
  return isYoung
    ? [drafted]
    : [drafted, onReview(resolved.add({ hours: 20 }), id, ['step', who, { id: 'timeline' }]), onReview(finished, id, ['complete', who, {}])]
}
