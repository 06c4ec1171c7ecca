import type { Explanations } from './explanation.ts'

/** Rules about levels, roles, names and texts. */
export const structureExplanations: Explanations = {
  'level-without-procedure': {
    means: 'A level has no clock at all: nobody has to answer within a time, and no obligation applies to it.',
    wrong: 'severities: [{ id: P4, name: Four }]',
    right: 'severities: [{ id: P4, name: Four, criteria: [It only looks wrong], respond_within: 1w }]',
  },
  'level-without-actions': {
    means: 'A level that pages says how fast it is answered and nothing about what then; or a checklist is still to be written.',
    wrong: 'severities: [{ id: S1, name: One, respond_within: 15m }]',
    right:
      'severities: [{ id: S1, name: One, respond_within: 15m }]\nobligations: [{ id: word, must: update, every: 30m, from: acknowledged }]',
  },
  'breach-below-top': {
    means: 'A security breach is less than the most severe level, and the most severe level does not name one.',
    wrong: 'severities: [{ id: S1, name: One, criteria: [All is down] }, { id: S2, name: Two, criteria: [A security breach] }]',
    right: 'severities: [{ id: S1, name: One, criteria: [All is down, A security breach] }, { id: S2, name: Two, criteria: [Slow] }]',
  },
  'missing-status': {
    means: 'The fix is watched before it is called the end (a checklist, a phase, a text says so), and there is no status `monitoring`.',
    wrong: 'incident: { statuses: [investigating, resolved], phases: [{ id: verification, from: mitigated }] }',
    right: 'incident: { statuses: [investigating, monitoring, resolved], phases: [{ id: verification, from: mitigated }] }',
  },
  'inside-words': {
    means:
      'A text for customers, by mail or on the status page, names what was written for colleagues: the title, the impact, the resolution, the room, who responds, or an impact field that is not `public: true`. It is never filled in there.',
    wrong: 'templates: [{ id: t, for: status-page, moment: resolved, text: "It is over: {{ incident.resolution }}" }]',
    right: 'templates: [{ id: t, for: status-page, moment: resolved, text: "It is over. {{ update.text }}" }]',
  },
  'no-support-address': {
    means: 'A mail to customers, or the whole policy, names no address that they can write to.',
    wrong: 'templates: [{ id: t, for: email, moment: declared, text: Something is wrong. }]\nstatus_pages: [{ id: p, title: Status }]',
    right:
      'templates: [{ id: t, for: email, moment: declared, text: Something is wrong. Write to help@example.com. }]\nstatus_pages: [{ id: p, title: Status, private: true }]',
  },
  'unreachable-branch': {
    means: 'No answer of a decision tree leads to one of its questions.',
    wrong:
      'decision_trees: [{ id: t, start: a, nodes: { a: { ask: Safe?, yes: { do: go }, no: { do: stay } }, b: { ask: Sure?, yes: { do: go }, no: a } } }]',
    right:
      'decision_trees: [{ id: t, start: a, nodes: { a: { ask: Safe?, yes: b, no: { do: stay } }, b: { ask: Sure?, yes: { do: go }, no: { do: stay } } } }]',
  },
  'role-overlap': {
    means: 'One absence puts two roles of the same incident on one person, or two roles have the same person from the start.',
    wrong: 'roles: [{ id: commander, default: [user:ann], backup: [user:bo] }, { id: comms, default: [user:bo] }]',
    right: 'roles: [{ id: commander, default: [user:ann], backup: [user:cy] }, { id: comms, default: [user:bo] }]',
  },
  'dependency-circle': {
    means: 'A service depends on itself by way of others.',
    wrong: 'services: [{ id: a, depends_on: [service:b] }, { id: b, depends_on: [service:a] }]',
    right: 'services: [{ id: a, depends_on: [service:b] }, { id: b }]',
  },
  'unique-name': {
    means: 'Two incidents can have the same reference or the same room. A fixed room is a standing channel and meant to be shared.',
    wrong: 'incident: { room: { name: "incident-{yyyy}-{mm}-{dd}" } }',
    right: 'incident: { room: { name: "incident-{yyyy}-{mm}-{dd}-{nnn}" } }',
  },
  'reference-format': {
    means: 'A text or a command names a reference or a room in a form that the policy does not have: whoever types it finds nothing.',
    wrong: 'incident: { reference: "INC-{yyyy}-{mm}-{dd}-{nnn}" }\ncommands: [{ name: Answer, run: /incident ack INC-123 }]',
    right:
      'incident: { reference: "INC-{yyyy}-{mm}-{dd}-{nnn}", aliases: ["INC-{n}"] }\ncommands: [{ name: Answer, run: /incident ack INC-123 }]',
  },
  'placeholder-unfilled': {
    means: 'A template names something that nothing fills in, or cannot be read as a template; or a name holds a word that is none.',
    wrong: 'templates: [{ id: t, for: chat, moment: update, text: "{{ update.txt }}" }]',
    right: 'templates: [{ id: t, for: chat, moment: update, text: "{{ update.text }}" }]',
  },
  'acceptance-idle': {
    means: 'An entry of `lint.accept` silences nothing, or names no rule. It would silence the next finding of its kind.',
    wrong: 'lint: { accept: [{ rule: rotation-size, at: "schedule:p", reason: small team, until: "2126-01-01" }] }',
    right: 'lint: { accept: [] }',
  },
}
