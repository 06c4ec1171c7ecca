import { test } from 'node:test'
import * as of from './figures.ts'

/** Typed by hand from the rows of organisation D: what its runbook says, and what the shipped bundle repairs. */
const { both, shippedOnly } = of.figuresOf('skillancer')

test('S1.1 S1.2 four levels, each with its name', () => both(of.names, ['P0 Critical', 'P1 High', 'P2 Medium', 'P3 Low']))
test('S1.3 an impact and four examples each', () => {
  both((b) => b.severities?.every((each) => each.definition !== undefined), true)
  both((b) => b.severities?.map((each) => each.examples.length), [4, 4, 4, 4])
})
test('S1.4 S1.5 S1.6 S1.7 S1.8 answered within 15 m, 30 m, 2 h, the next working day; P1 within 15 m as shipped', () =>
  both(of.answers, ['15m', '30m', '2h', 'next_bd'], ['15m', '15m', '2h', 'next_bd']))
test('S1.9 S4.1 S4.2 S4.3 secondary after 15 m, lead after 15 more, the CTO for P0; 5 m each as shipped', () =>
  both(
    of.ladder('on-call'),
    ['schedule:primary, wait 15m', 'schedule:secondary, wait 15m', 'user:eng-lead, wait 15m', 'user:cto for P0'],
    ['schedule:primary, wait 5m', 'schedule:secondary, wait 5m', 'user:eng-lead, wait 5m', 'user:cto for P0'],
  ))
test('S1.10 S5.7 S7.9 stakeholders and support', () => both((b) => b.audiences?.map((each) => each.id), ['stakeholders', 'support']))
test('S1.11 payments late by an hour propose P1, pages over 5 s P2', () =>
  both(
    (b) => b.severities?.flatMap((each) => each.suggest_when.map((when) => when.above)),
    [{ payment_delay_s: 3600 }, { page_load_s: 5 }],
  ))
test('S1.12 S1.18 S18.7 users, revenue, service level', () =>
  both((b) => ['users_affected', 'revenue', 'sla'].map((field) => b.incident?.impact[field]?.type), ['number', 'text', 'text']))
test('S1.17 a breach is P0', () => both((b) => /broke in/.test(b.severities?.[0]?.definition ?? ''), true))
test('S2.1 S2.3 three by machines, three by people', () =>
  both((b) => b.incident?.sources, ['infrastructure', 'apm', 'synthetic', 'customer', 'internal', 'social-media']))
test('S2.5 S2.6 acknowledge, judge, open the channel, post', () => both(of.checklist('assess'), ['4']))
test('S2.8 S2.9 dashboards, deployments, logs, databases; patterns and hypotheses', () => both(of.checklist('investigate'), ['6']))
test('S2.13 S6.1 the lead is whoever is on call', () =>
  both((b) => b.roles?.map((each) => [each.id, ...each.default].join(' ')), ['lead schedule:primary']))
test('S3.1 S3.2 S3.3 S3.5 S3.11 weekly, Sunday 00:00 UTC; teams A/B, B/C, C/A', () => {
  both(
    (b) => {
      const layer = b.schedules?.[0]?.layers[0]
      return [layer?.rotation, layer?.handoff, b.schedules?.[0]?.timezone, layer?.members.flat()]
    },
    ['weekly', { day: 'sun', at: '00:00' }, 'UTC', ['team:team-a', 'team:team-b', 'team:team-c']],
  )
  both((b) => [b.schedules?.[1]?.follows, b.schedules?.[1]?.offset], ['primary', 1])
})
test('S3.6 on call answers P0 and P1 within 15 m; P0 has it by its level as shipped', () =>
  both(of.clock('on-call-response'), 'acknowledge within 15m of accepted for P0 P1', 'acknowledge within 15m of accepted for P1'))
test('S7.3 S7.7 the channel is named by date and description as written, numbered as shipped; it opens on acknowledgement', () => {
  both((b) => b.incident?.room?.name, 'incident-{yyyy}-{mm}-{dd}-{slug}', 'incident-{yyyy}-{mm}-{dd}-{nnn}')
  both((b) => b.incident?.room?.open, 'acknowledged')
})
test('S9.1 five phases', () => both(of.phases, ['detection', 'assessment', 'communication', 'mitigation', 'resolution']))
test('S9.2 S11.2 no monitoring as written', () =>
  both(of.statuses, ['investigating', 'mitigating', 'resolved'], ['investigating', 'mitigating', 'monitoring', 'resolved']))
test('S9.3 S9.4 S9.5 S2.14 S13.9 three checks before it is resolved; page and stand-down before it is closed', () =>
  both(of.checklist('verification', 'stand-down'), ['3 before resolve', '2 before close']))
test('S5.7 S7.9 communicate: stakeholders, page, customers, support', () => both(of.checklist('communicate'), ['4']))
test('S10.1 S10.2 S10.3 S10.4 S10.7 a word inside every 15 m at every level', () =>
  both(of.clock('internal-updates'), 'update every 15m from declared until resolved'))
test('S11.1 status.skillancer.com', () => both(of.domain, ['status.skillancer.com']))
test('S11.13 support@skillancer.com', () => both((b) => b.organization.support, 'support@skillancer.com'))
test('S12.12 declared: severity, summary, impact, lead, status', () =>
  both(of.holes('declared'), [
    ...['incident.reference', 'incident.severity', 'incident.title', 'incident.impact', 'roles.lead', 'incident.status', 'incident.room'],
  ]))
test('S12.13 S9.6 resolved: duration, cause, resolution, actions', () =>
  both(of.holes('resolved'), ['incident.reference', 'incident.duration', 'incident.root_cause', 'incident.resolution', 'incident.actions']))
test('S12.14 S11.5 S11.7 S11.9 page: what and how; the estimate; what works again', () => {
  both(of.holes('page-investigating'), ['incident.components', 'incident.impact'], ['incident.components', 'update.text'])
  both(of.holes('page-identified'), ['incident.components', 'incident.eta'])
  both(of.holes('page-resolved'), ['incident.components', 'update.text'])
})
test('S12.15 S11.10 mail: date, name, two times, what happened, impact of the recipient, actions', () => {
  const [times, rest] = [['incident.started', 'recipient.name', 'incident.resolved'], ['organization.support']]
  both(
    of.holes('customers'),
    [...times, 'incident.summary', 'recipient.impact', 'incident.actions', ...rest],
    [...times, 'incident.public_summary', 'recipient.impact', 'incident.public_actions', ...rest],
  )
})
test('S12.16 S7.10 the announcement leads to a channel of the date alone, as written', () => {
  both((b) => b.templates?.some((each) => each.id === 'announcement'), true, false)
})
test('S11.14 a public review is promised when it is resolved', () =>
  both(
    (b) =>
      /write down in full what happened|publish a full account of what happened/.test(
        b.templates?.find(({ id }) => id === 'page-resolved')?.text ?? '',
      ),
    true,
  ))
test('S13.1 S13.2 S13.3 hotfix, rollback after a deployment, scale for capacity, block an attack', () => {
  both((b) => b.mitigation_order, ['hotfix', 'rollback', 'scale_out', 'block_traffic'])
  both((b) => b.mitigations?.map((each) => each.action), ['hotfix', 'rollback', 'scale_out', 'block_traffic'])
})
test('S13.5 S13.11 S13.12 S14.4 S14.5 S21.5 nine commands: six look, three change', () => {
  both((b) => b.commands?.map((each) => each.kind), [...Array(6).fill('query'), ...Array(3).fill('action')])
  both(
    (b) => b.commands?.slice(6).map((each) => each.run),
    [
      'kubectl rollout undo deployment/api-gateway',
      'kubectl scale deployment/api-gateway --replicas=10',
      './scripts/maintenance-mode.sh enable',
    ],
  )
})
test('S15.4 open connections and the error rate are asked for', () =>
  both((b) => b.commands?.filter((each) => /pg_stat_activity|http_errors_total\[5m\]/.test(each.run)).length, 2))
test('S16.1 every part of the review, with an appendix', () =>
  shippedOnly(
    (b) => b.postmortem?.text?.match(/^## .*/gm),
    [...['## Summary', '## Impact', '## Timeline', '## Root cause', '## Resolution', '## Actions', '## Lessons', '## Appendix']],
  ))
test('S7.6 S16.2 S16.4 S16.5 S16.6 S16.8 S17.3 draft at once, timeline 24 h, cause 48 h, meeting 72 h, actions 1 w', () => {
  const rest = ['timeline 24h of resolved', 'root-cause 48h of resolved', 'meeting 72h of resolved', 'actions 1w of resolved']
  both(of.steps, ['draft immediately of resolved', ...rest], ['draft 5m of resolved', ...rest])
})
test('S16.9 S6.6 lead, responders, team leads; product and support if they like', () => {
  both((b) => b.postmortem?.attendees, ['role:lead', 'responders', 'managers'])
  both((b) => b.postmortem?.optional, ['team:product', 'team:support'])
})
test('S16.10 10 + 15 + 10 + 15 + 10 = 60 minutes', () => both(of.agenda, [10, 15, 10, 15, 10]))
test('S16.11 S20.6 four ground rules', () => both((b) => b.postmortem?.ground_rules.length, 4))
test('S17.3 a follow-up has a week', () => shippedOnly((b) => b.actions?.categories.map(({ due }) => due?.text), ['1w']))
test('S17.1 actions have owner and date', () => both((b) => b.actions?.require, ['owner', 'due']))
test('S18.1 P0 and P1 answered within 15 m on average', () => both(of.targets, { mtta: { P0: '15m', P1: '15m' } }))
test('S21.1 four to reach by chat', () =>
  both(
    (b) => b.contacts?.filter((each) => each.kind === 'internal').map((each) => each.chat),
    ['@eng-lead', '@cto', '@security', '@support-lead'],
  ))
test('S4.9 S21.2 four vendors', () => {
  both(
    (b) => b.contacts?.filter((each) => each.kind === 'vendor').map((each) => each.url ?? each.plan),
    ['Premium Support', 'https://dashboard.stripe.com/support', 'https://support.pagerduty.com', 'https://support.cloudflare.com'],
  )
})
test('S21.3 Grafana and Prometheus', () => shippedOnly((b) => b.links?.map((each) => each.name), ['Status page', 'Grafana', 'Prometheus']))
test('S3.4 S3.7 whoever is on call answers first, at every hour', () => {
  both((b) => b.schedules?.[0]?.layers[0]?.restrict, [])
  both((b) => b.roles?.[0]?.duties.length, 4)
})
test('S4.8 S4.10 one ladder', () => both((b) => b.escalation_policies?.map((each) => each.id), ['on-call']))
test('S5.1 the two worst levels by every road', () =>
  both((b) => (of.roads(b) as string[]).slice(0, 2), ['phone sms push chat email', 'phone sms push chat email']))
test('S14.1 runbooks are commands in order', () =>
  shippedOnly((b) => Object.values(b.runbooks?.texts ?? {}).map((text) => text.match(/`kubectl/g)?.length), [2, 3]))
test('S2.11 S16.14 the review ends in an appendix', () => shippedOnly((b) => b.postmortem?.text?.trim().endsWith('## Appendix'), true))
