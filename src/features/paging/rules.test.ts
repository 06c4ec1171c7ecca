import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../../core/policy/policy.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import { outgoingOf, sentenceOf } from './rules.ts'

const bundle = bundleSchema.parse({
  version: 1,
  organization: { name: 'Example Ltd', timezone: 'Europe/Berlin' },
  severities: [
    { id: 'SEV-1', name: 'Critical' },
    { id: 'P2', name: 'P2' },
  ],
  users: [{ id: 'ann', name: 'Ann', timezone: 'UTC' }],
  teams: [{ id: 'core', name: 'Core', members: ['user:ann'] }],
  schedules: [{ id: 'primary', name: 'Primary', layers: [{ id: 'weekly', starts: '2026-01-05T00:00', members: ['user:ann'] }] }],
  roles: [{ id: 'lead', name: 'Lead' }],
  services: [{ id: 'pay', name: 'Payments' }],
  audiences: [{ id: 'board', name: 'the board', members: ['user:ann'] }],
})
const policy = createPolicy(bundle, 1)
const say = (...chain: string[]): string => sentenceOf(chain, { policy, zone: 'Europe/Berlin' })
const until = 'until 2026-11-14T00:00:00Z'

test('the chain to a person is one sentence', () => {
  assert.equal(
    say('schedule:primary', 'layer weekly', 'weekly, turn of ann', until),
    'You are on call for Primary, until Sat 14 Nov, 01:00 CET.',
  )
  assert.equal(say('schedule:primary', 'layer override', 'override'), 'You are on call for Primary, by an override.')
  assert.equal(
    say('schedule:primary', 'layer weekly', 'weekly, turn of ann, passed on'),
    'You are on call for Primary, because those before you are away.',
  )
  assert.equal(say('role:lead', 'holder', 'user:ann'), 'You are the one who holds the role Lead.')
  assert.equal(say('role:lead', 'backup', 'user:ann'), 'You are the backup for the role Lead.')
  assert.equal(say('team:core', 'user:ann'), 'You are in the team Core.')
  assert.equal(say('managers', 'team:core', 'user:ann'), 'You are a manager of Core.')
  assert.equal(say('responders', 'user:ann'), 'You are one of the responders.')
  assert.equal(say('user:ann'), 'You are named in this step of the escalation.')
})

const make = (content: Parameters<typeof outgoingOf>[0]['content'], more: Partial<Parameters<typeof outgoingOf>[0]> = {}) =>
  outgoingOf({
    id: 'm1',
    content,
    possibleRepeat: false,
    policy,
    person: policy.user('ann') ?? null,
    publicUrl: 'https://t.example',
    ackUrl: null,
    reference: null,
    ...more,
  })

test('a page says what broke, how bad, where, why and one action', () => {
  const content = {
    kind: 'page',
    title: 'Card payments fail',
    severity: 'SEV-1',
    service: 'pay',
    about: { kind: 'alert', id: 'a1' },
    reason: 'nobody acknowledged on the whole ladder',
    because: ['user:ann'],
  }
  assert.deepEqual(make(content, { ackUrl: 'https://t.example/a/x' }), {
    id: 'm1',
    kind: 'page',
    possibleRepeat: false,
    title: 'Card payments fail',
    person: { id: 'ann', name: 'Ann' },
    severity: { id: 'SEV-1', name: 'SEV-1 Critical', rank: 1 },
    service: 'Payments',
    ackUrl: 'https://t.example/a/x',
    url: 'https://t.example/alerts/a1',
    thread: 'alert:a1',
    because: ['Paged because nobody acknowledged on the whole ladder.', 'You are named in this step of the escalation.'],
  })
})

test('a reminder is overdue only when it is', () => {
  const nag = {
    kind: 'nag',
    incident: 'i1',
    reference: 'INC-1',
    title: 'Down',
    severity: 'P2',
    obligation: 'Internal update',
    dueAt: '2026-11-12T14:56:00Z',
  }
  assert.deepEqual(
    [make({ ...nag, what: 'due_soon' }).kind, make({ ...nag, what: 'due_soon' }).text],
    ['notify', '“Internal update” is due at Thu 12 Nov, 14:56 UTC.'],
  )
  assert.deepEqual(
    [make({ ...nag, what: 'missed' }).kind, make({ ...nag, what: 'missed' }).text],
    ['nag', '“Internal update” was due at Thu 12 Nov, 14:56 UTC and is missed.'],
  )
  assert.equal(make(nag).severity?.name, 'P2')
})

test('an audience and a channel read what happened and why they are told', () => {
  const head = {
    kind: 'notify',
    incident: 'i1',
    reference: 'INC-1',
    title: 'Down',
    severity: 'SEV-1',
    status: 'investigating',
    room: 'incident-1',
  }
  const told = make({ ...head, audience: 'audience:board' })
  assert.deepEqual([told.text, told.because], ['Status: investigating.', ['You are told as part of the board.']])
  const posted = make({ ...head, moment: 'update', text: 'Rolled back.', nextBy: '2026-11-12T15:00:00Z' }, { person: null })
  assert.equal(posted.text, 'Rolled back.\nThe next update comes by Thu 12 Nov, 16:00 CET.')
  assert.equal(make({ ...head, moment: 'resolved', text: null }).kind, 'resolved')
  assert.match(make({ ...head, moment: 'declared' }).text ?? '', /It is worked on in incident-1/)
})

test('an odd row is still a page', () => {
  assert.deepEqual(make({}, { person: null }), { id: 'm1', kind: 'notify', possibleRepeat: false, title: '(no title)', because: [] })
})

test('S12.11 each moment that a channel may ask for has words of the product where the policy has none', () => {
  const said = (moment: string, more = {}) =>
    make({ kind: 'notify', title: 'Down', severity: 'SEV-1', moment, ...more }, { person: null }).text
  assert.deepEqual(
    ['declared', 'severity-changed', 'role-assigned', 'mitigated', 'reopened', 'stood-down', 'resolved', 'closed', 'reviewed'].map((each) =>
      said(each, { room: 'incident-1' }),
    ),
    [
      'An incident was declared. It is worked on in incident-1.',
      'It is SEV-1 now.',
      'Somebody else has a role in it now.',
      'It is mitigated; it is being watched whether that holds.',
      'It was reopened: it is not over.',
      'Everybody who was called may stand down.',
      'It is over.',
      'It is closed.',
      'Its review is finished.',
    ],
  )
  assert.equal(said('resolved', { text: 'A disk was emptied' }), 'A disk was emptied', 'what somebody wrote says it better')
  assert.equal(said('mitigated', { body: 'The policy’s own' }), 'The policy’s own')
})

test('S11.13 what customers get by mail has nothing of ours in it, and its answers go to support', () => {
  const content = {
    kind: 'notify',
    isOutside: true,
    subject: 'Orders fail',
    body: 'We are on it.',
    title: 'db-7',
    severity: 'SEV-1',
    reference: 'INC-1',
    incident: 'i1',
  }
  const support = createPolicy({ ...bundle, organization: { ...bundle.organization, support: 'help@example.com' } }, 1)
  assert.deepEqual(make(content, { person: null, policy: support }), {
    ...{ id: 'm1', kind: 'notify', possibleRepeat: false, because: [], title: 'Orders fail', text: 'We are on it.' },
    ...{ thread: 'incident:i1:outside', replyTo: 'help@example.com' },
  })
  assert.equal(make(content, { person: null }).replyTo, undefined)
})
