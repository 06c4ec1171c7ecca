import type { Figure } from './figures.ts'

/** Organisation D, typed from its rows. */
export const skillancer: readonly Figure[] = [
  ...(
    [
      ['P0', 'Critical', '15m', /Complete outage/],
      ['P1', 'High', '30m', /Major feature/],
      ['P2', 'Medium', '2h', /Degraded/],
      ['P3', 'Low', 'next_bd', /Cosmetic/],
    ] as const
  ).flatMap(([id, name, respond_within, impact], index): Figure[] => [
    { row: 'S1.1', section: 'severities', holds: { id }, says: new RegExp(id) },
    { row: 'S1.2', section: 'severities', holds: { id, name }, says: new RegExp(id) },
    { row: 'S1.3', section: 'severities', holds: { id, impact: [impact] }, says: impact },
    { row: `S1.${index + 4}`, section: 'severities', holds: { id, respond_within }, says: /Response Time/ },
  ]),
  {
    row: 'S1.3',
    section: 'severities',
    holds: { id: 'P0', examples: [/completely unavailable/, /breach/, /Payment/, /corruption/] },
    says: /completely unavailable/,
  },
  { row: 'S1.11', section: 'severities', holds: { id: 'P1', examples: [/> 1 hour/] }, says: /delayed > 1 hour/ },
  { row: 'S1.11', section: 'severities', holds: { id: 'P2', examples: [/> 5s/] }, says: /> 5s/ },
  { row: 'S1.12', section: 'templates', holds: { moment: 'declared', text: /Impact: \{\{ incident\.impact/ }, says: /500 users/ },
  {
    row: 'S4.1',
    section: 'escalation_policies',
    holds: { steps: [{ page: ['schedule:primary'], wait: '15m' }] },
    says: /Primary On-Call \(15/,
  },
  {
    row: 'S4.2',
    section: 'escalation_policies',
    holds: { steps: [{ page: ['schedule:secondary'], wait: '15m' }, { page: ['user:engineering-lead'] }] },
    says: /Secondary On-Call \(15/,
  },
  { row: 'S4.3', section: 'escalation_policies', holds: { steps: [{ page: ['user:cto'], when: { severity: ['P0'] } }] }, says: /P0 only/ },
  { row: 'S4.9', section: 'contacts', holds: { name: 'Stripe', kind: 'vendor' }, says: /Stripe/ },
  { row: 'S4.9', section: 'contacts', holds: { name: 'Cloudflare', url: 'https://support.cloudflare.com' }, says: /Cloudflare/ },
  { row: 'S6.1', section: 'roles', holds: { name: 'Lead' }, says: /Lead/ },
  {
    row: 'S6.6',
    section: 'postmortem',
    holds: { attendees: ['audience:relevant-team-leads'], optional: ['audience:product', 'audience:support'] },
    says: /Product, Support/,
  },
  { row: 'S10.1', section: 'obligations', holds: { must: 'update', every: '15m', until: 'resolved' }, says: /every 15 minutes/ },
  {
    row: 'S16.1',
    section: 'review_text',
    holds: /Contributing Factors[\s\S]*Owner \| Due Date \| Status[\s\S]*Appendix/,
    says: /Contributing Factors/,
  },
  { row: 'S16.2', section: 'postmortem', holds: { steps: [{ id: 'draft', within: 'immediately' }] }, says: /Immediately/ },
  { row: 'S16.4', section: 'postmortem', holds: { steps: [{ id: 'timeline', within: '24h' }] }, says: /timeline section/ },
  { row: 'S16.5', section: 'postmortem', holds: { steps: [{ id: 'root-cause', within: '48h' }] }, says: /root cause analysis/ },
  { row: 'S16.6', section: 'postmortem', holds: { steps: [{ id: 'meeting', within: '72h' }] }, says: /post-mortem meeting/ },
  { row: 'S16.8', section: 'postmortem', holds: { steps: [{ id: 'actions-assigned', within: '1w' }] }, says: /Action items assigned/ },
  { row: 'S16.9', section: 'postmortem', holds: { attendees: ['role:commander', 'responders'] }, says: /Incident lead/ },
  {
    row: 'S16.10',
    section: 'postmortem',
    holds: {
      agenda: [
        { minutes: 10, item: /timeline/ },
        { minutes: 15, item: /root cause/ },
        { minutes: 10, item: /effectiveness/ },
        { minutes: 15, item: /action items/ },
        { minutes: 10, item: /owners/ },
      ],
    },
    says: /Review timeline/,
  },
  {
    row: 'S16.11',
    section: 'postmortem',
    holds: { ground_rules: [/Blameless/, /systems/, /Constructive/, /Action-oriented/] },
    says: /Blameless/,
  },
  {
    row: 'S18.1',
    section: 'obligations',
    holds: { must: 'acknowledge', within: '15m', when: { severity: ['P0', 'P1'] } },
    says: /Response SLA/,
  },
  { row: 'S18.7', section: 'review_text', holds: /Users affected:[\s\S]*Revenue impact:[\s\S]*SLA impact:/, says: /Revenue impact/ },
]
