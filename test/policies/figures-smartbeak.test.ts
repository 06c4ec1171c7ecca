import { test } from 'node:test'
import * as of from './figures.ts'

/** Typed by hand from the rows of organisation B: what its process says, and what the shipped bundle repairs. */
const { both, shippedOnly } = of.figuresOf('smartbeak')

test('S1.1 S1.2 four levels, each with its name', () => both(of.names, ['SEV-1 Critical', 'SEV-2 High', 'SEV-3 Medium', 'SEV-4 Low']))
test('S1.3 four criteria each', () => both((b) => b.severities?.map((each) => each.criteria.length), [4, 4, 4, 4]))
test('S1.4 S1.5 S1.6 S1.7 S1.9 answered at once, within 15 m, 1 h, 24 h', () =>
  both(of.answers, ['immediately', '15m', '1h', '24h'], ['5m', '15m', '1h', '24h']))
test('S1.9 S5.2 executives know of a SEV-1 within 15 m', () =>
  both(of.clock('executives-told'), 'notify executives within 15m of declared for SEV-1'))
test('S1.9 S5.3 the manager knows of a SEV-2 within 30 m', () =>
  both(of.clock('manager-told'), 'notify engineering-managers within 30m of declared for SEV-2'))
test('S1.9 S5.8 a SEV-1 calls everybody in', () => both(of.trigger('all-hands'), 'call out team:engineering for SEV-1'))
test('S1.9 S1.16 SEV-3 and SEV-4 are tickets', () => both((b) => b.severities?.map((each) => each.ticket), [false, false, true, true]))
test('S1.10 executives, managers, engineering, leadership', () =>
  both((b) => b.audiences?.map((each) => each.id), ['executives', 'engineering-managers', 'engineering', 'leadership']))
test('S1.12 S9.7 S18.7 scope, users, business continuity', () =>
  both(
    (b) => ['scope', 'users_affected', 'continuity_activated'].map((field) => b.incident?.impact[field]?.type),
    ['text', 'number', 'flag'],
  ))
test('S1.14 S1.18 five kinds of incident, compliance among them', () => {
  both((b) => b.incident?.definition.length, 5)
  both((b) => b.incident?.impact.compliance?.type, 'flag')
})
test('S1.17 S14.2 security is its own kind, with six steps and legal counsel', () => {
  both((b) => b.incident?.types.map((each) => [each.id, ...each.escalation, ...each.contacts].join(' ')), ['security security legal'])
  shippedOnly((b) => b.runbooks?.texts?.['security-incident']?.match(/^\d\./gm)?.length, 6)
})
test('S2.1 S2.3 alerts, customers, employees, monitors outside', () =>
  both((b) => b.incident?.sources, ['monitoring', 'customer', 'employee', 'external-monitoring']))
test('S2.5 S2.6 the first five minutes: acknowledge, join, severity, roles', () => {
  both(of.checklist('first-minutes'), ['4'])
  both(of.taskClock('first-minutes'), '5m of acknowledged')
})
test('S2.7 S2.12 detection: judge, begin the log, page who is on call', () => both(of.checklist('detection'), ['3']))
test('S2.8 S2.9 four questions', () => both((b) => b.incident?.questions.length, 4))
test('S4.3 S4.5 manager for SEV-1 and SEV-2, VP for SEV-1 or significant impact, CTO and CEO when business-critical', () =>
  both(of.ladder('business'), [
    'user:engineering-manager at 0m for SEV-2 and worse',
    'user:vp-engineering at 0m for SEV-1 or significant_impact',
    'user:cto user:ceo at 0m for business_critical',
  ]))
test('S4.7 S4.10 stuck or complex: senior; architectural or several systems: staff; design: CTO', () =>
  both(of.ladder('expert'), [
    'team:seniors (stuck) (complex)',
    'team:architects (architectural) (multi-system)',
    'user:cto (fundamental-design)',
  ]))
test('S4.8 S4.9 vendor, cloud provider, security team and authorities', () =>
  both(of.ladder('external'), [
    'contact:vendor-support (vendor)',
    'contact:cloud-provider (infrastructure)',
    'team:security contact:authorities (security)',
  ]))
test('S5.4 S5.6 S7.4 #incidents, #engineering, and #leadership for SEV-1 and SEV-2', () =>
  both(of.channels, ['#incidents', '#engineering', '#leadership for SEV-2 and worse']))
test('S6.1 S6.2 S6.3 S6.4 S6.10 four roles: four duties each, with four, three, three and no qualities', () =>
  both(
    (b) => b.roles?.map((each) => `${each.id} ${each.duties.length} ${each.qualities.length}`),
    ['commander 4 4', 'tech-lead 4 3', 'comms 4 3', 'scribe 4 0'],
  ))
test('S6.9 the commander approves what is said outside', () =>
  both((b) => b.approvals?.map((each) => `${each.for} ${each.by.join()}`), ['publish role:commander']))
test('S7.1 S7.2 INC-2026-02-10-001; INC-123 is found as shipped only', () => {
  both((b) => b.incident?.reference, 'INC-{yyyy}-{mm}-{dd}-{nnn}')
  both((b) => b.incident?.aliases, [], ['INC-{n}'])
})
test('S7.3 S7.7 the room has the reference as written, the number as shipped; it opens by itself', () => {
  both((b) => b.incident?.room?.name, 'incident-{reference}', 'incident-{yyyy}-{mm}-{dd}-{nnn}')
  both((b) => b.incident?.room?.open, 'declared')
})
test('S7.5 a bridge for SEV-1', () => both((b) => b.incident?.bridge?.when[0]?.severity, ['SEV-1']))
test('S9.1 six phases', () => both(of.phases, ['detection', 'response', 'assessment', 'mitigation', 'resolution', 'post-incident']))
test('S9.2 investigating, mitigating, monitoring, resolved', () =>
  both(of.statuses, ['investigating', 'mitigating', 'monitoring', 'resolved']))
test('S9.3 four checks before it is resolved', () => both(of.checklist('verification'), ['4 before resolve']))
test('S9.7 assessment: scope, users, severity, business continuity', () => both(of.checklist('assessment'), ['4']))
test('S10.1 SEV-1: 5 m, 15 m, at once', () => {
  const first = ['update within 5m of declared for SEV-1', 'update every 15m from declared until resolved for SEV-1']
  const last = (at: string) => `update within ${at} of resolved for SEV-1`
  both(of.clocks('sev1-first-update', 'sev1-updates', 'sev1-last-update'), [...first, last('immediately')], [...first, last('5m')])
})
test('S10.2 S10.5 SEV-2: 15 m, 30 m, 15 m', () =>
  both(of.clocks('sev2-first-update', 'sev2-updates', 'sev2-last-update'), [
    'update within 15m of declared for SEV-2',
    'update every 30m from declared until resolved for SEV-2',
    'update within 15m of resolved for SEV-2',
  ]))
test('S10.3 S10.5 SEV-3: 30 m, 4 h, 1 h', () =>
  both(of.clocks('sev3-first-update', 'sev3-updates', 'sev3-last-update'), [
    'update within 30m of declared for SEV-3',
    'update every 4h from declared until resolved for SEV-3',
    'update within 1h of resolved for SEV-3',
  ]))
test('S10.4 SEV-4: 1 h, daily, 4 h', () =>
  both(of.clocks('sev4-first-update', 'sev4-updates', 'sev4-last-update'), [
    'update within 1h of declared for SEV-4',
    'update every 1d from declared until resolved for SEV-4',
    'update within 4h of resolved for SEV-4',
  ]))
test('S10.7 S11.3 the page: SEV-1 at once, SEV-2 15 m, SEV-3 1 h, SEV-4 if wanted', () => {
  const rest = ['publish within 15m of declared for SEV-2', 'publish within 1h of declared for SEV-3']
  both(
    of.clocks('sev1-first-post', 'sev2-first-post', 'sev3-first-post'),
    ['publish within immediately of declared for SEV-1', ...rest],
    ['publish within 5m of declared for SEV-1', ...rest],
  )
  both((b) => b.severities?.[3]?.customers?.page, 'optional')
})
test('S11.1 status.smartbeak.io', () => both(of.domain, ['status.smartbeak.io']))
test('S11.10 mail: SEV-1 required, SEV-2 if wanted, SEV-3 and SEV-4 none', () =>
  both((b) => b.severities?.map((each) => each.customers?.email), ['required', 'optional', 'none', 'none']))
test('S12.7 declared: reference, severity, status, impact, start, detection with its source, commander, lead, room', () => {
  const own = [
    ...['incident.reference', 'incident.title', 'incident.severity', 'incident.status', 'incident.impact', 'incident.started'],
    ...['incident.detected', 'incident.detected_by', 'roles.commander', 'roles.tech-lead'],
  ]
  both((b) => (of.holes('declared')(b) as string[]).slice(0, own.length), own)
  shippedOnly(of.holes('declared'), [...own, 'incident.room'])
})
test('S12.8 S10.6 update: reference, time, status, duration, situation, next word', () =>
  both(of.holes('update'), ['incident.reference', 'now', 'incident.status', 'incident.duration', 'update.text', 'update.next_update']))
test('S12.9 resolved: reference, duration, resolution; the review within 48 h in words as written', () => {
  const own = ['incident.reference', 'incident.duration', 'incident.resolution']
  both(of.holes('resolved'), own, [...own, 'review.scheduled_by', 'review.meeting_by'])
})
test('S13.1 rollback, failover, fix forward, workaround, degraded mode', () =>
  both((b) => b.mitigation_order, ['rollback', 'failover', 'fix_forward', 'workaround', 'degraded_mode']))
test('S13.2 S13.3 S13.8 five situations and their actions', () =>
  both((b) => b.mitigations?.map((each) => each.action), ['rollback', 'failover', 'fix_forward', 'disable_feature', 'degraded_mode']))
test('S13.5 S13.11 S15.4 S21.5 roll back, health, ten workers', () =>
  both(of.commandsRun, ['vercel rollback --yes', 'curl https://api.smartbeak.io/health', 'kubectl scale deployment worker --replicas=10']))
test('S14.2 four procedures of six steps and four linked runbooks', () => {
  both(of.required, [
    ...['service-degradation', 'complete-outage', 'data-integrity', 'security-incident'],
    ...['security-incident-response', 'database-failover', 'redis-recovery', 'deployment-rollback'],
  ])
  shippedOnly(
    (b) =>
      ['service-degradation', 'complete-outage', 'data-integrity', 'security-incident'].map(
        (name) => b.runbooks?.texts?.[name]?.match(/^\d\./gm)?.length,
      ),
    [6, 6, 6, 6],
  )
})
test('S13.7 S15.5 S15.6 last good state; circuit breakers, load balancer, DNS', () =>
  shippedOnly(
    ({ runbooks }) => [
      /last state that was good/.test(runbooks?.texts?.['data-integrity'] ?? ''),
      /circuit breakers/.test(runbooks?.texts?.['service-degradation'] ?? ''),
      /load balancer[\s\S]*DNS/.test(runbooks?.texts?.['complete-outage'] ?? ''),
    ],
    [true, true, true],
  ))
test('S15.4 the health address is watched', () => both((b) => b.monitors?.map((each) => each.url), ['https://api.smartbeak.io/health']))
test('S2.11 S16.3 S16.7 S16.8 S16.14 S17.3 within 24 h scheduled, actions made, evidence kept; complete within a week', () => {
  const day = ['scheduled 24h of resolved', 'actions-created 24h of resolved', 'evidence-kept 24h of resolved']
  both(of.steps, [...day, 'complete 1w of resolved'], [...day, 'meeting 48h of resolved', 'complete 1w of resolved'])
})
test('S17.1 S17.2 S17.3 critical fixes and documentation within a week, improvements go on', () =>
  both(of.categories, ['critical-fix 1w', 'documentation 1w', 'improvement']))
test('S18.2 S18.3 S18.4 S18.5 S18.6 S16.13 MTTD 5 m, MTTR 1 h and 4 h, MTBF rising, frequency falling, all reviews', () =>
  both(of.targets, {
    mttd: '5m',
    mttr: { 'SEV-1': '1h', 'SEV-2': '4h' },
    mtbf: 'increasing',
    frequency: 'decreasing',
    postmortem_completion: '100%',
  }))
test('S18.8 S14.7 S20.5 monthly, quarterly, yearly', () => {
  both(of.rhythms('routines'), ['incident-review 1mo', 'process-update 3mo', 'tabletop-review 1y'])
  both(({ document }) => document?.review?.every?.text, '3mo')
})
test('S19.1 S19.2 S13.10 tabletop monthly, game day quarterly in production', () =>
  both(of.rhythms('drills'), ['tabletop 1mo', 'game-day 3mo production']))
test('S19.6 S19.8 S19.9 shadow, past incidents, practice, quiz: before the first shift', () => {
  both(of.rhythms('training'), ['shadow-shift', 'past-incidents', 'practice', 'runbook-quiz 80%'])
  both((b) => b.training?.every((each) => each.required_before === 'on-call'), true)
})
test('S21.1 S21.2 security@smartbeak.io, #infrastructure, vendor, cloud', () => {
  both(of.contact('security-team'), { email: 'security@smartbeak.io' })
  both(of.contact('infrastructure'), { chat: '#infrastructure' })
  both((b) => b.contacts?.filter((each) => each.kind === 'vendor').map((each) => each.id), ['vendor-support', 'cloud-provider'])
})
test('S20.7 S21.3 three addresses, and the kinds of tools', () => {
  both(
    (b) => b.links?.slice(0, 3).map((each) => each.url),
    ['https://status.smartbeak.io', 'https://monitoring.smartbeak.io', 'https://docs.smartbeak.io/runbooks'],
  )
  shippedOnly((b) => b.links?.slice(3).map((each) => each.kind), ['errors', 'logs', 'traces', 'document'])
})
test('S2.13 S3.1 whoever is on call begins as commander, with a backup', () => {
  both((b) => b.roles?.[0]?.default, ['schedule:primary'])
  both((b) => b.schedules?.map((each) => each.id), ['primary', 'secondary'])
})
test('S2.14 S11.2 monitoring stands before resolved', () => both((b) => b.incident?.statuses.indexOf('monitoring'), 2))
test('S2.10 S15.3 the hosting vendor has a page', () => both(of.statusUrls, ['https://www.vercel-status.com']))
test('S5.1 the two worst levels by every road', () =>
  both((b) => (of.roads(b) as string[]).slice(0, 2), ['phone sms push chat email', 'phone sms push chat email']))
test('S7.10 the declaration leads to the room', () => {
  both((b) => /Updates in #|Follow along in \{\{ incident\.room/.test(b.templates?.find(({ id }) => id === 'declared')?.text ?? ''), true)
})
test('S13.9 S14.1 S14.4 S14.5 S14.6 runbooks are numbered steps with commands, named by the services', () => {
  shippedOnly((b) => Object.values(b.runbooks?.texts ?? {}).every((text) => /^1\. /m.test(text)), true)
  shippedOnly((b) => /`vercel rollback --yes`[\s\S]*`curl https/.test(b.runbooks?.texts?.['deployment-rollback'] ?? ''), true)
  both((b) => b.services?.every((each) => each.runbooks.length > 0), true)
})
test('S16.1 S9.8 the review has a timeline, causes and actions; the scribe records decisions', () => {
  shippedOnly((b) => ['## Timeline', '## Why it happened', '## Actions'].every((part) => b.postmortem?.text?.includes(part)), true)
  both((b) => b.roles?.find((each) => each.id === 'scribe')?.duties.includes('Records decisions'), true)
})
test('S17.4 actions have an owner and a date', () => both((b) => b.actions?.require, ['owner', 'due']))
