import type { CalendarTrouble } from '../../../core/calendar/machine.ts'
import type { Span } from '../../../core/oncall/shifts-between.ts'
import { idOf } from '../../../core/policy/policy.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Calendar } from '../../../core/policy/schema/calendar.ts'
import { OutboundFailure } from '../../../platform/outbound/outbound.ts'
import type { App } from '../../feature.ts'
import { changePolicy } from '../../policies/reads.ts'
import { claimTry, copyOf, keepCopy, noteRead } from './copies.ts'
import { aheadOf, filledFrom, withoutStrangers } from './filled.ts'
import { type CalendarEvent, readCalendar, Unreadable } from './read-calendar.ts'

export type ImportParts = Pick<App, 'engine' | 'store' | 'pools' | 'clock' | 'policies' | 'fetch' | 'log' | 'settings'>

/** A calendar of years of shifts has some hundred kilobytes. */
const MOST_BYTES = 2 * 1024 * 1024
const TIMEOUT_MS = 20_000
/** Entries further ahead come into the policy month by month, so that it does not change with the hour. */
const MONTHS_AHEAD = 4
const HOURS_BACK = 24
const NAMELESS_SHOWN = 3

/** By whose hand calendars change the policy. */
const BY = 'engine'

/** Who is on call is the calendar's to say; whom nothing can wake at night, lint and coverage tell. */
const FORCE = 'the calendar names them'

/** Why a calendar is not taken over; it is told to its owner. */
class Trouble extends Error {
  readonly isGrave: boolean
  constructor(message: string, isGrave: boolean) {
    super(message)
    this.isGrave = isGrave
  }
}

type Asked = { everyMs: number /** Somebody looked at it: a calendar without entries ahead is right. */; isEmptyRight?: boolean }

/** Reads one calendar, unless another process has just done so. Never throws for what the outside does. */
export async function importCalendar(app: ImportParts, calendar: Calendar, { everyMs, isEmptyRight = false }: Asked): Promise<void> {
  const now = app.clock.now()
  const claim = { calendar: calendar.id, url: calendar.url, now, unlessSince: now.subtract({ milliseconds: everyMs }) }
  if (!(await claimTry(app.pools.side, claim))) return
  try {
    const fresh = await fetchCalendar(app, calendar)
    const body = fresh?.body ?? (await copyOf(app.pools.side, calendar.id))?.body
    if (body === undefined || body === null) throw new Trouble('It says that nothing changed, but nothing was ever read from it.', true)
    const events = eventsIn(app, calendar, body)
    if (!isEmptyRight) refuseEmptied(app, calendar, events)
    // Kept before it is used: what is in the policy can always be made again.
    if (fresh) await keepCopy(app.pools.side, calendar.id, { ...fresh, now })
    else await noteRead(app.pools.side, calendar.id, now)
    await fill(app, calendar, events)
  } catch (error) {
    const trouble = troubleOf(error)
    if (!trouble) throw error
    await tell(app, calendar, { name: 'trouble', ...trouble })
    await fillFromCopy(app, calendar)
  }
}

/** A calendar that was good and has nothing any more is rather broken than true. */
function refuseEmptied(app: ImportParts, calendar: Calendar, events: readonly CalendarEvent[]): void {
  const ahead = aheadOf(app.policies.live(), calendar, app.clock.now())
  const { entries } = filledFrom(app.policies.live().bundle, { calendar, events }, app.clock.now())
  if (entries === 0 && ahead > 0)
    throw new Trouble(
      `It has no entries ahead any more; the ${ahead} that it had stay in force. If that is right, say so under On call, Calendars.`,
      true,
    )
}

type Fetched = { body: string; etag: string | null }

/** Null when nothing changed since it was last read. */
async function fetchCalendar({ fetch, pools }: ImportParts, { id, url }: Calendar): Promise<Fetched | null> {
  const etag = (await copyOf(pools.side, id))?.etag ?? null
  const headers = { accept: 'text/calendar', 'user-agent': 'Tocsin', ...(etag ? { 'if-none-match': etag } : {}) }
  const answer = await fetch(url, { headers, timeoutMs: TIMEOUT_MS, maxBodyBytes: MOST_BYTES })
  if (answer.status === 304) return null
  if (answer.status !== 200) {
    const isGrave = answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408
    throw new Trouble(
      `Its server answers ${answer.status}${isGrave ? ': the address may have been renewed; give the new one' : ''}.`,
      isGrave,
    )
  }
  if (answer.isCut)
    throw new Trouble(`It is larger than ${MOST_BYTES / 1024 / 1024} MB; give the address of a calendar of its own for on call.`, true)
  return { body: answer.body, etag: answer.headers.etag ?? null }
}

function eventsIn(app: ImportParts, calendar: Calendar, body: string): CalendarEvent[] {
  const policy = app.policies.live()
  const person = calendar.away && calendar.away !== 'everyone' ? policy.user(calendar.away) : undefined
  const schedule = calendar.schedule ? policy.schedule(calendar.schedule) : undefined
  const zone = schedule?.timezone ?? person?.timezone ?? policy.calendar.timezone
  return readCalendar(body, { span: spanAt(app.clock.now()), zone })
}

function spanAt(now: Temporal.Instant): Span {
  const month = now.toZonedDateTimeISO('UTC').with({ day: 1 }).startOfDay()
  return { from: now.subtract({ hours: HOURS_BACK }), to: month.add({ months: MONTHS_AHEAD }).toInstant() }
}

/** Writes what it says into the policy, if that says something else; entries that name nobody are told, the others count. */
async function fill(app: ImportParts, calendar: Calendar, events: readonly CalendarEvent[]): Promise<void> {
  const { entries, nameless } = await write(app, calendar, events)
  const [first] = nameless
  if (!first) return await tell(app, calendar, { name: 'read', events: entries })
  const shown = nameless.slice(0, NAMELESS_SHOWN).map(({ summary, from }) => `“${summary.slice(0, 60)}” (${from.slice(0, 10)})`)
  const rest = nameless.length > shown.length ? ` and ${nameless.length - shown.length} more` : ''
  const why = `${shown.join(', ')}${rest} ${nameless.length === 1 ? 'names' : 'name'} nobody of the policy; write a person's name or id as the title, or invite them by their e-mail address.`
  await tell(app, calendar, { name: 'trouble', why, isGrave: true })
}

async function write(
  app: ImportParts,
  calendar: Calendar,
  events: readonly CalendarEvent[],
): Promise<{ entries: number; nameless: CalendarEvent[] }> {
  const now = app.clock.now()
  const fillIn = (bundle: Bundle) => filledFrom(bundle, { calendar, events }, now)
  const live = app.policies.live().bundle
  const planned = fillIn(live)
  if (JSON.stringify(planned.bundle) !== JSON.stringify(live)) {
    const note = `Calendar ${calendar.name ?? calendar.id}: what it says of ${calendar.schedule ? idOf(calendar.schedule) : 'time off'}`
    const { refusal } = await changePolicy(app, { by: BY, note, force: FORCE }, (bundle) => fillIn(bundle).bundle)
    if (refusal) throw new Trouble(`The policy does not take it: ${refusal.message}`, true)
  }
  return planned
}

/** What was good stays in force, also after somebody applied a policy without it. */
async function fillFromCopy(app: ImportParts, calendar: Calendar): Promise<void> {
  const body = (await copyOf(app.pools.side, calendar.id))?.body
  if (!body) return
  try {
    await write(app, calendar, eventsIn(app, calendar, body))
  } catch (error) {
    const trouble = troubleOf(error)
    if (!trouble) throw error
    await tell(app, calendar, { name: 'trouble', ...trouble })
  }
}

function troubleOf(error: unknown): CalendarTrouble | null {
  if (error instanceof Trouble) return { why: error.message, isGrave: error.isGrave }
  if (error instanceof Unreadable) return { why: error.message, isGrave: true }
  if (error instanceof OutboundFailure) return { why: `Its server cannot be asked: ${error.message}.`, isGrave: !error.isTransient }
  return null
}

type Told = ({ name: 'trouble' } & CalendarTrouble) | { name: 'read'; events: number }

async function tell({ engine }: ImportParts, { id }: Calendar, { name, ...data }: Told): Promise<void> {
  await engine.execute({ name, to: { kind: 'calendar', id }, by: BY, data })
}

/** All calendars of the policy, one after the other; what those said that are no longer in it goes. */
export async function importCalendars(app: ImportParts, everyMs: number): Promise<void> {
  const { bundle } = app.policies.live()
  if (JSON.stringify(withoutStrangers(bundle)) !== JSON.stringify(bundle))
    await changePolicy(app, { by: BY, note: 'Calendars that are no longer read' }, withoutStrangers)
  for (const calendar of bundle.calendars ?? []) {
    // One that breaks in a way nobody thought of must not keep the others from being read.
    await importCalendar(app, calendar, { everyMs }).catch((err) =>
      app.log.error({ err, calendar: calendar.id }, 'a calendar could not be read'),
    )
  }
}

/** The last good copies once more: somebody applied a policy that does not have what they say. */
export async function refillCalendars(app: ImportParts): Promise<void> {
  for (const calendar of app.policies.live().bundle.calendars ?? []) await fillFromCopy(app, calendar)
}
