import { rebaseTurns } from '../../../core/oncall/rebase.ts'
import { checkBundle } from '../../../core/policy/parse.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Schedule } from '../../../core/policy/schema/schedule.ts'

/** The sections that decide who is on call, and of ladders whom they ask; how people are reached and why they are away stays out. */
export function decidingPart({ version, organization, users, teams, roles, schedules, escalation_policies: ladders }: Bundle): Bundle {
  return {
    version,
    organization,
    users: (users ?? []).map(({ id, name, timezone, available, away, disabled }) => ({
      ...{ id, name, timezone, available, disabled, role: 'responder' as const },
      ...{ types: [], contacts: { webpush: [] }, rules: [], escalates_to: [] },
      away: away.map(({ from, to }) => ({ from, to })),
    })),
    teams: (teams ?? []).map(({ id, name, members, schedule }) => ({ id, name, members, schedule, managers: [] })),
    roles,
    schedules: schedules ?? [],
    escalation_policies: ladders,
  }
}

/** What a stamp is made of: everything of a schedule but its overrides, which others may change meanwhile. */
export function rotationText(schedule: Schedule): string {
  const { overrides: _, ...rotation } = schedule
  return JSON.stringify(rotation)
}

/**
 * The bundle with another rotation in a schedule (a new schedule when there was none): its overrides stay, and whoever holds a turn
 * holds it. What is not a schedule is left for the policy's check to say.
 */
export function withRotation(bundle: Bundle, written: Readonly<Record<string, unknown>>, at: Temporal.Instant): Bundle {
  const known = bundle.schedules?.find(({ id }) => id === written.id)
  const next = { ...written, overrides: known?.overrides ?? [] } as unknown as Schedule
  const schedules = known ? (bundle.schedules ?? []).map((each) => (each === known ? next : each)) : [...(bundle.schedules ?? []), next]
  const changed = { ...bundle, schedules }
  const { bundle: whole } = checkBundle(changed)
  return whole ? rebaseTurns(bundle, whole, at) : changed
}
