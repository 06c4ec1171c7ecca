import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPolicy } from './read-policy.ts'

/**
 * Figures that no row gives and no story shows: each bundle's own choice, written down a second time, so that none changes
 * unnoticed. The README of each says why it was chosen.
 */
const assumed: Record<string, Record<string, string | number>> = {
  sparkacademy: {
    'roles.0.duties.0': 'Answers a SEV1 within 15 minutes and other levels in their time',
    'schedules.0.layers.0.every': 1,
    'schedules.0.layers.0.starts': '2026-01-05T00:00',
    'schedules.1.offset': 1,
    'grouping.window': '5m',
    'monitors.0.every': '1m',
    'monitors.0.timeout': '10s',
    'monitors.0.fails': 3,
    'monitors.0.expect.status.0': 200,
    'document.review.every': '3mo',
    'severities.1.suggest_when.0.above.page_load_s': 5,
    'escalation_policies.0.repeat': 1,
    'escalation_policies.3.steps.0.wait': '5m',
    'escalation_policies.3.steps.1.wait': '5m',
    'runbooks.review': '3mo',
    'postmortem.agenda.0.minutes': 10,
    'postmortem.agenda.1.minutes': 20,
    'postmortem.agenda.2.minutes': 10,
    'postmortem.agenda.3.minutes': 20,
    'actions.categories.0.due': '1mo',
    'actions.categories.1.due': '2w',
    'routines.0.every': '1mo',
  },
  smartbeak: {
    'users.0.rules.0.after': '0m',
    'users.0.rules.1.after': '1m',
    'users.0.rules.2.after': '2m',
    'users.1.rules.0.after': '0m',
    'users.1.rules.1.after': '1m',
    'users.1.rules.2.after': '2m',
    'users.2.rules.0.after': '0m',
    'users.2.rules.1.after': '1m',
    'users.2.rules.2.after': '2m',
    'users.3.rules.0.after': '0m',
    'users.3.rules.1.after': '1m',
    'users.3.rules.2.after': '2m',
    'schedules.0.layers.0.every': 1,
    'schedules.0.layers.0.starts': '2026-01-05T09:00',
    'schedules.0.layers.0.handoff.day': 'mon',
    'schedules.0.layers.0.handoff.at': '09:00',
    'schedules.1.offset': 1,
    'grouping.window': '5m',
    'monitors.0.every': '30s',
    'monitors.0.timeout': '5s',
    'monitors.0.fails': 3,
    'monitors.0.expect.status.0': 200,
    'escalation_policies.0.steps.2.wait': '5m',
    'escalation_policies.0.repeat': 1,
    'escalation_policies.4.steps.0.wait': '3m',
    'postmortem.agenda.0.minutes': 15,
    'postmortem.agenda.1.minutes': 20,
    'postmortem.agenda.2.minutes': 15,
  },
  'profile-builder': {
    'schedules.0.layers.0.every': 1,
    'schedules.0.layers.0.starts': '2026-01-05T09:00',
    'schedules.0.layers.0.handoff.day': 'mon',
    'schedules.0.layers.0.handoff.at': '09:00',
    'schedules.1.offset': 1,
    'grouping.window': '5m',
    'document.review.every': '3mo',
    'escalation_policies.0.repeat': 1,
    'escalation_policies.1.steps.0.at': '0m',
    'runbooks.review': '3mo',
    'postmortem.agenda.0.minutes': 10,
    'postmortem.agenda.1.minutes': 20,
    'postmortem.agenda.2.minutes': 20,
    'postmortem.agenda.3.minutes': 10,
    'actions.categories.0.due': '1w',
    'actions.categories.1.due': '1mo',
    'targets.mttd': '5m',
    'targets.mtta.P0': '5m',
    'targets.mtta.P1': '15m',
    'targets.mttr.P0': '1h',
    'targets.mttr.P1': '4h',
    'drills.0.every': '3mo',
    'drills.1.every': '6mo',
    'routines.0.every': '1mo',
  },
  skillancer: {
    'severities.2.examples.0': 'Pages take more than 5 seconds to load',
    'schedules.0.layers.0.every': 1,
    'schedules.0.layers.0.starts': '2026-01-04T00:00',
    'schedules.0.layers.0.handoff.day': 'sun',
    'schedules.0.layers.0.handoff.at': '00:00',
    'schedules.1.offset': 1,
    'grouping.window': '5m',
  },
  'dirt-free-crm': {
    'severities.1.examples.0': 'More than five times slower than normal',
    'grouping.window': '5m',
    'monitors.0.every': '1m',
    'monitors.0.timeout': '10s',
    'monitors.0.fails': 3,
    'escalation_policies.1.steps.0.at': '0m',
    'escalation_policies.3.steps.0.wait': '5m',
    'escalation_policies.3.steps.1.wait': '5m',
    'targets.mtta.SEV1': '15m',
    'targets.mtta.SEV2': '30m',
    'targets.mtta.SEV3': '2h',
    'drills.0.every': '3mo',
    'routines.0.every': '3mo',
  },
}

const memberOf = (value: unknown, key: string): unknown => (value as Record<string, unknown> | undefined)?.[key]

for (const [organisation, figures] of Object.entries(assumed)) {
  test(`what ${organisation} assumes stays as it was chosen`, () => {
    const { bundle } = readPolicy(organisation)
    assert.ok(bundle)
    for (const [path, is] of Object.entries(figures)) {
      const found: unknown = path.split('.').reduce<unknown>(memberOf, bundle)
      assert.equal((found as { text?: string } | undefined)?.text ?? found, is, path)
    }
  })
}
