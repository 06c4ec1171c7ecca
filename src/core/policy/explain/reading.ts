import type { Explanations } from './explanation.ts'

const WEEKLY = 'id: w, rotation: weekly, starts: "2026-01-05T09:00"'

/** What must hold before a bundle can be applied at all; none of it can be accepted. */
export const readingExplanations: Explanations = {
  yaml: {
    means: 'The file is no YAML that can be read: too large, too deep, or a slip at the place that is named.',
    wrong: 'users: [{ id: ann }',
    right: 'users: [{ id: ann }]',
  },
  'empty-file': { means: 'A file of the bundle has nothing in it.', wrong: '# nothing yet', right: 'links: []' },
  'section-twice': {
    means: 'A section stands in two files. Only lists may be spread over several.',
    wrong: 'organization: { name: Other }',
    right: 'links: []',
  },
  'unknown-key': {
    means: 'The language has no such key at this place.',
    wrong: 'teams: [{ id: a, member: [ann] }]',
    right: 'teams: [{ id: a, members: [ann] }]',
  },
  missing: {
    means: 'Something that must be there is not.',
    wrong: 'links: [{ url: "https://example.com" }]',
    right: 'links: [{ name: Logs, url: "https://example.com" }]',
  },
  type: {
    means: 'A value of another kind stands where a text, a number, a list or a map belongs.',
    wrong: 'links: [{ name: 7, url: "https://example.com" }]',
    right: 'links: [{ name: "7", url: "https://example.com" }]',
  },
  value: {
    means: 'A value is none of those that may stand there.',
    wrong: 'drills: [{ id: d, kind: tabletop, every: often }]',
    right: 'drills: [{ id: d, kind: tabletop, every: 3mo }]',
  },
  empty: {
    means: 'A list or a text is empty where it must hold something.',
    wrong: 'escalation_policies: [{ id: main, steps: [] }]',
    right: 'escalation_policies: [{ id: main, steps: [{ page: [user:ann] }] }]',
  },
  key: {
    means: 'The name of an entry has signs that names may not have.',
    wrong:
      'decision_trees: [{ id: t, start: q, nodes: { q: { ask: Safe?, yes: { do: go }, no: { do: go } }, Q 2: { ask: Sure?, yes: q, no: q } } }]',
    right:
      'decision_trees: [{ id: t, start: q, nodes: { q: { ask: Safe?, yes: q-2, no: { do: go } }, q-2: { ask: Sure?, yes: { do: go }, no: { do: stay } } } }]',
  },
  'dangling-reference': {
    means: 'A name leads to nothing: no user, team, schedule, role, service … has it.',
    wrong: 'teams: [{ id: a, members: [anne] }]',
    right: 'teams: [{ id: a, members: [ann] }]',
  },
  'duplicate-id': {
    means: 'Two entries of a section have the same id.',
    wrong: 'teams: [{ id: a }, { id: a }]',
    right: 'teams: [{ id: a }, { id: b }]',
  },
  cycle: {
    means: 'A schedule depends on itself by way of others: nobody could be found.',
    wrong: 'schedules: [{ id: a, follows: b }, { id: b, follows: a }]',
    right: `schedules: [{ id: a, layers: [{ ${WEEKLY}, members: [ann, bo, cy] }] }, { id: b, follows: a }]`,
  },
  'unreachable-step': {
    means: 'No climb of a ladder ever comes to a step, or steps come in another order than they are written.',
    wrong: 'escalation_policies: [{ id: main, basis: unresolved, steps: [{ at: 2h, page: [user:ann] }, { at: 1h, page: [user:bo] }] }]',
    right: 'escalation_policies: [{ id: main, basis: unresolved, steps: [{ at: 1h, page: [user:bo] }, { at: 2h, page: [user:ann] }] }]',
  },
  'severity-order': {
    means: 'Levels are written most severe first: a lower one promises a faster answer than one above it.',
    wrong: 'severities: [{ id: S1, name: One, respond_within: 1h }, { id: S2, name: Two, respond_within: 15m }]',
    right: 'severities: [{ id: S1, name: One, respond_within: 15m }, { id: S2, name: Two, respond_within: 1h }]',
  },
  'status-subset': {
    means: 'Statuses are some of the known ones, in their order, from investigating to resolved.',
    wrong: 'incident: { statuses: [resolved, investigating] }',
    right: 'incident: { statuses: [investigating, resolved] }',
  },
  'reversed-span': {
    means: 'A span ends before it begins.',
    wrong: 'maintenance: [{ services: [api], from: "2026-12-02T00:00Z", to: "2026-12-01T00:00Z" }]\nservices: [{ id: api }]',
    right: 'maintenance: [{ services: [api], from: "2026-12-01T00:00Z", to: "2026-12-02T00:00Z" }]\nservices: [{ id: api }]',
  },
  'unknown-road': {
    means: 'A road is none of those by which people are reached.',
    wrong: 'severities: [{ id: S1, name: One, roads: [pigeon] }]',
    right: 'severities: [{ id: S1, name: One, roads: [phone] }]',
  },
  'level-without-name': {
    means: 'A level has no name: people will read its bare id.',
    wrong: 'severities: [{ id: S1 }]',
    right: 'severities: [{ id: S1, name: Critical }]',
  },
  'empty-schedule': {
    means: 'A layer has only turns of nobody.',
    wrong: `schedules: [{ id: p, layers: [{ ${WEEKLY}, members: [nobody] }] }]`,
    right: `schedules: [{ id: p, layers: [{ ${WEEKLY}, members: [ann, bo, cy] }] }]`,
  },
  membership: {
    means: 'Somebody joins or leaves a layer whose members do not have them.',
    wrong: `schedules: [{ id: p, layers: [{ ${WEEKLY}, members: [ann, bo], membership: [{ member: cy, from: "2026-12-01T00:00Z" }] }] }]`,
    right: `schedules: [{ id: p, layers: [{ ${WEEKLY}, members: [ann, bo, cy], membership: [{ member: cy, from: "2026-12-01T00:00Z" }] }] }]`,
  },
  placeholder: {
    means: 'A variable that the bundle names is not set where it is read. What needs it does not work until it is.',
    wrong: 'integrations: [{ id: prom, type: alertmanager, key: "${NOT_SET}" }]',
    right: 'integrations: [{ id: prom, type: alertmanager, key: kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk }]',
  },
  'text-missing': {
    means: 'A file that the bundle names is not beside it.',
    wrong: 'postmortem: { template: review.md }',
    right: 'postmortem: { attendees: [responders] }',
  },
  'text-outside': {
    means: "A text is taken only from below the bundle's own folder.",
    wrong: 'postmortem: { template: ../review.md }',
    right: 'postmortem: { attendees: [responders] }',
  },
}
