import { test } from 'node:test'
import { holdsRule } from './mutants.ts'

const more = (rule: object) => ({ 'obligations.+': { id: 'more', ...rule } })

test('L3 L4 two-values: one clock, two numbers', () =>
  holdsRule('two-values', {
    found: [
      ['obligation:more', more({ must: 'acknowledge', when: { severity: ['S2'] }, within: '15m', of: 'accepted' })],
      ['obligation:more', more({ must: 'acknowledge', within: '15m', of: 'accepted' })],
      ['obligation:more', more({ must: 'notify', audience: 'board', by: ['sms'], within: '1h', of: 'declared', when: { at_least: 'S2' } })],
      ['obligation:more', more({ must: 'update', every: '15m', from: 'acknowledged', when: { severity: ['S1'] } })],
    ],
    silent: [
      more({ must: 'acknowledge', when: { severity: ['S1'] }, within: '15m', of: 'accepted' }),
      more({ must: 'notify', audience: 'board', by: ['sms'], within: '1h', of: 'resolved', when: { severity: ['S1'] } }),
      more({ must: 'notify', audience: 'board', by: ['sms'], within: '5m', of: 'declared', when: { flag: 'security' } }),
      more({ must: 'update', within: '10m', of: 'acknowledged', when: { severity: ['S1'] } }),
    ],
  }))

test('L17 tight-cadence: a word that is due before an answer', () =>
  holdsRule('tight-cadence', {
    found: [
      ['obligation:words-2', { 'obligations.words-2.from': 'declared', 'obligations.words-2.every': '30m' }],
      ['obligation:first-post', { 'obligations.first-post.within': '10m' }],
      ['obligation:more', more({ must: 'update', within: '30m', of: 'detected', when: { at_least: 'S2' } })],
    ],
    silent: [
      { 'obligations.words-2.every': '30m' },
      { 'obligations.words-2.from': 'declared' },
      more({ must: 'update', within: '5m', of: 'resolved', when: { severity: ['S3'] } }),
    ],
  }))

test('L4 target-differs: a target for the mean that is shorter than a promise', () =>
  holdsRule('target-differs', {
    found: [
      ['targets', { 'targets.mtta': '15m' }],
      ['targets', { 'targets.mtta.S2': '30m' }],
      ['targets', { 'severities.S1.respond_within': '20m' }],
    ],
    silent: [{ 'targets.mtta': { S1: '15m' } }, { 'targets.mtta.S2': '2h' }, { targets: null }],
  }))

test('L19 immediately: a word that is no number', () =>
  holdsRule('immediately', {
    found: [
      ['severity:S1', { 'severities.S1.respond_within': 'immediately' }],
      ['obligation:first-post', { 'obligations.first-post.within': 'immediately' }],
      ['postmortem', { 'postmortem.steps.draft.within': 'immediately' }],
    ],
    silent: [
      { 'severities.S1.respond_within': '5m' },
      { 'obligations.first-post.name': 'immediately' },
      { links: [{ name: 'immediately', url: 'https://example.com' }] },
    ],
  }))

test('L13 two-cadences: an exercise in one rhythm, a word about it in another', () =>
  holdsRule('two-cadences', {
    found: [
      ['routine:look-back', { 'routines.look-back.every': '1y' }],
      ['routine:look-back', { 'drills.tabletop.every': '3mo' }],
      [
        'training:lesson',
        {
          'drills.+': { id: 'staging', kind: 'game-day', every: '3mo' },
          training: [{ id: 'lesson', kind: 'lesson', text: 'Join a game day', every: '1mo' }],
        },
      ],
    ],
    silent: [
      { 'routines.look-back.every': '1y', 'routines.look-back.what': 'incidents', 'routines.look-back.id': 'yearly' },
      { 'drills.+': { id: 'staging', kind: 'game-day', every: '3mo' } },
      { 'routines.look-back.every': '30d' },
    ],
  }))

test('L10 peer-norm: slower than others write', () =>
  holdsRule('peer-norm', {
    found: [
      ['obligation:words-1', { 'obligations.words-1.every': '1h' }],
      ['severity:S1', { 'severities.S1.respond_within': '30m' }],
      ['postmortem', { 'postmortem.steps.complete.within': '1mo' }],
      ['drill:tabletop', { 'drills.tabletop.every': '1y', 'routines.look-back.every': '1y' }],
    ],
    silent: [
      { 'obligations.words-1.every': '25m' },
      { 'obligations.+': { id: 'more', must: 'update', every: '1d', from: 'acknowledged' } },
      { 'severities.S3.respond_within': '3d' },
      { 'drills.+': { id: 'yearly', kind: 'game-day', every: '1y' } },
    ],
  }))

test('L14 level-without-procedure: a level that is only a name', () =>
  holdsRule('level-without-procedure', {
    found: [
      ['severity:S4', { 'severities.+': { id: 'S4', name: 'Note' } }],
      ['severity:S4', { 'severities.+': { id: 'S4', name: 'Note', criteria: ['A wish'], pages: false } }],
      ['severity:S3', { 'severities.S3.respond_within': null, 'obligations.words-3': null }],
    ],
    silent: [
      { 'severities.S3.respond_within': null },
      { 'severities.+': { id: 'S4', name: 'Note', respond_within: '1w', pages: false } },
      { 'severities.S3.criteria': null },
    ],
  }))

test('L14 level-without-actions: an answer, and then nothing', () =>
  holdsRule('level-without-actions', {
    found: [
      [
        'severity:S3',
        { 'obligations.words-3': null, 'checklists.start.when': { at_least: 'S2' }, 'checklists.sure.when': { at_least: 'S2' } },
      ],
      ['checklist:start', { 'checklists.start.tasks': ['To be documented'].map((text) => ({ text })) }],
      ['severity:S1', { obligations: null, checklists: null }],
    ],
    silent: [
      { 'obligations.words-3': null },
      { checklists: null },
      { 'severities.S3.pages': false, 'obligations.words-3': null, checklists: null },
    ],
  }))

test('L15 breach-below-top: a breach that is not the worst there is', () =>
  holdsRule('breach-below-top', {
    found: [
      ['severity:S2', { 'severities.S1.criteria': ['No map is shown'], 'severities.S2.criteria': ['A security breach'] }],
      ['severity:S2', { 'severities.S1.criteria': ['No map is shown'], 'severities.S2.examples': ['Unauthorised access to a store'] }],
      ['severity:S3', { 'severities.S1.criteria': ['No map is shown'], 'severities.S3.definition': 'Slow, or data exposed' }],
    ],
    silent: [
      { 'severities.S2.criteria': ['A security breach'] },
      { 'severities.S1.criteria': ['No map is shown'] },
      {
        'severities.S1.criteria': ['No map is shown'],
        'severities.S1.impact': ['Data exposed'],
        'severities.S2.criteria': ['Breach without data'],
      },
    ],
  }))

test('L18 missing-status: a fix that is watched, and no status for it', () =>
  holdsRule('missing-status', {
    found: [
      ['incident', { 'incident.statuses': ['investigating', 'identified', 'resolved'] }],
      ['incident', { 'incident.statuses': ['investigating', 'resolved'], checklists: null }],
      [
        'incident',
        {
          'incident.statuses': ['investigating', 'resolved'],
          checklists: null,
          'incident.phases': [{ id: 'verification', from: 'mitigated' }],
        },
      ],
    ],
    silent: [
      { 'incident.statuses': ['investigating', 'monitoring', 'resolved'] },
      { 'incident.statuses': ['investigating', 'resolved'], checklists: null, 'incident.phases': null },
      { 'incident.statuses': ['investigating', 'resolved'], 'checklists.sure.gate': null, 'incident.phases': null },
    ],
  }))
