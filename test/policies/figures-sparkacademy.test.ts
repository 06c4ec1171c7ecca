import { test } from 'node:test'
import * as of from './figures.ts'

/** Typed by hand from the rows of organisation A: what its document says, and what the shipped bundle repairs. */
const { both, shippedOnly } = of.figuresOf('sparkacademy')

test('S1.1 S1.2 four levels, each with its name', () => both(of.names, ['SEV1 Critical', 'SEV2 High', 'SEV3 Medium', 'SEV4 Low']))
test('S1.3 a sentence and examples for each', () => {
  both((b) => b.severities?.map((each) => each.definition !== undefined), [true, true, true, true])
  both((b) => b.severities?.map((each) => each.examples.length), [3, 3, 2, 2])
})
test('S1.4 S1.5 S1.6 S1.7 S1.8 answered within 15 m, 1 h, 4 h, one working day', () => both(of.answers, ['15m', '1h', '4h', '1bd']))
test('S1.8 a working day is five days a week', () => both((b) => b.organization.business_hours?.days.length, 5))
test('S1.9 S4.3 S5.3 a SEV1 always pages the manager, and VP and CTO after an hour, the CEO after two when customers see it', () =>
  both(of.ladder('unresolved'), ['managers at 0m for SEV1', 'user:vp user:cto at 1h for SEV1', 'user:ceo at 2h for customer_facing']))
test('S1.10 manager, VP and CTO, CEO can be told by name', () =>
  both(
    (b) => b.audiences?.slice(0, 3).map((each) => [each.id, ...each.members].join(' ')),
    ['managers user:manager', 'leadership user:vp user:cto', 'ceo user:ceo'],
  ))
test('S1.12 S18.7 users, three functions, data and security, revenue', () => {
  both((b) => b.incident?.impact.business_functions?.options, ['payments', 'course access', 'content creation'])
  both(
    (b) => ['users_affected', 'data_loss', 'security', 'revenue'].map((field) => b.incident?.impact[field]?.type),
    ['number', 'flag', 'flag', 'number'],
  )
})
test('S1.17 a breach is a SEV1 example and a trigger', () => {
  both((b) => b.severities?.[0]?.examples.includes('Security breach'), true)
  both(of.trigger('data-loss'), 'user:manager for data_loss or security')
})
test('S2.1 S2.2 monitoring notices, and opens incidents', () => {
  both((b) => b.incident?.sources[0], 'monitoring')
  both((b) => b.routes?.filter((each) => each.declare).map((each) => each.severity), ['SEV1', 'SEV2'])
})
test('S2.6 whoever is on call triages, pages more, updates the page, keeps notes', () => both(of.checklist('first-response'), ['4']))
test('S2.10 S15.3 four status pages of vendors', () =>
  both(of.statusUrls, [
    'https://status.base44.io',
    'https://status.stripe.com',
    'https://status.openai.com',
    'https://www.vercel-status.com',
  ]))
test('S2.13 S6.1 whoever is on call leads', () =>
  both((b) => b.roles?.find((each) => each.id === 'commander')?.default, ['schedule:primary']))
test('S2.14 S9.2 S11.2 investigating, identified, monitoring, resolved', () =>
  both(of.statuses, ['investigating', 'identified', 'monitoring', 'resolved']))
test('S3.1 S3.2 S3.5 S3.11 weekly; this week’s secondary is next week’s primary; three engineers as written, four shipped', () => {
  both(
    (b) => b.schedules?.[0]?.layers[0]?.members.map((each) => each.join(' ')),
    ['eng-a', 'eng-b', 'eng-c'],
    ['eng-a', 'eng-b', 'eng-c', 'eng-d'],
  )
  both((b) => [b.schedules?.[0]?.layers[0]?.rotation, b.schedules?.[1]?.follows, b.schedules?.[1]?.offset], ['weekly', 'primary', 1])
})
test('S3.6 every alert within 15 m contradicts three levels, so the shipped bundle has it for SEV1 by its level', () =>
  both((b) => b.obligations?.filter((each) => each.must === 'acknowledge').map((each) => each.within?.text), ['15m'], []))
test('S3.7 six duties of whoever is on call', () => both((b) => b.roles?.find((each) => each.id === 'commander')?.duties.length, 6))
test('S3.9 S21.4 access is part of the training before the first shift', () =>
  both((b) => b.training?.filter((each) => each.kind === 'access').map((each) => each.required_before ?? '-'), ['on-call', '-']))
test('S4.1 the secondary after 15 m, which is too late for a SEV1: after 5 m as shipped', () =>
  both(
    of.ladder('on-call'),
    ['schedule:primary, wait 15m', 'schedule:secondary, wait 15m', 'managers for SEV1'],
    ['schedule:primary, wait 5m', 'schedule:secondary, wait 5m', 'managers for SEV2 SEV3 SEV4'],
  ))
test('S4.4 S4.6 unresolved for an hour is a trigger at any level as written, for SEV1 as shipped', () =>
  both((b) => b.triggers?.find((each) => each.id === 'unresolved')?.when.map((each) => each.unresolved_for?.text) ?? null, ['1h'], null))
test('S4.5 S4.6 a customer who demands it gets the CEO', () => both(of.trigger('executive'), 'user:ceo for executive_asked'))
test('S4.7 unable to resolve is a reason to ask the manager', () =>
  both((b) => (of.ladder('stuck')(b) as string[])[0], 'managers (unable-to-resolve)'))
test('S4.10 more engineers can be paged', () => shippedOnly((b) => (of.ladder('stuck')(b) as string[])[1], 'team:engineering (more-hands)'))
test('S4.11 who comes after whom is read before the first shift', () =>
  shippedOnly((b) => b.training?.find((each) => each.id === 'escalation-read')?.required_before, 'on-call'))
test('S5.1 people have a telephone for emergencies', () =>
  both((b) => b.users?.every((each) => /^\+\d+$/.test(each.contacts.phone ?? '')), true))
test('S7.3 S7.4 S7.7 the fixed room is the standing channel', () => {
  both((b) => b.incident?.room?.fixed, 'channel:incident-response')
  both(of.channels, ['#incident-response'])
})
test('S7.5 a bridge for SEV1', () => both((b) => b.incident?.bridge?.when[0]?.severity, ['SEV1']))
test('S9.3 stability is watched before it is called resolved', () => shippedOnly(of.checklist('stable'), ['3 before resolve']))
test('S10.1 S10.6 "updates in 15 minutes": a clock as shipped', () =>
  shippedOnly(of.clock('public-updates'), 'publish every 15m from declared until resolved for SEV1'))
test('S11.1 status.sparkacademy.com', () => both(of.domain, ['status.sparkacademy.com']))
test('S11.4 users can subscribe', () => both((b) => b.status_pages?.[0]?.subscribers, ['email']))
test('S11.10 a mail to customers for SEV1', () =>
  both(of.customers, ['page required, mail required', 'page required, mail none', 'page optional, mail none', 'page none, mail none']))
test('S11.13 support@sparkacademy.com', () => both((b) => b.organization.support, 'support@sparkacademy.com'))
test('S12.1 page, investigating: the issue, and a promise', () =>
  both(of.holes('page-investigating'), ['incident.title'], ['incident.public_title', 'update.next_update']))
test('S12.2 S11.7 page, identified: cause and time', () =>
  both(of.holes('page-identified'), ['incident.root_cause', 'incident.eta'], ['incident.public_cause', 'incident.eta']))
test('S12.3 S12.4 page, monitoring and resolved: nothing to fill in', () => both(of.holes('page-monitoring', 'page-resolved'), []))
test('S12.5 S11.14 mail for SEV1: date, times, what happened, what failed, how repaired, measures', () => {
  const own = [
    'incident.started',
    'incident.resolved',
    'incident.summary',
    'incident.what_failed',
    'incident.resolution',
    'incident.prevention',
    'measure',
  ]
  const shipped = own.map((each) => (each === 'incident.resolution' ? 'incident.repair' : each))
  both(of.holes('customers'), own, [...shipped, 'organization.support'])
})
test('S12.6 S7.10 chat: level, status, title, impact, commander, next word; room and page are fixed', () => {
  both(of.holes('declared'), [
    'incident.severity',
    'incident.status',
    'incident.title',
    'incident.impact',
    'roles.commander',
    'update.next_update',
  ])
  both(
    (b) =>
      ['#incident-response', 'https://status.sparkacademy.com'].map((each) =>
        b.templates?.find(({ id }) => id === 'declared')?.text.includes(each),
      ),
    [true, true],
  )
})
test('S13.5 S13.6 S21.5 two commands for the frontend, three for functions', () =>
  both(of.commandsRun, [
    'vercel rollback [deployment-url]',
    'curl -I https://sparkacademy.com',
    'base44 functions list --versions',
    'base44 functions rollback [function-name] --version [previous-version]',
    'base44 functions get [function-name]',
  ]))
test('S13.7 S21.6 going back with the database is dangerous: a second person, staging first, the loss counted', () => {
  shippedOnly((b) => b.mitigations?.filter((each) => each.dangerous).map((each) => each.runbook), ['rollback-database'])
  shippedOnly((b) => /staging.*loss|loss[\s\S]*staging/.test(b.runbooks?.texts?.['rollback-database'] ?? ''), true)
})
const TEN = [
  ...['database-outage', 'payment-system-failure', 'authentication-failure', 'ai-api-failure', 'performance-degradation'],
  ...['cdn-broken', 'function-timeout', 'high-error-rate', 'security-incident', 'certificate-expiry'],
]
test('S14.2 S14.3 ten runbooks, the five most frequent first', () =>
  both(of.required, TEN, [...TEN, 'rollback-frontend', 'rollback-function', 'rollback-database']))
test('S14.1 S14.5 each has symptoms, diagnosis, resolution, prevention', () =>
  shippedOnly(
    (b) =>
      TEN.filter((name) => !/## Symptoms[\s\S]*## Diagnosis[\s\S]*## Resolution[\s\S]*## Prevention/.test(b.runbooks?.texts?.[name] ?? '')),
    [],
  ))
test('S14.6 the service names its runbooks', () => both((b) => b.services?.[0]?.runbooks, TEN))
test('S15.1 S15.2 twelve nodes with how much they matter', () => {
  both((b) => (b.services?.length ?? 0) + (b.dependencies?.length ?? 0), 12)
  both(of.dependencies, [
    'base44, critical',
    'base44-auth, critical',
    'base44-database, critical',
    'base44-storage, critical',
    'base44-functions, critical',
    'stripe, critical, payments',
    'openai, high, AI features',
    'cdn, critical, assets',
    'bamboohr, medium, enterprise customers only',
    'workday, medium, enterprise customers only',
    'notion, optional, synchronising course content',
  ])
  both((b) => b.dependencies?.[0]?.depends_on.length, 4)
})
test('S16.1 every part of the review', () =>
  shippedOnly((b) => b.postmortem?.text?.match(/^(?:## .*|- \*\*(?:Date|Lasted|Severity|Commander))/gm)?.length, 4 + 8))
test('S16.6 held within 48 h', () => both(of.steps, ['meeting 48h of resolved']))
test('S16.9 S16.11 S16.12 S16.13 everybody who took part, about the process, shared, for every level', () => {
  both((b) => b.postmortem?.attendees, ['responders'])
  both((b) => b.postmortem?.ground_rules.length, 1)
  both((b) => b.postmortem?.publish_to.length, 1)
  both((b) => b.postmortem?.required_for, ['SEV1', 'SEV2', 'SEV3', 'SEV4'])
})
test('S16.8 S17.1 S17.2 S17.4 actions with owner and date: prevention and monitoring', () => {
  both((b) => b.actions?.require, ['owner', 'due'])
  both((b) => b.actions?.categories.map((each) => each.id), ['preventive', 'monitoring'])
})
test('S18.1 S18.2 S18.3 MTTA 15 m, MTTD 5 m, MTTR 1 h and 4 h', () =>
  both(
    of.targets,
    { mtta: '15m', mttd: '5m', mttr: { SEV1: '1h', SEV2: '4h' } },
    { mtta: { SEV1: '15m' }, mttd: '5m', mttr: { SEV1: '1h', SEV2: '4h' } },
  ))
test('S19.1 S19.2 S19.3 tabletop, game day in staging, chaos: every quarter', () =>
  both(of.rhythms('drills'), ['tabletop 3mo', 'game-day 3mo staging', 'chaos 3mo']))
test('S19.6 S19.7 S19.8 onboarding, yearly refresher, shadow before the first shift', () => {
  both((b) => (of.rhythms('training')(b) as string[]).slice(0, 3), ['onboarding', 'refresher 1y', 'shadow'])
  both((b) => b.training?.find((each) => each.kind === 'shadow-shift')?.required_before, 'on-call')
})
test('S3.4 S19.4 S20.1 S13.10 nine items of readiness', () =>
  both(
    (b) => b.readiness?.require,
    [
      ...['on-call-24x7', 'alerting-configured', 'status-page', 'runbooks-tested', 'escalation-defined'],
      ...['templates-ready', 'rollback-tested', 'postmortem-process', 'drill-done'],
    ],
  ))
test('S20.3 five tasks this week, five the next', () =>
  both((b) => b.readiness?.plan.map((each) => each.due), [...Array(5).fill('2026-01-28'), ...Array(5).fill('2026-02-04')]))
test('S20.4 it holds up the launch and what is promised to customers', () => both((b) => b.readiness?.gate.length, 2))
test('S20.5 S20.7 status, priority, dates, what it needs and what it holds up', () => {
  both(({ document }) => [document?.priority, document?.updated, document?.due], ['production blocker', '2026-01-21', '2026-02-04'])
  both(({ document }) => [document?.depends_on?.length, document?.blocks?.length], [3, 3])
  both(({ document }) => document?.status, 'not started', 'in force')
})
test('S21.3 metrics, logs, errors, traces', () =>
  both((b) => b.links?.slice(0, 4).map((each) => each.kind), ['metrics', 'logs', 'errors', 'traces']))
test('S1.18 S4.8 legal counsel for a breach, and one ladder to climb by itself', () => {
  shippedOnly((b) => b.incident?.types.map((each) => each.contacts.join()), ['legal'])
  both(
    (b) => b.escalation_policies?.filter((each) => each.basis === 'acknowledged' && each.id !== 'security').map((each) => each.id),
    ['on-call'],
  )
})
test('S5.7 support can be told', () =>
  shippedOnly((b) => b.audiences?.find((each) => each.id === 'support')?.members, ['user:support-lead']))
test('S10.7 inside and outside have clocks of their own', () =>
  shippedOnly(of.clocks('internal-updates', 'public-updates'), [
    'update every 30m from acknowledged until resolved for SEV1 SEV2',
    'publish every 15m from declared until resolved for SEV1',
  ]))
test('S11.5 S15.5 the page shows the application, which knows what it depends on', () => {
  both((b) => b.status_pages?.[0]?.components, ['service:platform'])
  both((b) => b.services?.[0]?.depends_on.length, 7)
})
test('S13.9 S14.4 after a rollback the site answers, and the function is looked at', () =>
  both((b) => b.commands?.filter((each) => each.kind === 'query').length, 3))
test('S2.14 the end is watched: a quarter of an hour, and a day for the same alert', () =>
  shippedOnly(({ incident }) => [incident?.recurrence?.dwell?.text, incident?.recurrence?.window?.text], ['15m', '1d']))
test('S21.1 everybody has a telephone number', () => both((b) => b.users?.filter((each) => each.contacts.phone === undefined), []))
