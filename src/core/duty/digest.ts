import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import type { Policy } from '../policy/policy.ts'
import { momentOf } from '../time/moment.ts'
import { noticeOutcome, tellQuietly } from './quiet-notice.ts'
import { type DutySpan, dutySpans } from './spans.ts'
import type { DigestState } from './state.ts'
import { nameOfSchedule, spanText, zoneOf } from './words.ts'

/** Monday at eight where the person is: with the week before them. */
const WEEKDAY = 1
const HOUR = 8
/** This week and the next. */
const AHEAD_DAYS = 14

/** One person's weekly list of their next shifts. `follow` begins it; whoever has none hears nothing. */
export const digestMachine: Machine<DigestState> = {
  kind: 'digest',
  decide(state, command, context) {
    const outcome = noticeOutcome(command.name, command.data as Record<string, unknown>)
    if (outcome) {
      if (!state) return { facts: [] }
      const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
      draft.tell(outcome.name, outcome.data)
      return draft.decision()
    }
    const person = context.policy.user(command.to.id)
    if (!person || person.disabled) return { facts: [], next: null }
    if (command.name === 'follow') return follow(state, command, context)
    return command.name === 'tick'
      ? send(state, command, context)
      : refuse('unknown-command', `a digest does not know "${command.name}"`, 400)
  },
  columns: () => ({ key: null }),
}

function follow(state: DigestState | null, { to, by }: Addressed, { policy, now }: Context): Decision<DigestState> {
  const next = nextDigest(now, zoneOf(policy, to.id))
  if (state) return { facts: [], next }
  return { state: { sentAt: null, shifts: 0 }, facts: [{ name: 'digest.followed', of: to, by, data: {} }], next }
}

function send(state: DigestState | null, { to, by }: Addressed, context: Context): Decision<DigestState> {
  const { policy, now } = context
  const zone = zoneOf(policy, to.id)
  const next = nextDigest(now, zone)
  const shifts = aheadIn(policy, now).get(to.id) ?? []
  if (shifts.length === 0) return { facts: [], next }
  const draft = new Draft({ subject: to, by, now, state: state ?? { sentAt: null, shifts: 0 } })
  const text = shifts.map((each) => `${nameOfSchedule(policy, each.schedule)}: ${spanText(each, zone)}`).join('\n')
  const title = shifts.length === 1 ? 'Your next shift' : `Your next ${shifts.length} shifts`
  tellQuietly(draft, { user: to.id, about: momentOf(now), title, text }, context)
  draft.set({ sentAt: momentOf(now), shifts: shifts.length })
  draft.tell('digest.sent', { shifts: shifts.length })
  return draft.decision(next)
}

/** The first Monday 08:00 on the person's clock after now. */
export function nextDigest(now: Temporal.Instant, zone: string): Temporal.Instant {
  const local = now.toZonedDateTimeISO(zone)
  const monday = local.toPlainDate().subtract({ days: local.dayOfWeek - WEEKDAY })
  const candidates = [monday, monday.add({ weeks: 1 })].map((date) =>
    date.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(HOUR) }).toInstant(),
  )
  return candidates.find((each) => Temporal.Instant.compare(each, now) > 0) as Temporal.Instant
}

type Duty = DutySpan & { schedule: string }

/** Everybody's digests of one hour read the same shifts: computed once for a policy and a moment. */
const computed = new WeakMap<Policy, { at: number; byUser: Map<string, Duty[]> }>()

function aheadIn(policy: Policy, now: Temporal.Instant): Map<string, Duty[]> {
  const known = computed.get(policy)
  if (known?.at === now.epochMilliseconds) return known.byUser
  const span = { from: now, to: now.add({ hours: AHEAD_DAYS * 24 }) }
  const all = (policy.bundle.schedules ?? []).flatMap(({ id }) => dutySpans(policy, id, span).map((each) => ({ ...each, schedule: id })))
  const byUser = Map.groupBy(
    all.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)),
    (each) => each.user,
  )
  computed.set(policy, { at: now.epochMilliseconds, byUser })
  return byUser
}
