import type { Figure } from './figures.ts'

const one = (id: string) => ({ severity: [id] })
const role = (id: string, [holder, backup]: [string, string], duties: number): Figure => ({
  row: 'S6.7',
  section: 'roles',
  holds: { id, default: [`user:${holder}`], backup: [`user:${backup}`], duties: Array.from({ length: duties }, () => /./) },
  says: new RegExp(holder.replaceAll('-', ' '), 'i'),
})

/** Organisation E, typed from its rows. */
export const dirtFreeCrm: readonly Figure[] = [
  ...(
    [
      ['SEV-1', 'Critical', '15m', 5, 4],
      ['SEV-2', 'High', '30m', 5, 4],
      ['SEV-3', 'Medium', '2h', 5, 4],
      ['SEV-4', 'Low', '24h', 5, 3],
    ] as const
  ).flatMap(([id, name, respond_within, examples, impact], index): Figure[] => [
    { row: 'S1.1', section: 'severities', holds: { id, aliases: [`Severity ${index + 1}`] }, says: new RegExp(`Severity ${index + 1}`) },
    { row: 'S1.2', section: 'severities', holds: { id, name }, says: new RegExp(name) },
    {
      row: 'S1.3',
      section: 'severities',
      holds: { id, definition: /./, examples: new Array(examples).fill(/./), impact: new Array(impact).fill(/./) },
      says: /Definition/,
    },
    { row: `S1.${index + 4}`, section: 'severities', holds: { id, respond_within }, says: /Response Time/ },
  ]),
  {
    row: 'S1.9',
    section: 'obligations',
    holds: { when: one('SEV-1'), must: 'escalate', to: ['schedule:primary'], within: 'immediately' },
    says: /Immediate page/,
  },
  { row: 'S1.9', section: 'triggers', holds: { call_out: true, when: [one('SEV-1')] }, says: /All hands/ },
  {
    row: 'S1.9',
    section: 'obligations',
    holds: { when: one('SEV-1'), must: 'notify', audience: 'executives', within: '30m' },
    says: /Executive notification/,
  },
  {
    row: 'S1.9',
    section: 'obligations',
    holds: { when: one('SEV-2'), must: 'notify', audience: 'on-call', within: '30m' },
    says: /notified within 30/,
  },
  {
    row: 'S1.9',
    section: 'obligations',
    holds: { when: one('SEV-2'), must: 'notify', audience: 'management', within: '1h' },
    says: /Manager notification/,
  },
  {
    row: 'S1.9',
    section: 'obligations',
    holds: { when: one('SEV-3'), must: 'notify', audience: 'on-call', within: '2h' },
    says: /Assigned to on-call/,
  },
  { row: 'S1.9', section: 'severities', holds: { id: 'SEV-3', criteria: [/maintenance window/] }, says: /maintenance window/ },
  { row: 'S1.16', section: 'obligations', holds: { when: one('SEV-4'), must: 'complete', within: '24h' }, says: /backlog/ },
  {
    row: 'S1.16',
    section: 'severities',
    holds: { id: 'SEV-4', ticket: true, criteria: [/next development cycle/] },
    says: /development cycle/,
  },
  { row: 'S1.11', section: 'severities', holds: { id: 'SEV-2', examples: [/>5x/] }, says: />5x/ },
  { row: 'S1.14', section: 'incident', holds: { definition: [/unplanned interruption/] }, says: /unplanned interruption/ },
  { row: 'S4.3', section: 'triggers', holds: { when: one('SEV-1') }, says: /Severity 1 incidents/ },
  { row: 'S4.4', section: 'triggers', holds: { when: { unresolved_for: '30m', cause_known: false } }, says: /after 30 minutes/ },
  { row: 'S4.5', section: 'triggers', holds: { name: /Customer data/, when: { flag: [/customer_data/] } }, says: /potentially exposed/ },
  { row: 'S4.6', section: 'triggers', holds: { name: /Security/, when: { flag: [/security/] } }, says: /Security-related/ },
  { row: 'S4.6', section: 'triggers', holds: { name: /Data loss/, when: { flag: [/data_loss/] } }, says: /Data loss/ },
  {
    row: 'S4.7',
    section: 'escalation_policies',
    holds: {
      basis: 'manual',
      steps: [{ reason: ['severity-2-incidents'] }, { reason: [/multiple/] }, { reason: [/specialized/] }, { reason: [/cross-team/] }],
    },
    says: /Multiple systems/,
  },
  { row: 'S4.8', section: 'users', holds: { id: 'system-administrator', escalates_to: ['user:lead-developer'] }, says: /Escalation: Lead/ },
  { row: 'S4.8', section: 'users', holds: { id: 'lead-developer', escalates_to: ['user:cto'] }, says: /Escalation: CTO/ },
  { row: 'S4.8', section: 'users', holds: { id: 'operations-manager', escalates_to: ['user:ceo'] }, says: /Escalation: CEO/ },
  {
    row: 'S4.9',
    section: 'contacts',
    holds: { name: 'Vercel Support', email: 'support@vercel.com', url: 'https://vercel.com/support' },
    says: /vercel\.com/,
  },
  { row: 'S4.9', section: 'contacts', holds: { name: 'Twilio Support', phone: '1-888-TWILIO-1' }, says: /TWILIO/ },
  role('commander', ['system-administrator', 'lead-developer'], 5),
  role('tech-lead', ['lead-developer', 'senior-developer'], 4),
  role('comms', ['operations-manager', 'system-administrator'], 4),
  role('liaison', ['business-owner', 'operations-manager'], 4),
  { row: 'S6.6', section: 'roles', holds: { name: 'Database Administrator', duties: [/recovery/] }, says: /Database issues/ },
  { row: 'S6.6', section: 'roles', holds: { name: 'Security Specialist', duties: [/Forensic/] }, says: /Forensic/ },
  { row: 'S6.6', section: 'roles', holds: { name: 'Customer Success', duties: [/Impact assessment/] }, says: /Customer Success/ },
  {
    row: 'S6.8',
    section: 'obligations',
    holds: { when: one('SEV-1'), must: 'assign', role: 'role:commander', within: '15m' },
    says: /assigned within 15/,
  },
  {
    row: 'S6.8',
    section: 'obligations',
    holds: { when: one('SEV-2'), must: 'assign', role: 'role:commander', within: '1h' },
    says: /assigned within 1 hour/,
  },
  { row: 'S10.1', section: 'obligations', holds: { when: one('SEV-1'), must: 'update', every: '1h' }, says: /Hourly/ },
  { row: 'S10.2', section: 'obligations', holds: { when: one('SEV-2'), must: 'update', every: '2h' }, says: /every 2 hours/ },
  { row: 'S10.3', section: 'obligations', holds: { when: one('SEV-3'), must: 'update', every: '1d' }, says: /Daily/ },
  { row: 'S10.4', section: 'obligations', holds: { when: one('SEV-4'), must: 'update', every: '1w' }, says: /Weekly/ },
  { row: 'S10.6', section: 'templates', holds: { moment: 'update', text: /Next Update: \{\{ update\.next_update/ }, says: /Next Update/ },
  {
    row: 'S10.6',
    section: 'templates',
    holds: { moment: 'declared', text: /Every \{\{ incident\.update_every \}\}/ },
    says: /Status Updates: Every/,
  },
  {
    row: 'S16.1',
    section: 'review_text',
    holds:
      /Executive Summary[\s\S]*Key decision points[\s\S]*System weaknesses[\s\S]*Financial impact[\s\S]*Response Analysis[\s\S]*Assigned owners/,
    says: /Executive Summary/,
  },
  { row: 'S16.6', section: 'postmortem', holds: { steps: [{ id: 'meeting', within: '48h' }] }, says: /Within 48 hours/ },
  {
    row: 'S16.9',
    section: 'postmortem',
    holds: { attendees: ['role:commander', 'role:tech-lead', 'responders', /stakeholders/, /management/] },
    says: /All responders/,
  },
  {
    row: 'S16.10',
    section: 'postmortem',
    holds: {
      agenda: [
        { minutes: 5, item: /Overview/ },
        { minutes: 10, item: /Well/ },
        { minutes: 15, item: /Wrong/ },
        { minutes: 15, item: /Root Cause/ },
        { minutes: 10, item: /Action/ },
      ],
    },
    says: /Incident Overview/,
  },
  {
    row: 'S18.7',
    section: 'review_text',
    holds: /Customer impact metrics[\s\S]*Business impact[\s\S]*Financial impact/,
    says: /impact metrics/,
  },
  { row: 'S18.8', section: 'document', holds: { review: { every: '3mo', after: ['SEV-1'] } }, says: /at least quarterly/ },
]
