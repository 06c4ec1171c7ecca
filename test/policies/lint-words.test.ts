import { test } from 'node:test'
import { holdsRule } from './mutants.ts'

const UPDATE = 'templates.update.text'
const OVER = 'templates.over.text'
const TASK = 'checklists.start.tasks'

test('L7 L12 text-against-clock: a time in a text that the clocks say otherwise, or nothing of', () =>
  holdsRule('text-against-clock', {
    found: [
      ['template:over', { [OVER]: 'The review meeting is within 48 hours.' }],
      ['template:update', { [UPDATE]: 'Updates in 15 minutes.' }],
      ['template:update', { [UPDATE]: 'You hear from us again every hour.' }],
      [
        'template:update',
        {
          [UPDATE]: 'Updates in 45 minutes.',
          'obligations.words-1': null,
          'obligations.words-2': null,
          'obligations.words-3': null,
          'obligations.first-post': null,
        },
      ],
      ['checklist:start', { [TASK]: [{ text: 'Escalate it immediately', within: '15m', of: 'declared' }] }],
      ['role:commander', { 'roles.commander.duties': ['Answers S1 within thirty minutes'] }],
    ],
    silent: [
      { [UPDATE]: 'Updates in 30 minutes.' },
      { [OVER]: 'It was over within 15 minutes.' },
      { [TASK]: [{ text: 'Escalate it within 15 minutes', within: '15m', of: 'declared' }] },
      { 'roles.commander.duties': ['Answers within an hour, S1 within fifteen minutes'] },
      { [OVER]: 'The review is complete within a week.' },
    ],
  }))

test('L7 text-against-clock: what a sentence says of an audience or a role by name', () =>
  holdsRule('text-against-clock', {
    found: [
      ['template:update', { [UPDATE]: 'The board is told within an hour.' }],
      ['template:update', { [UPDATE]: 'Boards hear of it within a quarter of an hour.' }],
      ['role:commander', { 'roles.commander.duties': ['Informs the board within the quarter of an hour'] }],
      [
        'template:update',
        {
          'obligations.+': { id: 'led', must: 'assign', role: 'role:commander', within: '10m', of: 'declared' },
          [UPDATE]: 'A commander is assigned within half an hour.',
        },
      ],
    ],
    silent: [
      { [UPDATE]: 'The board is told within 30 minutes.' },
      { [UPDATE]: 'The board is told within half an hour.' },
      { [UPDATE]: 'The board meets within an hour.' },
      { [UPDATE]: 'Customers of the region know it within two hours.' },
      {
        'obligations.+': { id: 'led', must: 'assign', role: 'role:commander', within: '10m', of: 'declared' },
        [UPDATE]: 'A commander is assigned within ten minutes.',
      },
    ],
  }))

test('L19 wish-in-text: at once, and nothing that measures it', () =>
  holdsRule('wish-in-text', {
    found: [
      ['checklist:start', { [TASK]: [{ text: 'Page the lead immediately' }] }],
      ['role:commander', { 'roles.commander.duties': ['Answers at once'] }],
      ['template:update', { [UPDATE]: 'We come back to you as soon as possible.' }],
    ],
    silent: [
      { [TASK]: [{ text: 'Page the lead immediately', within: '5m', of: 'declared' }] },
      { [TASK]: [{ text: 'Look at the immediate neighbours' }] },
      { [UPDATE]: 'All at one place.' },
    ],
  }))

test('L16 unique-name: a name that two incidents can have', () =>
  holdsRule('unique-name', {
    found: [
      ['incident', { 'incident.room.name': 'outage-{yyyy}-{mm}-{dd}' }],
      ['incident', { 'incident.reference': 'KM-{nnn}', 'templates.declared.text': 'x', 'checklists.start.tasks': [{ text: 'x' }] }],
      ['incident', { 'incident.room.name': 'outage' }],
      ['template:update', { [UPDATE]: "Follow #outage-{{ incident.declared | date: '%Y-%m-%d' }}." }],
    ],
    silent: [
      { 'incident.room.name': 'outage-{n}' },
      { 'incident.room.name': 'outage-{yyyy}-{mm}-{dd}-{slug}' },
      { 'incident.room': { fixed: 'channel:war-room' }, channels: [{ id: 'war-room', via: 'slack', name: 'war-room' }] },
      { [UPDATE]: "Follow #outage-{{ incident.declared | date: '%Y-%m-%d' }}-001." },
    ],
  }))

test('L11 reference-format: an example that no format would find', () =>
  holdsRule('reference-format', {
    found: [
      ['checklist:start', { 'incident.aliases': null }],
      ['template:update', { [UPDATE]: 'This is KM-2026-11.' }],
      ['template:update', { [UPDATE]: 'Follow #outage-17.' }],
      [
        'template:update',
        { [UPDATE]: "Follow #outage-{{ incident.declared | date: '%Y-%m-%d' }}-001.", 'incident.room.name': 'outage-{reference}' },
      ],
      ['commands', { commands: [{ name: 'x', run: 'tocsin incident show KM-2026-11-21' }] }],
    ],
    silent: [
      { [UPDATE]: 'This is KM-2026-11-12-003, or KM-7.' },
      { [UPDATE]: 'The model KMX-2026-11 is another thing.' },
      { [UPDATE]: 'Follow #outage-2026-11-12-003, never #outage-stories.' },
      { [UPDATE]: 'Follow #outage-17.', 'incident.room.name': 'outage-{n}' },
    ],
  }))

test('S12.23 placeholder-unfilled: something to fill in that nothing fills', () =>
  holdsRule('placeholder-unfilled', {
    found: [
      ['template:update', { [UPDATE]: '{{ update.txt }}' }],
      ['template:update', { [UPDATE]: '{{ roles.scribe }} writes' }],
      ['template:update', { [UPDATE]: 'We look into [brief description].' }],
      ['template:declared', { 'incident.impact.tiles_lost': null }],
      ['incident', { 'incident.room.name': 'outage-{n}-{year}' }],
      ['template:over', { 'templates.over.subject': 'It is over, {{ customer }}' }],
      ['template:update', { [UPDATE]: '{% if update.text %}{{ update.text }}' }],
      ['template:update', { [UPDATE]: 'The review is held by {{ review.party_by | time }}.' }],
    ],
    silent: [
      { [UPDATE]: '{% for name in incident.responders %}{{ name }}{% endfor %}' },
      { [UPDATE]: '[DRILL] {{ now | time }} [Investigating]' },
      { [UPDATE]: 'See [our page](https://example.com).' },
      { [UPDATE]: '{% if incident.security %}{{ review.meeting_by | time }}{% endif %}' },
    ],
  }))

const TREE = 'decision_trees.undo.nodes'

test('L9 unreachable-branch: a question that is never asked', () =>
  holdsRule('unreachable-branch', {
    found: [
      ['decision_tree:undo', { [`${TREE}.q1.yes`]: { do: 'rollback' } }],
      ['decision_tree:undo', { [`${TREE}.q3`]: { ask: 'x', yes: { do: 'x' }, no: 'q1' } }],
      ['decision_tree:undo', { 'decision_trees.undo.start': 'q2' }],
    ],
    silent: [
      { [`${TREE}.q1.yes`]: { do: 'rollback' }, [`${TREE}.q1.no`]: 'q2' },
      { [`${TREE}.q3`]: { ask: 'x', yes: { do: 'x' }, no: { do: 'y' } }, [`${TREE}.q2.no`]: 'q3' },
      { [`${TREE}.q2.no`]: 'q1' },
    ],
  }))

test('L8 S6.11 role-overlap: two roles on one person', () =>
  holdsRule('role-overlap', {
    found: [
      ['role:commander', { 'roles.commander.backup': ['user:wren'] }],
      ['role:writer', { 'roles.writer.backup': ['schedule:primary'] }],
      ['role:scribe', { 'roles.+': { id: 'scribe', default: ['user:wren'] } }],
      ['role:commander', { 'roles.commander.backup': ['team:one'], 'teams.+': { id: 'one', members: ['wren'] } }],
    ],
    silent: [
      { 'roles.+': { id: 'scribe', default: ['user:dov'] } },
      { 'roles.+': { id: 'scribe', required_for: ['S3'], default: ['user:wren'] } },
      { 'roles.+': { id: 'scribe', default: ['user:ada'], backup: ['user:lead'] } },
      { 'roles.commander.backup': ['team:two'], 'teams.+': { id: 'two', members: ['wren', 'eli'] } },
    ],
  }))

test('dependency-circle: services that wait for each other', () =>
  holdsRule('dependency-circle', {
    found: [
      ['service:tiles', { 'services.store.depends_on': ['service:tiles'] }],
      ['service:store', { 'services.store.depends_on': ['service:store'] }],
      ['service:tiles', { 'dependencies.cloud.depends_on': ['service:tiles'] }],
    ],
    silent: [
      { 'services.tiles.depends_on': ['service:store', 'dependency:cloud'] },
      { 'services.store.depends_on': null },
      { 'services.+': { id: 'edge', escalation: ['main'], depends_on: ['service:tiles', 'service:store'] } },
    ],
  }))

test('S11.13 no-support-address: customers who are not told whom to write to', () =>
  holdsRule('no-support-address', {
    found: [
      ['template:over', { [OVER]: 'It is over.' }],
      ['organization', { 'organization.support': null }],
      ['template:hello', { 'templates.+': { id: 'hello', for: 'customers', moment: 'declared', text: 'We are on it.' } }],
      [
        'template:hello',
        { 'audiences.+': { id: 'users', outside: true }, 'templates.+': { id: 'hello', for: 'users', moment: 'update', text: 'Soon.' } },
      ],
    ],
    silent: [
      { [OVER]: 'It is over. Write to help@example.com.' },
      { 'organization.support': null, status_pages: null, [OVER]: 'It is over. Write to help@example.com.' },
      { 'templates.+': { id: 'wake', for: 'email', moment: 'page', text: 'You are paged.' } },
      { 'templates.+': { id: 'board', for: 'board', moment: 'declared', text: 'It is bad.' } },
    ],
  }))

const FIELD = 'incident.impact.cause'
test('S5.7 S11.5 inside-words: customers would read what was written for colleagues', () =>
  holdsRule('inside-words', {
    found: [
      ...['title', 'impact', 'resolution', 'responders', 'room'].flatMap((name): [string, Record<string, string>][] => [
        ['template:over', { [OVER]: `{{ incident.${name} }} {{ organization.support }}` }],
        ['template:update', { 'templates.update.for': 'status-page', [UPDATE]: `{{ incident.${name} | default: 'x' }}` }],
      ]),
      ['template:over', { [FIELD]: { type: 'text' }, [OVER]: 'Because {{ incident.cause }}. {{ organization.support }}' }],
      [
        'template:over',
        { [FIELD]: { type: 'list' }, [OVER]: '{% for each in incident.cause %}{{ each }}{% endfor %} {{ organization.support }}' },
      ],
      ['template:over', { 'templates.over.subject': 'Over: {{ incident.title }}' }],
      ['template:over', { [OVER]: 'Signed {{ roles.commander }}, {{ organization.support }}' }],
      [
        'template:update',
        {
          'audiences.+': { id: 'users', outside: true },
          'templates.update.for': 'users',
          [UPDATE]: '{{ incident.impact }} {{ organization.support }}',
        },
      ],
    ],
    silent: [
      { [UPDATE]: '{{ incident.impact }} {{ incident.title }} {{ incident.resolution }} {{ roles.commander }}' },
      { [FIELD]: { type: 'text', public: true }, [OVER]: 'Because {{ incident.cause }}. {{ organization.support }}' },
      { [OVER]: '{{ incident.public_title }}: {{ update.text }} {{ recipient.impact }} {{ organization.support }}' },
      { 'templates.update.for': 'status-page', [UPDATE]: '{{ incident.components }} {{ incident.downtime }} incident.impact' },
      { 'templates.over.moment': 'page', [OVER]: '{{ incident.title }}' },
    ],
  }))
