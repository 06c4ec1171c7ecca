import { test } from 'node:test'
import * as of from './figures.ts'

/** Typed by hand from the rows of organisation C: the little its placeholder says, and that the shipped bundle fills what it lacks. */
const { both, shippedOnly } = of.figuresOf('profile-builder')

test('S1.1 S1.2 five levels, the last without a name as written', () =>
  both(of.names, ['P0 Critical', 'P1 High', 'P2 Medium', 'P3 Low', 'P4'], ['P0 Critical', 'P1 High', 'P2 Medium', 'P3 Low', 'P4 Minimal']))
test('S1.3 S1.17 one phrase for each of four; a breach is P1', () => {
  both(
    (b) => b.severities?.slice(0, 4).map((each) => each.definition),
    [
      'Nothing works, or data is lost',
      'A main feature is down, or security is breached',
      'A feature that is not critical suffers',
      'A small problem with a way around it',
    ],
    [
      'Nothing works, or data is lost',
      'A main feature is down, or security is breached',
      'A feature that is not critical is degraded',
      'A small problem with a workaround',
    ],
  )
})
test('S1.4 S1.5 S1.6 S1.7 answered at once, within 15 m, 1 h, 4 h; P4 not at all as written', () =>
  both(of.answers, ['immediately', '15m', '1h', '4h', undefined], ['5m', '15m', '1h', '4h', '1w']))
test('S1.9 S1.10 S5.1 S5.3 all stakeholders; engineering and management; engineering; who is on call', () => {
  const rest = [
    'notify engineering within 15m of declared for P1',
    'notify management within 15m of declared for P1',
    'notify engineering within 1h of declared for P2',
    'notify on-call within 4h of declared for P3',
  ]
  both(
    of.clocks('p0-told', 'p1-engineering-told', 'p1-management-told', 'p2-told', 'p3-told'),
    ['notify stakeholders within immediately of declared for P0', ...rest],
    ['notify stakeholders within 5m of declared for P0', ...rest],
  )
})
test('S5.8 all stakeholders of a P0 can be called out', () =>
  shippedOnly(of.trigger('stakeholders'), 'call out team:engineering user:manager for P0'))
test('S1.12 S1.13 impact and urgency are assessed', () => {
  both((b) => b.incident?.impact.urgency?.options.length, 3)
  shippedOnly(of.checklist('triage'), ['3'])
})
test('S2.5 S2.6 S2.14 S9.1 S9.3 eight steps, the seventh watches for recurrence', () => {
  both(of.phases, ['detect', 'assess', 'notify', 'investigate', 'fix', 'verify', 'monitor', 'review'])
  both(of.checklist('workflow'), ['8'])
})
test('S3.1 S3.11 S4.7 S4.11 S20.1 a rotation and a ladder: missing as written, there as shipped', () => {
  both((b) => [b.schedules?.length ?? 0, b.escalation_policies?.length ?? 0], [0, 0], [2, 3])
  shippedOnly(of.ladder('on-call'), [
    'schedule:primary, wait 2m',
    'schedule:secondary, wait 2m',
    'user:engineer user:second user:third user:fourth, wait 5m',
  ])
})
test('S6.1 S6.2 S6.3 S6.6 commander, communication coordinator, technical responders', () =>
  both((b) => b.roles?.map((each) => each.name), ['Incident Commander', 'Communication Coordinator', 'Technical Responder']))
test('S7.4 Slack', () => shippedOnly((b) => b.channels?.map((each) => each.via), ['slack']))
test('S12.11 S11.11 S11.14 four texts it lacks: first, update, resolution, summary', () => {
  both((b) => b.templates?.length ?? 0, 0, 11)
  shippedOnly(of.holes('initial'), [
    'incident.reference',
    'incident.severity',
    'incident.title',
    'incident.impact',
    'roles.commander',
    'incident.status',
    'incident.room',
  ])
  shippedOnly(of.holes('update'), ['incident.reference', 'incident.status', 'update.text', 'update.next_update'])
  shippedOnly(of.holes('resolution'), ['incident.reference', 'incident.duration', 'incident.root_cause', 'incident.resolution'])
  shippedOnly(of.holes('review-summary'), ['incident.reference', 'incident.title', 'incident.root_cause', 'incident.actions'])
})
test('S13.1 S13.5 S13.7 S13.8 deployment, migration, feature off, cache', () =>
  shippedOnly(
    (b) => (of.mitigations(b) as string[]).slice(0, 4),
    ['rollback deployment-failure', 'rollback supabase-connection', 'disable_feature', 'clear_cache local-storage-quota'],
  ))
const EIGHT = [
  ...['app-not-loading', 'claude-rate-limit', 'supabase-connection', 'oauth-failure'],
  ...['local-storage-quota', 'memory-leak', 'deployment-failure', 'security-vulnerability'],
]
test('S14.1 S14.2 S14.3 S14.6 eight scenarios', () => {
  both(of.required, EIGHT)
  both((b) => b.services?.[0]?.runbooks, EIGHT)
})
test('S9.9 S16.1 S16.12 timeline, root cause, actions, process, lessons', () =>
  shippedOnly(
    (b) => b.postmortem?.text?.match(/^## .*/gm)?.filter((line) => /Timeline|Root|Actions|how we work|Lessons/.test(line)).length,
    5,
  ))
test('S16.8 S17.1 S17.2 actions have owners; process is one of their kinds', () => {
  both((b) => b.actions?.require, ['owner'], ['owner', 'due'])
  both((b) => b.actions?.categories.some((each) => each.id === 'process'), true)
})
test('S18.3 no baseline as written', () => both((b) => b.targets === undefined, true, false))
test('S19.1 S19.2 S19.4 S19.6 S14.7 a dry run, a simulation, a trained team', () => {
  shippedOnly((b) => b.drills?.map((each) => each.id), ['dry-run', 'simulation'])
  both((b) => b.training?.[0]?.id, 'procedures')
})
test('S20.1 S20.2 seven gaps', () => both((b) => b.readiness?.require.length, 7))
test('S20.3 six tasks in two weeks', () => both((b) => b.readiness?.plan.length, 6))
test('S20.4 it holds up responding at all', () => both((b) => b.readiness?.gate.length, 2))
test('S20.5 the owner is open as written', () => {
  both((b) => b.users?.find((each) => `user:${each.id}` === b.document?.owner)?.name, 'TBD', 'Mina Sato')
  both(({ document }) => document?.priority, 'critical')
})
test('S3.9 S21.3 S21.4 Sentry, logs of Vercel and Supabase; access is checked', () => {
  shippedOnly((b) => b.links?.map((each) => each.kind), ['metrics', 'errors', 'logs', 'logs', 'deployments'])
  shippedOnly((b) => b.training?.find((each) => each.kind === 'access')?.required_before, 'on-call')
})
test('S7.9 S21.1 stakeholders can be told as one; the people are there as shipped', () => {
  both((b) => b.audiences?.[0]?.id, 'stakeholders')
  both((b) => b.users?.length, 1, 7)
})
test('S2.14 the end is watched: a quarter of an hour, and a day for the same alert', () =>
  shippedOnly(({ incident }) => [incident?.recurrence?.dwell?.text, incident?.recurrence?.window?.text], ['15m', '1d']))
