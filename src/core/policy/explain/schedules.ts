import type { Explanations } from './explanation.ts'

const WEEKLY = 'id: w, rotation: weekly, starts: "2026-01-05T09:00"'
const schedule = (layers: string, rest = '') => `schedules: [{ id: p, layers: [${layers}]${rest} }]`
const EVERYBODY = `{ ${WEEKLY}, members: [ann, bo, cy] }`
const people = (rest: string) =>
  `users: [{ id: ann, contacts: { phone: "+491" }, ${rest} }, { id: bo, contacts: { phone: "+492" } }, { id: cy, contacts: { phone: "+493" } }]`
const standIn = (user: string, from: string, to: string) =>
  `{ user: ${user}, replaces: ann, from: "2126-${from}T00:00Z", to: "2126-${to}T00:00Z" }`

/** Rules about rotations, leave and stand-ins. */
export const scheduleExplanations: Explanations = {
  'rotation-left': {
    means: 'Everybody in a layer has left (`disabled: true`): however it is drawn, it never has anybody.',
    wrong: `${people('disabled: true')}\n${schedule(`{ ${WEEKLY}, members: [ann] }`)}`,
    right: schedule(EVERYBODY),
  },
  'impossible-hours': {
    means: 'A layer has hours in which none of its members is available, or that its life does not touch.',
    wrong: `${people('available: { from: "09:00", to: "17:00" }')}\n${schedule(`{ ${WEEKLY}, members: [ann], restrict: [{ from: "22:00", to: "06:00" }] }`)}`,
    right: schedule(`{ ${WEEKLY}, members: [ann, bo, cy], restrict: [{ from: "22:00", to: "06:00" }] }`),
  },
  'never-serves': {
    means: 'The count of turns never meets a member in the hours that are served: seven people by day, and five working days.',
    wrong: schedule(
      '{ id: d, rotation: daily, starts: "2026-01-05T09:00", advance: elapsed, members: [ann, ann, ann, ann, ann, bo, cy], restrict: [{ days: [mon, tue, wed, thu, fri] }] }',
    ),
    right: schedule(
      '{ id: d, rotation: daily, starts: "2026-01-05T09:00", advance: served, members: [ann, ann, ann, ann, ann, bo, cy], restrict: [{ days: [mon, tue, wed, thu, fri] }] }',
    ),
  },
  'starts-later': {
    means: 'A schedule has nobody until one of its layers begins.',
    wrong: schedule('{ id: w, rotation: weekly, starts: "2126-01-07T09:00", members: [ann, bo, cy] }'),
    right: schedule(EVERYBODY),
  },
  'away-on-duty': {
    means:
      'Somebody is on leave within the next 30 days when it is their turn. Their turn passes on; it is told so that people can swap instead.',
    wrong: `${people('away: [{ from: "2026-01-01T00:00Z", to: "2226-01-01T00:00Z" }]')}\n${schedule(EVERYBODY)}`,
    right: schedule(EVERYBODY),
  },
  'override-overlap': {
    means: 'Two people stand in for the same one at the same time. The one written last counts.',
    wrong: schedule(EVERYBODY, `, overrides: [${standIn('bo', '12-01', '12-09')}, ${standIn('cy', '12-02', '12-03')}]`),
    right: schedule(EVERYBODY, `, overrides: [${standIn('bo', '12-01', '12-02')}, ${standIn('cy', '12-02', '12-03')}]`),
  },
  'stand-in-left': {
    means: 'Whoever stands in has left (`disabled: true`).',
    wrong: `${people('disabled: true').replace('id: ann', 'id: dan')}\n${schedule('{ id: w, rotation: weekly, starts: "2026-01-05T09:00", members: [bo, cy] }', ', overrides: [{ user: dan, replaces: bo, from: "2126-12-01T00:00Z", to: "2126-12-02T00:00Z" }]')}`,
    right: schedule(EVERYBODY, `, overrides: [${standIn('bo', '12-01', '12-02')}]`),
  },
}
