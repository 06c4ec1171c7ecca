import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { noticeOutcome, tellQuietly } from '../duty/quiet-notice.ts'
import { timeText, zoneOf } from '../duty/words.ts'
import { idOf, type Policy } from '../policy/policy.ts'
import { type Moment, momentOf } from '../time/moment.ts'

/** Whether a calendar of the policy could be read; its id is the calendar's. While it is in trouble its last good copy is used. */
export type CalendarState = { trouble: string | null; since: Moment | null; warnedAt: Moment | null; events: number; goodAt: Moment | null }

/** `isGrave`: it will not get better by itself. */
export type CalendarTrouble = { why: string; isGrave: boolean }

/** A server that is away for a moment is nobody's business yet. */
const PATIENCE = { minutes: 30 }
const AGAIN = { hours: 24 }

type Warned = Draft<CalendarState>

const untold: CalendarState = { trouble: null, since: null, warnedAt: null, events: 0, goodAt: null }

/** `read` and `trouble` are what each attempt came to; the owner is warned at once or after half an hour, and then daily. */
export const calendarMachine: Machine<CalendarState> = {
  kind: 'calendar',
  decide(state, command, context) {
    const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state: state ?? untold })
    const outcome = noticeOutcome(command.name, command.data as Record<string, unknown>)
    if (outcome) {
      draft.tell(outcome.name, outcome.data)
      return draft.decision()
    }
    if (command.name === 'read') return read(draft, command, { isFirst: state === null, context })
    if (command.name === 'trouble') return trouble(draft, command, context)
    return command.name === 'tick' ? tick(draft, context) : refuse('unknown-command', `a calendar does not know "${command.name}"`, 400)
  },
  columns: () => ({ key: null }),
}

function read(
  draft: Warned,
  { data }: Addressed<never>,
  { isFirst, context }: { isFirst: boolean; context: Context },
): Decision<CalendarState> {
  const { events } = data as { events: number }
  const was = draft.state
  if (was.trouble === null && !isFirst && was.events === events) return { facts: [] }
  draft.set({ trouble: null, since: null, warnedAt: null, events, goodAt: momentOf(context.now) })
  draft.tell(was.trouble === null ? 'calendar.read' : 'calendar.recovered', { events })
  if (was.warnedAt !== null) say(draft, { about: 'recovered', title: 'is read again', text: `It has ${events} entries.` }, context)
  return draft.decision(null)
}

function trouble(draft: Warned, { data }: Addressed<never>, context: Context): Decision<CalendarState> {
  const { why, isGrave } = data as CalendarTrouble
  const { state } = draft
  const isNew = state.trouble === null
  if (state.trouble === why) return { facts: [] }
  draft.set({ trouble: why, since: state.since ?? momentOf(context.now) })
  draft.tell('calendar.trouble', { why, isGrave })
  // Of two reasons that take turns each would be news: until it is read again the daily word is enough.
  if (isGrave && state.warnedAt === null) return warn(draft, context)
  return isNew ? draft.decision(context.now.add(PATIENCE)) : draft.decision()
}

const tick = (draft: Warned, context: Context): Decision<CalendarState> =>
  draft.state.trouble === null || !definition(context.policy, draft.subject.id) ? { facts: [], next: null } : warn(draft, context)

function warn(draft: Warned, context: Context): Decision<CalendarState> {
  const { trouble: why, since } = draft.state
  const zone = context.policy.bundle.organization.timezone
  const kept =
    since && draft.state.goodAt
      ? `What was read before ${timeText(since, zone)} stays in force; nobody was taken off.`
      : 'Nothing was ever read from it.'
  say(
    draft,
    { about: 'trouble', title: 'can no longer be read', text: `${why}\n${kept}\nNew entries are not seen until this is mended.` },
    context,
  )
  draft.set({ warnedAt: momentOf(context.now) })
  return draft.decision(context.now.add(AGAIN))
}

const definition = ({ bundle }: Policy, id: string) => bundle.calendars?.find((each) => each.id === id)

type Words = { about: string; title: string; text: string }

function say(draft: Warned, { about, title, text }: Words, context: Context): void {
  const { policy, now } = context
  const name = definition(policy, draft.subject.id)?.name ?? draft.subject.id
  for (const user of ownersOf(policy, draft.subject.id))
    tellQuietly(
      draft,
      { user, about: `${about}-${momentOf(now)}`, title: `Calendar ${name} ${title}`, text: withTime(text, user, context) },
      context,
    )
}

/** Whoever reads it in their own zone. */
const withTime = (text: string, user: string, { policy, now }: Context): string =>
  `${text}\n(${timeText(momentOf(now), zoneOf(policy, user))})`

/** The named owner, else whose time off it is, else the admins: somebody always hears of it. */
function ownersOf(policy: Policy, id: string): string[] {
  const calendar = definition(policy, id)
  const named = [calendar?.owner, calendar?.away]
    .filter((each) => each !== undefined && each !== 'everyone')
    .map((each) => idOf(each as string))
  const [first] = named.filter((user) => policy.user(user) && !policy.user(user)?.disabled)
  if (first !== undefined) return [first]
  return (policy.bundle.users ?? []).filter((user) => user.role === 'admin' && !user.disabled).map((user) => user.id)
}
