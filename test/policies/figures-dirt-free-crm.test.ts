import { test } from 'node:test'
import * as of from './figures.ts'

/** Typed by hand from the rows of organisation E: what its runbook says, and what the shipped bundle repairs. */
const { both, shippedOnly } = of.figuresOf('dirt-free-crm')

/** Customers read the title that was written for them. */
const bothCalling = (read: of.Read, written: string[]): void =>
  both(
    read,
    written,
    written.map((each) => (each === 'incident.title' ? 'incident.public_title' : each)),
  )

test('S1.1 S1.2 four levels, each with its name, also called Severity n', () => {
  both(of.names, ['SEV1 Critical', 'SEV2 High', 'SEV3 Medium', 'SEV4 Low'])
  both((b) => b.severities?.flatMap((each) => each.aliases), ['Severity 1', 'Severity 2', 'Severity 3', 'Severity 4'])
})
test('S1.3 a definition, five examples, three or four effects each', () => {
  both((b) => b.severities?.every((each) => each.definition !== undefined), true)
  both(
    (b) => b.severities?.map((each) => [each.examples.length, each.impact.length]),
    [
      [5, 4],
      [5, 4],
      [5, 4],
      [5, 3],
    ],
  )
})
test('S1.4 S1.5 S1.6 S1.7 answered within 15 m, 30 m, 2 h, 24 h', () => both(of.answers, ['15m', '30m', '2h', '24h']))
test('S1.8 S3.8 the database specialist has business hours, the security team security incidents', () => {
  both((b) => b.users?.find((each) => each.id === 'dba')?.available, 'business_hours')
  both((b) => b.users?.find((each) => each.id === 'security')?.types, ['security'])
})
test('S1.9 S5.2 S6.8 a SEV1: on call at once, commander 15 m, executives 30 m', () =>
  both(
    of.clocks('sev1-on-call-paged', 'sev1-commander', 'sev1-executives-told'),
    [
      'escalate user:sysadmin within immediately of declared for SEV1',
      'assign role:commander within 15m of declared for SEV1',
      'notify executives within 30m of declared for SEV1',
    ],
    [
      'escalate user:sysadmin within 5m of declared for SEV1',
      'assign role:commander within 15m of declared for SEV1',
      'notify executives within 30m of declared for SEV1',
    ],
  ))
test('S1.9 S5.3 S6.8 a SEV2: on call 30 m, commander 1 h, manager 1 h', () =>
  both(of.clocks('sev2-on-call-told', 'sev2-commander', 'sev2-manager-told'), [
    'escalate user:sysadmin within 30m of declared for SEV2',
    'assign role:commander within 1h of declared for SEV2',
    'notify management within 1h of declared for SEV2',
  ]))
test('S1.9 S1.16 a SEV3: on call 2 h, the next maintenance window; a SEV4: backlog 24 h, the next development cycle', () => {
  both(of.clocks('sev3-on-call-assigned', 'sev4-backlog'), [
    'escalate user:sysadmin within 2h of declared for SEV3',
    'complete backlog within 24h of declared for SEV4',
  ])
  both(of.checklist('maintenance', 'backlog'), ['1', '1'])
  both((b) => b.severities?.map((each) => each.ticket), [false, false, false, true], [false, false, true, true])
  both(of.pagesOf, [true, true, true, false], [true, true, 'business_hours', false])
})
test('S1.10 executives, management, stakeholders, customer success', () =>
  both((b) => b.audiences?.map((each) => each.id), ['executives', 'management', 'stakeholders', 'customer-success']))
test('S1.11 five times slower proposes SEV2', () => both((b) => b.severities?.[1]?.suggest_when[0]?.above, { times_slower: 5 }))
test('S1.12 S18.7 scope, systems, customers, business', () =>
  both((b) => (of.impactFields(b) as string[]).slice(0, 4), ['scope', 'affected_systems', 'customer_impact', 'business_impact']))
test('S1.13 S2.6 the first assessment has four steps', () => both(of.checklist('assess'), ['4']))
test('S1.14 one definition of an incident', () => both((b) => b.incident?.definition.length, 1))
test('S1.17 S4.5 S4.6 security and exposed data are their own kind and call the security team', () => {
  both((b) => b.incident?.types[0]?.when.flatMap((each) => each.flag), ['security', 'data_exposed'])
  both(of.trigger('security'), 'user:security for security or data_exposed')
})
test('S2.1 S2.2 S2.3 six ways in which it is noticed', () =>
  both((b) => b.incident?.sources, ['sentry', 'vercel', 'customer', 'internal-user', 'third-party', 'health-check']))
test('S2.5 S2.6 S2.10 S2.12 S2.13 the first 15 minutes, of whoever answers as shipped: five parts of three or four', () => {
  both(of.checklist('acknowledge', 'assess', 'record', 'escalate', 'begin'), ['3', '4', '4', '3', '4'])
  for (const part of ['acknowledge', 'assess', 'record', 'escalate', 'begin'])
    both(of.taskClock(part), '15m of detected', '15m of acknowledged')
})
test('S2.8 S2.9 S2.11 investigation: reproduce, health, changes, evidence', () =>
  both(of.checklist('reproduce', 'health', 'changes', 'evidence'), ['3', '4', '4', '4']))
test('S3.10 S5.5 S7.4 #incidents, #ops-alerts, #on-call', () => both(of.channels, ['#incidents', '#ops-alerts', '#on-call']))
test('S3.1 S3.11 S4.8 S21.1 who comes after whom: lead developer, CTO, CEO', () =>
  both(
    (b) => b.users?.filter((each) => each.escalates_to.length > 0).map((each) => [each.id, ...each.escalates_to].join(' → ')),
    ['sysadmin → user:lead-dev', 'lead-dev → user:cto', 'ops-manager → user:ceo'],
  ))
test('S4.3 S5.8 S1.9 a SEV1 calls everybody in', () => both(of.trigger('all-hands'), 'call out team:development user:ops-manager for SEV1'))
test('S4.4 S4.6 an unknown cause after 30 m, and data loss, ask for more people', () => {
  both(of.trigger('unknown-cause'), 'user:lead-dev user:cto for unresolved 30m cause unknown')
  both(of.trigger('data-loss'), 'user:lead-dev user:dba for data_loss')
})
test('S4.7 standard escalation: several systems, expertise, other teams; SEV2 too as written', () =>
  both(
    of.ladder('standard'),
    ['user:lead-dev (severity-2) (several-systems) (cross-team)', 'user:dba user:lead-dev (expertise)'],
    ['user:lead-dev (several-systems) (cross-team)', 'user:dba user:lead-dev (expertise)'],
  ))
test('S4.9 three vendors can be asked', () =>
  both(of.ladder('vendors'), ['contact:vercel (hosting)', 'contact:supabase (database)', 'contact:twilio (messages)']))
test('S4.12 whoever is first commander is paged when needed', () => both((b) => b.roles?.[0]?.default, ['user:sysadmin']))
test('S5.1 critical by phone, chat, mail; high by chat and mail as written; medium by chat; low by mail', () =>
  both(of.roads, ['phone chat email', 'chat email', 'chat', 'email'], ['phone chat email', 'phone sms push chat email', 'chat', 'email']))
test('S6.1 S6.7 S6.10 S6.11 commander: system administrator, lead developer behind as written; five duties', () =>
  both(of.role('commander'), 'user:sysadmin / user:lead-dev: 5 duties, 0 qualities', 'user:sysadmin / user:cto: 5 duties, 0 qualities'))
test('S6.2 S6.7 technical lead: lead developer, senior developer behind; four duties', () =>
  both(of.role('tech-lead'), 'user:lead-dev / user:senior-dev: 4 duties, 0 qualities'))
test('S6.3 S6.7 communications: operations manager, system administrator behind as written; four duties', () =>
  both(
    of.role('comms'),
    'user:ops-manager / user:sysadmin: 4 duties, 0 qualities',
    'user:ops-manager / user:office-manager: 4 duties, 0 qualities',
  ))
test('S6.5 S6.7 S9.7 liaison: business owner, operations manager behind as written; four duties', () =>
  both(of.role('liaison'), 'user:owner / user:ops-manager: 4 duties, 0 qualities', 'user:owner / user:ceo: 4 duties, 0 qualities'))
test('S6.6 S5.7 three more roles, called when needed', () =>
  both((b) => b.roles?.slice(4).map((each) => `${each.id} ${each.duties.length}`), ['dba 3', 'security 3', 'customer-success 3']))
test('S7.3 the room is named by its time', () => both((b) => b.incident?.room?.name, 'incident-{yyyy}-{mm}-{dd}-{hh}-{min}'))
test('S7.7 S7.8 it opens on declaration, and nobody answers in the thread', () => {
  both((b) => b.incident?.room?.open, 'declared')
  both((b) => /not answer in this thread/.test(b.templates?.find(({ id }) => id === 'declared')?.text ?? ''), true)
})
test('S9.1 five phases', () => both(of.phases, ['detection', 'investigation', 'containment', 'resolution', 'closure']))
test('S9.2 investigating, identified, monitoring, resolved', () =>
  both(of.statuses, ['investigating', 'identified', 'monitoring', 'resolved']))
test('S9.3 S9.4 S11.12 four checks before it is resolved, five before it is closed', () =>
  both(of.checklist('validate', 'closure'), ['4 before resolve', '5 before close']))
test('S10.1 S10.2 S10.3 S10.4 updates every hour, two hours, day, week', () =>
  both(of.clocks('sev1-updates', 'sev2-updates', 'sev3-updates', 'sev4-updates'), [
    'update every 1h from declared until resolved for SEV1',
    'update every 2h from declared until resolved for SEV2',
    'update every 1d from declared until resolved for SEV3',
    'update every 1w from declared until resolved for SEV4',
  ]))
test('S11.1 S11.2 status.dirt-free-crm.com: Initial, In progress, Resolution', () => {
  both(of.domain, ['status.dirt-free-crm.com'])
  both((b) => b.status_pages?.[0]?.words, {
    investigating: 'Initial',
    identified: 'In progress',
    monitoring: 'In progress',
    resolved: 'Resolution',
  })
})
test('S12.17 S10.6 S7.10 declared: level, title, start, systems, customers, commander, room, rhythm', () =>
  both(of.holes('declared'), [
    ...['incident.severity', 'incident.title', 'incident.started', 'incident.affected_systems', 'incident.customer_impact'],
    ...['roles.commander', 'incident.room', 'incident.update_every'],
  ]))
test('S12.18 S11.7 update: level, title, status, actions, customers, estimate, next word, room', () =>
  both(of.holes('update'), [
    ...['incident.severity', 'incident.title', 'incident.status', 'update.text', 'incident.customer_impact', 'incident.eta'],
    ...['update.next_update', 'incident.room'],
  ]))
test('S12.19 S9.5 S9.6 S16.3 resolved: level, title, time, duration, cause, customers, review, who helped', () =>
  both(of.holes('resolved'), [
    ...['incident.severity', 'incident.title', 'incident.resolved', 'incident.duration', 'incident.root_cause', 'incident.customer_impact'],
    ...['review.meeting_by', 'incident.responders'],
  ]))
test('S12.20 S11.13 mail, disruption: what, where, rhythm, status, estimate, whom to write to', () => {
  const rest = ['incident.update_every', 'incident.status', 'incident.eta', 'organization.support']
  both(
    of.holes('customers-disruption'),
    ['incident.title', 'incident.affected_systems', ...rest],
    ['incident.public_title', 'incident.components', ...rest],
  )
})
test('S12.21 S11.11 S9.6 mail, restoration: what, when, downtime, why, what was done; shipped, whom to write to as well', () => {
  const times = ['incident.resolved', 'incident.downtime']
  both(
    of.holes('customers-restoration'),
    ['incident.title', 'incident.affected_systems', ...times, 'incident.root_cause', 'incident.resolution'],
    [
      ...['incident.public_title', 'incident.components', ...times, 'incident.public_cause', 'incident.public_repair'],
      'organization.support',
    ],
  )
})
test('S12.22 S11.5 S11.6 S11.9 page: issue and start; systems, components, estimate and time; duration and end', () => {
  bothCalling(of.holes('page-initial'), ['incident.title', 'incident.started'])
  both(
    of.holes('page-in-progress'),
    ['incident.affected_systems', 'incident.components', 'incident.eta', 'now'],
    ['incident.components', 'incident.eta', 'now'],
  )
  both(of.holes('page-resolution'), ['incident.duration', 'incident.resolved'], ['incident.resolved', 'incident.duration'])
})
test('S13.1 S13.8 S13.11 S15.6 five ways to contain it, in order', () =>
  both((b) => b.mitigation_order, ['stop_harm', 'temporary_fix', 'feature_flag', 'scale_out', 'backup_systems']))
test('S13.3 five reasons to roll back at once', () =>
  both(
    (b) => (of.mitigations(b) as string[]).slice(0, 5),
    [
      'rollback rollback-application',
      'rollback rollback-application',
      'rollback rollback-database',
      'rollback rollback-application',
      'rollback rollback-application',
    ],
  ))
test('S13.4 three questions, the first about 30 minutes; the third unreachable as written', () => {
  both(
    of.tree('rollback'),
    ['q1 fix_forward q2', 'q2 rollback emergency_fix', 'q3 rollback look_deeper'],
    ['q1 fix_forward q2', 'q2 q3 emergency_fix', 'q3 rollback look_deeper'],
  )
  both((b) => /30 minutes/.test(b.decision_trees?.[0]?.nodes.q1?.ask ?? ''), true)
})
test('S13.5 S13.7 promote the deployment before; restore the database', () =>
  both(of.commandsRun, [
    'vercel promote [previous-deployment-url] --token [token]',
    'tsx scripts/migrate.ts --env PROD --rollback [backup-id]',
  ]))
test('S13.5 four checks after rolling the application back', () =>
  shippedOnly((b) => b.runbooks?.texts?.['rollback-application']?.split('## Resolution')[1]?.match(/^\d\./gm)?.length, 1 + 4))
test('S13.9 after a rollback: three times three', () =>
  shippedOnly(of.checklist('rollback-verify', 'rollback-tell', 'rollback-cause'), ['3', '3', '3']))
test('S13.10 a fix is tried in staging, and the way back prepared', () => both(of.checklist('develop'), ['4']))
test('S14.2 S14.7 deployment, backup and recovery, troubleshooting: looked at every three months', () => {
  const three = ['deployment', 'backup-and-recovery', 'troubleshooting']
  both(of.required, three, [...three, 'rollback-application', 'rollback-database'])
  both((b) => b.runbooks?.review?.text, '3mo')
})
test('S15.3 three vendors', () =>
  both(of.dependencies, ['vercel, critical, hosting', 'supabase, critical, database', 'twilio, high, text messages']))
test('S16.1 six parts of the report', () => shippedOnly((b) => b.postmortem?.text?.match(/^## /gm)?.length, 6))
test('S16.6 held within 48 h', () => both(of.steps, ['meeting 48h of resolved']))
test('S16.9 commander, technical lead, responders, stakeholders, management', () =>
  both((b) => b.postmortem?.attendees, ['role:commander', 'role:tech-lead', 'responders', 'audience:stakeholders', 'audience:management']))
test('S16.10 5 + 10 + 15 + 15 + 10 = 55 minutes', () => both(of.agenda, [5, 10, 15, 15, 10]))
test('S16.8 S17.1 S17.2 S17.3 actions: three kinds within 3 days, three within 2 weeks, three within 3 months', () => {
  both((b) => b.actions?.require, ['owner', 'due'])
  both(of.categories, [
    ...['critical-fix 3d', 'monitoring 3d', 'documentation 3d', 'process 2w', 'tool 2w', 'training 2w'],
    ...['architecture 3mo', 'preventive 3mo', 'hardening 3mo'],
  ])
})
test('S18.8 S20.5 version 1.0, looked at every three months and after major incidents', () => {
  both(({ document }) => [document?.version, document?.review?.every?.text], ['1.0', '3mo'])
  both(({ document }) => document?.review?.after, ['SEV1', 'SEV2'])
})
test('S20.6 five objectives, five principles', () =>
  both(({ organization }) => [organization.objectives.length, organization.principles.length], [5, 5]))
test('S21.1 three to call with phone, mail and chat; numbers are withheld as written', () =>
  both(
    (b) => b.users?.slice(0, 3).map(({ contacts: { phone, slack } }) => `${phone} ${slack}`),
    ['[REDACTED] admin', '[REDACTED] dev-lead', '[REDACTED] ops-manager'],
    ['+15550300001 admin', '+15550300002 dev-lead', '+15550300003 ops-manager'],
  ))
test('S21.1 two more with their hours', () =>
  both(
    (b) => ['database-specialist', 'security-team'].map((id) => b.contacts?.find((each) => each.id === id)?.hours),
    ['Business hours', '24/7 for security incidents'],
  ))
test('S4.9 S21.2 three vendors with mail, portal, phone, community and plan', () => {
  both(
    (b) => ['vercel', 'supabase', 'twilio'].map((id) => b.contacts?.find((each) => each.id === id)?.email),
    ['support@vercel.com', 'support@supabase.com', 'support@twilio.com'],
  )
  both(
    (b) => ['vercel', 'supabase', 'twilio'].map((id) => b.contacts?.find((each) => each.id === id)?.url),
    ['https://vercel.com/support', 'https://supabase.com/support', 'https://support.twilio.com'],
  )
  both((b) => b.contacts?.find((each) => each.id === 'twilio')?.phone, '1-888-TWILIO-1')
  both((b) => b.contacts?.find((each) => each.id === 'supabase')?.chat, 'Supabase Community on Discord')
  both((b) => b.contacts?.find((each) => each.id === 'vercel')?.plan, 'Enterprise for support by phone')
})
test('S15.4 S21.3 dashboard, errors, analytics by their addresses', () =>
  both(
    (b) => b.links?.slice(0, 3).map((each) => each.url),
    ['https://dirt-free-crm.com/ops', 'https://sentry.io/organizations/[org]/', 'https://vercel.com/[team]/[project]/analytics'],
  ))
test('S21.6 three places of backups, and how to come back', () =>
  shippedOnly((b) => /Supabase, configuration, code on GitHub/.test(b.runbooks?.texts?.['backup-and-recovery'] ?? ''), true))
test('S1.18 legal and compliance consequences are among the effects of a SEV1, and legal counsel is to hand', () => {
  both((b) => b.severities?.[0]?.impact.some((each) => /legal or compliance/.test(each)), true)
  shippedOnly(of.contact('legal'), { email: 'legal@example.com' })
})
test('S2.14 S3.4 side effects are watched: a quarter of an hour, and a day for the same alert', () =>
  shippedOnly(({ incident }) => [incident?.recurrence?.dwell?.text, incident?.recurrence?.window?.text], ['15m', '1d']))
test('S4.10 S4.11 asking for help early is a principle', () =>
  both((b) => b.organization.principles.includes('Ask for help before it gets worse'), true))
test('S6.9 the commander speaks with stakeholders, and what customers read waits for their word', () => {
  both((b) => b.roles?.[0]?.duties.includes('Speaks with stakeholders'), true)
  shippedOnly((b) => b.approvals?.map((each) => `${each.for} ${each.by.join()}`), ['publish role:commander', 'mail role:commander'])
})
test('S7.9 S11.4 S11.12 S10.7 team, stakeholders, page and customers are told', () => both(of.checklist('containment-talk'), ['4']))
test('S11.4 S11.10 customers are told when it begins and when it ends', () =>
  both((b) => b.templates?.filter((each) => each.for === 'email').map((each) => each.moment), ['declared', 'resolved']))
test('S14.1 S14.4 S14.5 rolling back is looking, doing, and proving', () =>
  shippedOnly((b) => /## Diagnosis[\s\S]*## Resolution\n1\. `vercel promote/.test(b.runbooks?.texts?.['rollback-application'] ?? ''), true))
test('S15.1 S15.5 the application knows what it depends on', () =>
  both((b) => b.services?.[0]?.depends_on, ['dependency:vercel', 'dependency:supabase', 'dependency:twilio']))
test('S16.14 S9.9 logs, state, screenshots and what users notice are kept', () => both(of.checklist('evidence'), ['4']))
test('S9.8 decisions that mattered stand in the review', () =>
  shippedOnly((b) => b.postmortem?.text?.includes('### Decisions that mattered'), true))
test('S17.4 S19.6 S20.7 actions have owners; newcomers read the runbook; documents are linked', () => {
  both((b) => b.actions?.require, ['owner', 'due'])
  shippedOnly((b) => b.training?.map((each) => each.id), ['onboarding'])
  shippedOnly((b) => b.links?.filter((each) => each.kind === 'document').map((each) => each.name), ['Architecture', 'Configuration'])
})

test('S13.3 more than ten times slower, a deployment behind a SEV1, and three more propose to roll back', () =>
  both(
    (b) => b.mitigations?.slice(0, 5).map((each) => each.suggest_when?.[0]?.above ?? each.suggest_when?.[0]?.flag),
    [['recent_deployment'], ['critical_broken'], ['data_loss'], ['hole_opened'], { times_slower: 10 }],
  ))
