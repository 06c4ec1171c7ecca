import { nameOfSchedule, nameOfUser } from '../../../core/duty/words.ts'
import { type Shift, type Span, shiftsBetween } from '../../../core/oncall/shifts-between.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import type { Entry } from './calendar-text.ts'

/** Whose shifts a calendar shows: a person's on every schedule, or everybody's on one. */
export type Shown = { kind: 'person' | 'schedule'; target: string }

type Stretch = { start: Temporal.Instant; end: Temporal.Instant; members: readonly string[]; isShadow: boolean; because: string[] }

/** The entries of a calendar, by the same function that the pager asks. */
export function entriesOf(policy: Policy, { kind, target }: Shown, { span, publicUrl }: { span: Span; publicUrl: string }): Entry[] {
  const schedules = kind === 'schedule' ? [target] : (policy.bundle.schedules ?? []).map(({ id }) => id)
  return schedules.flatMap((schedule) => {
    const shifts = shiftsBetween(policy, schedule, span)
    const wanted =
      kind === 'person'
        ? shifts.filter(({ members }) => members.includes(target)).map((shift) => ({ ...shift, members: [target] }))
        : shifts
    const name = nameOfSchedule(policy, schedule)
    return joined(wanted).map(({ members, because, ...stretch }) => ({
      ...stretch,
      schedule,
      people: members,
      title: kind === 'person' ? `On call: ${name}` : `On call: ${members.map((user) => nameOfUser(policy, user)).join(', ')} (${name})`,
      description: because.join('\n'),
      url: `${publicUrl}/on-call`,
    }))
  })
}

/** One entry for as long as the same people are on call, whichever layers say so. */
function joined(shifts: readonly Shift[]): Stretch[] {
  const found: Stretch[] = []
  for (const { start, end, members, shadow, layer, because } of shifts) {
    const isShadow = shadow === true
    const reason = `${layer}: ${because}`
    const last = found.findLast((each) => each.isShadow === isShadow && each.members.join() === members.join())
    if (last?.end.equals(start)) {
      last.end = end
      if (!last.because.includes(reason)) last.because.push(reason)
    } else found.push({ start, end, members, isShadow, because: [reason] })
  }
  return found
}

/** Calendars move on by whole months, so that nobody's entries change with the hour. */
export const MONTHS_BACK = 1
export const MONTHS_AHEAD = 7

export function calendarSpan(now: Temporal.Instant): Span {
  const month = now.toZonedDateTimeISO('UTC').with({ day: 1 }).startOfDay()
  return { from: month.subtract({ months: MONTHS_BACK }).toInstant(), to: month.add({ months: MONTHS_AHEAD }).toInstant() }
}
