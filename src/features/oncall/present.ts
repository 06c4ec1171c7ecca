import { requestOf } from '../../core/cover/trial.ts'
import { layerShifts, type Shift, type Span, shiftsBetween } from '../../core/oncall/shifts-between.ts'
import { idOf } from '../../core/policy/policy.ts'
import type { Override, Schedule } from '../../core/policy/schema/schedule.ts'
import { momentOf } from '../../core/time/moment.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { type Reader, whoIs } from '../alerts/reads/people.ts'
import type { ShiftMove } from './contract/who.ts'
import type { ScheduleOverride, ScheduleShift, ScheduleView } from './contract.ts'
import { calendarOf } from './rules/imported.ts'
import type { Move } from './rules/moves.ts'
import { temporaryOf } from './rules/temporary.ts'
import { costOf, gapsIn, keyOf, momentText, paceWords } from './rules.ts'

/** A schedule over a span: what is in force at the end, and what it is made of. */
export function presentSchedule(
  schedule: Schedule,
  { span, zone }: { span: Span; zone: string | undefined },
  reader: Reader,
): ScheduleView {
  const { policy, principal } = reader
  const final = shiftsBetween(policy, schedule.id, span)
  const ownZone = schedule.timezone ?? policy.calendar.timezone
  const presentShift = (shift: Shift): ScheduleShift => ({
    start: momentOf(shift.start),
    end: momentOf(shift.end),
    layer: shift.layer,
    because: shift.because,
    isShadow: shift.shadow === true,
    people: shift.members.map((user) => whoIs(`user:${user}`, reader)),
  })
  return {
    id: schedule.id,
    name: schedule.name ?? schedule.id,
    zone: zone ?? ownZone,
    ownZone,
    from: momentOf(span.from),
    to: momentOf(span.to),
    final: final.map(presentShift),
    layers: schedule.layers.map((layer) => ({
      id: layer.id,
      name: layer.name ?? layer.id,
      rotation: paceWords(layer),
      shifts: layerShifts(policy, { schedule: schedule.id, layer: layer.id }, span).map(presentShift),
    })),
    overrides: presentOverrides(schedule, reader),
    gaps: gapsIn(final, span).map(({ start, end }) => ({
      start: momentOf(start),
      end: momentOf(end),
      cost: costOf(policy, schedule.id, start),
    })),
    follows: schedule.follows ? idOf(schedule.follows) : null,
    people: (policy.bundle.users ?? []).map((user) => whoIs(`user:${user.id}`, reader)),
    can: {
      override: principal !== null && isPermitted(principal, 'oncall.override'),
      membership: principal !== null && isPermitted(principal, 'policy.write'),
    },
  }
}

function presentOverrides(schedule: Schedule, reader: Reader): ScheduleOverride[] {
  return schedule.overrides.map((override, i) => ({
    key: keyOf(override, i),
    people: override.user.map((user) => whoIs(`user:${idOf(user)}`, reader)),
    isForEveryone: override.replaces === 'everyone',
    replaces: override.replaces && override.replaces !== 'everyone' ? whoIs(`user:${idOf(override.replaces)}`, reader) : null,
    from: momentText(override.from),
    to: momentText(override.to),
    reason: override.reason ?? null,
    ...standing(override, reader),
  }))
}

/** What is part of something is changed there; what was read from a calendar, in the calendar. */
function standing({ id }: Override, { principal }: Reader): Pick<ScheduleOverride, 'partOf' | 'can'> {
  const may = principal !== null && isPermitted(principal, 'oncall.override')
  const temporary = temporaryOf(id)
  const calendar = calendarOf(id)
  if (calendar) return { partOf: { kind: 'calendar', id: calendar }, can: { change: false, remove: false } }
  if (temporary) return { partOf: { kind: 'temporary', id: temporary }, can: { change: may, remove: may } }
  const cover = requestOf(id)
  return { partOf: cover ? { kind: 'cover', id: cover } : null, can: { change: may, remove: may } }
}

export const presentMove = ({ schedule, start, end, from, to, isGap, words }: Move, reader: Reader): ShiftMove => ({
  schedule,
  start,
  end,
  from: from.map((user) => whoIs(`user:${user}`, reader)),
  to: to.map((user) => whoIs(`user:${user}`, reader)),
  isGap,
  words,
})
