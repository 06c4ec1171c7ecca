import type { Explanations } from './explanation.ts'

const LEVEL = 'severities: [{ id: S1, name: One, respond_within: 15m, roads: [phone, chat] }]'
const WEEKLY = 'rotation: weekly, starts: "2026-01-05T09:00"'

/** Rules about who is woken, and when. */
export const wakingExplanations: Explanations = {
  'worst-case-wake': {
    means:
      "A level promises an answer, and the ladder waits so long for its first step that the promise is broken before anybody else is woken. Counted are the waits of the ladder, each person's own rules, and the roads that wake; the first step is taken to sleep through.",
    wrong: `${LEVEL}\nescalation_policies: [{ id: main, steps: [{ page: [user:ann], wait: 15m }, { page: [user:bo] }] }]`,
    right: `${LEVEL}\nescalation_policies: [{ id: main, steps: [{ page: [user:ann], wait: 5m }, { page: [user:bo] }] }]`,
  },
  'nobody-woken': {
    means:
      'There is a moment in the next 90 days at which an alert of a service would reach nobody, would wake nobody, or would wake the first person later than promised. Every minute is looked at: rotations, leave, availability, clock changes.',
    wrong: `${LEVEL}\nservices: [{ id: api, escalation: [main] }]\nschedules: [{ id: p, layers: [{ id: w, ${WEEKLY}, members: [ann, bo, cy], restrict: [{ days: [mon] }] }] }]\nescalation_policies: [{ id: main, steps: [{ page: [schedule:p] }] }]`,
    right: `${LEVEL}\nservices: [{ id: api, escalation: [main] }]\nschedules: [{ id: p, layers: [{ id: w, ${WEEKLY}, members: [ann, bo, cy] }] }]\nescalation_policies: [{ id: main, steps: [{ page: [schedule:p], wait: 5m }, { page: [user:ann] }] }]`,
  },
  'waking-road': {
    means:
      'A level must be answered within less than four hours at any hour of the day, and goes only by roads that wait until somebody looks: chat and mail.',
    wrong: 'severities: [{ id: S2, name: Two, respond_within: 30m, roads: [chat, email] }]',
    right: 'severities: [{ id: S2, name: Two, respond_within: 30m, roads: [push, sms, chat] }]',
  },
  'missing-contact': {
    means:
      'Somebody who may be needed has no way to be reached, or a word such as TBD or [REDACTED] where the address should be; or the document has no owner.',
    wrong: 'contacts: [{ id: vendor, name: Vendor, phone: TBD }]',
    right: 'contacts: [{ id: vendor, name: Vendor, phone: "+442071234567" }]',
  },
  'rotation-size': {
    means: 'A layer that is on call around the clock rotates among one or two: one illness leaves one, or nobody.',
    wrong: `schedules: [{ id: p, layers: [{ id: w, ${WEEKLY}, members: [ann, bo] }] }]`,
    right: `schedules: [{ id: p, layers: [{ id: w, ${WEEKLY}, members: [ann, bo, cy] }] }]`,
  },
  'on-duty-share': {
    means: 'Counted over twelve weeks, somebody is on duty, as first or as second, for more than half of the time.',
    wrong: `schedules: [{ id: p, layers: [{ id: w, ${WEEKLY}, members: [ann, bo, cy] }] }, { id: s, follows: p, offset: 1 }]`,
    right: `schedules: [{ id: p, layers: [{ id: w, ${WEEKLY}, members: [ann, bo, cy] }] }]`,
  },
  'coverage-gap': {
    means:
      'A schedule that some ladder pages has nobody for a while within the next 90 days. The page falls through to the next step at once.',
    wrong: `schedules: [{ id: p, layers: [{ id: w, ${WEEKLY}, members: [ann], restrict: [{ days: [mon] }] }] }]\nescalation_policies: [{ id: main, steps: [{ page: [schedule:p] }] }]`,
    right: `schedules: [{ id: p, layers: [{ id: all, ${WEEKLY}, members: [bo, cy, ann] }, { id: w, ${WEEKLY}, members: [ann], restrict: [{ days: [mon] }] }] }]\nescalation_policies: [{ id: main, steps: [{ page: [schedule:p] }] }]`,
  },
  'ambiguous-trigger': {
    means:
      'Two places page the same people by different rules: a trigger and a step, or two ladders of one service, say another moment or other levels. A trigger for a flag, a label or a type is an event of its own and never meant.',
    wrong:
      'escalation_policies: [{ id: main, steps: [{ page: [user:ann], wait: 30m }, { page: [user:bo] }] }]\ntriggers: [{ id: always, when: {}, page: [user:bo] }]',
    right:
      'escalation_policies: [{ id: main, steps: [{ page: [user:ann], wait: 30m }, { page: [user:cy] }] }]\ntriggers: [{ id: always, when: {}, page: [user:bo] }]',
  },
  'never-climbed': {
    means: 'No service, trigger or type of incident leads to a ladder, or a step is only for levels that page nobody.',
    wrong: 'services: [{ id: api }]\nescalation_policies: [{ id: main, steps: [{ page: [user:ann] }] }]',
    right: 'services: [{ id: api, escalation: [main] }]\nescalation_policies: [{ id: main, steps: [{ page: [user:ann] }] }]',
  },
}
