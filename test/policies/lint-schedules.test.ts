import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdsRule, lintPatched, type Patch } from './mutants.ts'

const PRIMARY = 'schedules.primary'
const WEEKLY = `${PRIMARY}.layers.0`
const people = (...ids: string[]) => ids
const layer = (rest: object) => ({ id: 'other', rotation: 'weekly', starts: '2026-01-05T09:00', members: ['eli'], ...rest })

test('S3.5 rotation-size: a rotation around the clock that one illness breaks', () =>
  holdsRule('rotation-size', {
    found: [
      ['schedule:primary', { [`${WEEKLY}.members`]: people('ada', 'bo') }],
      ['schedule:primary', { [`${WEEKLY}.members`]: people('ada') }],
      ['schedule:primary', { [`${PRIMARY}.layers.+`]: layer({ members: people('dov', 'eli') }) }],
    ],
    silent: [
      { [`${WEEKLY}.members`]: people('ada', 'bo', 'cleo') },
      { [`${PRIMARY}.layers.+`]: layer({ members: people('dov', 'eli'), restrict: [{ days: ['mon'] }] }) },
      { [`${PRIMARY}.layers.+`]: layer({ members: people('eli', 'nobody') }) },
    ],
  }))

test('L20 on-duty-share: somebody on duty for most of their time', () =>
  holdsRule('on-duty-share', {
    found: [
      ['schedule:primary', { [`${WEEKLY}.members`]: people('ada', 'bo', 'cleo') }],
      ['schedule:primary', { [`${WEEKLY}.members`]: people('ada', 'ada', 'ada', 'bo', 'cleo') }],
      ['schedule:primary', { 'schedules.+': { id: 'third', follows: 'primary', offset: 2 } }],
    ],
    silent: [
      { [`${WEEKLY}.members`]: people('ada', 'bo', 'cleo', 'dov') },
      {
        [`${WEEKLY}.members`]: people('ada', 'bo', 'cleo'),
        'schedules.secondary': null,
        'escalation_policies.main.steps.1.page': ['user:lead'],
      },
      { [`${PRIMARY}.shadows`]: [{ user: 'ada', follows: 'weekly' }] },
    ],
  }))

test('L20 on-duty-share: a team that serves its turns together is advised, one person alone is warned', () => {
  const level = (patch: Patch) => lintPatched(patch).find(({ rule }) => rule === 'on-duty-share')?.level
  assert.equal(level({ [`${WEEKLY}.members`]: people('ada', 'bo', 'cleo') }), 'warning')
  const pairs = [people('ada', 'bo'), people('cleo', 'dov'), people('eli', 'lead')]
  assert.equal(level({ [`${WEEKLY}.members`]: pairs }), 'advisory')
})

test('coverage-gap: a schedule that is paged and has nobody', () =>
  holdsRule('coverage-gap', {
    found: [
      ['schedule:primary', { [`${WEEKLY}.restrict`]: [{ days: ['mon', 'tue'] }] }],
      ['schedule:primary', { [`${WEEKLY}.ends`]: '2027-01-01T00:00' }],
      ['schedule:primary', { [`${WEEKLY}.members`]: people('ada', 'nobody', 'bo') }],
    ],
    silent: [
      { [`${WEEKLY}.restrict`]: [{ days: ['mon', 'tue'] }], [`${PRIMARY}.layers.+`]: layer({ members: people('ada', 'bo', 'cleo') }) },
      { [`${WEEKLY}.ends`]: '2027-03-01T00:00' },
      { 'schedules.+': { id: 'office', layers: [layer({ members: people('ada', 'bo', 'cleo'), restrict: [{ days: ['mon'] }] })] } },
    ],
  }))

const gone = (...ids: string[]) => Object.fromEntries(ids.map((id) => [`users.${id}.disabled`, true]))

test('I-12 rotation-left: a rotation whose members have all left', () =>
  holdsRule('rotation-left', {
    found: [
      ['schedule:primary', gone('ada', 'bo', 'cleo', 'dov', 'eli')],
      ['schedule:primary', { [`${WEEKLY}.members`]: people('ada', 'bo', 'cleo'), ...gone('ada', 'bo', 'cleo') }],
      ['schedule:primary', { [`${PRIMARY}.layers.+`]: layer({ members: people('eli') }), ...gone('eli') }],
    ],
    silent: [
      gone('ada', 'bo', 'cleo', 'dov'),
      { [`${PRIMARY}.layers.+`]: layer({ members: people('eli'), ends: '2026-06-01T00:00' }), ...gone('eli') },
      { [`${PRIMARY}.layers.+`]: layer({ members: ['team:night'] }), 'teams.+': { id: 'night', members: ['eli', 'dov'] }, ...gone('eli') },
    ],
  }))

const available = (id: string, from: string, to: string) => ({
  [`users.${id}.available`]: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from, to }],
})
const nights = (members: string[]) => ({ [`${PRIMARY}.layers.+`]: layer({ members, restrict: [{ from: '22:00', to: '06:00' }] }) })

test('impossible-hours: hours that none of the members can serve', () =>
  holdsRule('impossible-hours', {
    found: [
      ['schedule:primary', { ...nights(people('eli')), ...available('eli', '09:00', '17:00') }],
      [
        'schedule:primary',
        { ...nights(people('dov', 'eli')), ...available('eli', '09:00', '17:00'), ...available('dov', '06:00', '22:00') },
      ],
      [
        'schedule:primary',
        { [`${PRIMARY}.layers.+`]: layer({ starts: '2026-11-22T00:00', ends: '2026-11-27T00:00', restrict: [{ days: ['sat'] }] }) },
      ],
    ],
    silent: [
      { ...nights(people('eli')), ...available('eli', '22:00', '06:00') },
      { ...nights(people('dov', 'eli')), ...available('eli', '09:00', '17:00') },
      { [`${PRIMARY}.layers.+`]: layer({ starts: '2026-11-22T00:00', ends: '2026-11-30T00:00', restrict: [{ days: ['sat'] }] }) },
    ],
  }))

const workdays = (members: string[], advance: string) => ({
  [`${PRIMARY}.layers.+`]: layer({
    rotation: 'daily',
    members,
    advance,
    restrict: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }],
  }),
})

test('W24 never-serves: members whom the count of turns never meets', () =>
  holdsRule('never-serves', {
    found: [
      ['schedule:primary', workdays(people('ada', 'ada', 'ada', 'ada', 'ada', 'bo', 'cleo'), 'elapsed')],
      ['schedule:primary', workdays(people('ada', 'bo', 'cleo', 'dov', 'eli', 'lead', 'wren'), 'elapsed')],
      ['schedule:primary', { ...nights(people('dov', 'eli')), ...available('eli', '09:00', '17:00') }],
    ],
    silent: [
      workdays(people('ada', 'bo', 'cleo', 'dov', 'eli', 'lead', 'wren'), 'served'),
      workdays(people('ada', 'bo', 'cleo', 'dov', 'eli'), 'elapsed'),
      workdays(people('ada', 'bo', 'cleo'), 'elapsed'),
    ],
  }))

test('starts-later: nobody until a layer begins', () =>
  holdsRule('starts-later', {
    found: [
      ['schedule:primary', { [`${WEEKLY}.starts`]: '2026-12-07T09:00' }],
      ['schedule:primary', { [`${WEEKLY}.starts`]: '2026-11-23T09:00' }],
      ['schedule:office', { 'schedules.+': { id: 'office', layers: [layer({ starts: '2027-01-04T09:00' })] } }],
    ],
    silent: [
      { [`${PRIMARY}.layers.+`]: layer({ starts: '2026-12-07T09:00', members: people('ada', 'bo', 'cleo') }) },
      { [`${WEEKLY}.starts`]: '2026-11-16T09:00' },
      { 'schedules.+': { id: 'office', follows: 'primary' } },
    ],
  }))

const away = (id: string, from: string, to: string) => ({ [`users.${id}.away`]: [{ from, to }] })
const cover = (user: string, from: string, to: string, replaces = 'ada') => ({ user, replaces, from, to })

test('W33 away-on-duty: people who are on leave when it is their turn', () =>
  holdsRule('away-on-duty', {
    found: [
      ['schedule:primary', away('ada', '2026-11-21T00:00Z', '2026-12-21T00:00Z')],
      ['schedule:primary', away('bo', '2026-11-21T00:00Z', '2026-12-21T00:00Z')],
      [
        'schedule:primary',
        {
          [`${PRIMARY}.overrides`]: [cover('eli', '2026-11-24T00:00Z', '2026-11-26T00:00Z', 'everyone')],
          ...away('eli', '2026-11-24T00:00Z', '2026-11-26T00:00Z'),
        },
      ],
    ],
    silent: [
      away('ada', '2026-10-01T00:00Z', '2026-11-01T00:00Z'),
      away('ada', '2027-06-01T00:00Z', '2027-07-01T00:00Z'),
      away('wren', '2026-11-21T00:00Z', '2026-12-21T00:00Z'),
    ],
  }))

test('override-overlap: two stand-ins for one person at one time', () =>
  holdsRule('override-overlap', {
    found: [
      [
        'schedule:primary',
        {
          [`${PRIMARY}.overrides`]: [
            cover('bo', '2026-11-24T00:00Z', '2026-11-26T00:00Z'),
            cover('dov', '2026-11-25T00:00Z', '2026-11-27T00:00Z'),
          ],
        },
      ],
      [
        'schedule:primary',
        {
          [`${PRIMARY}.overrides`]: [
            cover('bo', '2026-12-01T00:00Z', '2026-12-09T00:00Z'),
            cover('eli', '2026-12-02T00:00Z', '2026-12-03T00:00Z'),
          ],
        },
      ],
      [
        'schedule:primary',
        {
          [`${PRIMARY}.overrides`]: [
            cover('bo', '2026-12-01T00:00Z', '2026-12-09T00:00Z', 'dov'),
            cover('cleo', '2026-12-02T00:00Z', '2026-12-03T00:00Z', 'dov'),
          ],
        },
      ],
    ],
    silent: [
      {
        [`${PRIMARY}.overrides`]: [
          cover('bo', '2026-11-24T00:00Z', '2026-11-26T00:00Z'),
          cover('dov', '2026-11-26T00:00Z', '2026-11-27T00:00Z'),
        ],
      },
      { [`${PRIMARY}.overrides`]: [cover('bo', '2026-11-24T00:00Z', '2026-11-26T00:00Z')] },
      {
        [`${PRIMARY}.overrides`]: [
          cover('bo', '2026-10-24T00:00Z', '2026-10-26T00:00Z'),
          cover('dov', '2026-10-25T00:00Z', '2026-10-27T00:00Z'),
        ],
      },
    ],
  }))

test('stand-in-left: whoever stands in is no longer there', () =>
  holdsRule('stand-in-left', {
    found: ['bo', 'dov', 'eli'].map((id) => [
      'schedule:primary',
      { [`${PRIMARY}.overrides`]: [cover(id, '2026-11-24T00:00Z', '2026-11-26T00:00Z')], ...gone(id) },
    ]),
    silent: [
      { [`${PRIMARY}.overrides`]: [cover('bo', '2026-11-24T00:00Z', '2026-11-26T00:00Z')] },
      { [`${PRIMARY}.overrides`]: [cover('bo', '2026-10-24T00:00Z', '2026-10-26T00:00Z')], ...gone('bo') },
      { [`${PRIMARY}.overrides`]: [cover('bo', '2026-11-24T00:00Z', '2026-11-26T00:00Z')], ...gone('eli') },
    ],
  }))
