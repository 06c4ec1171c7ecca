import type { SendIo } from '../declaration.ts'
import type { Polled, PollQuestion, Reply, Told } from '../hear.ts'
import { textOf } from '../reading.ts'
import { LIST_LENGTH, postedTo, read, toldOf } from './account.ts'
import { phoneOf } from './phone.ts'
import { receiptOfStatus } from './sms-status.ts'

/** Whoever answers later than this after the last message opens the console. Until then every round asks once. */
const LISTEN_HOURS = 2
/** At the first question nothing older than this is an answer to us. */
const FIRST_MINUTES = 15
/** More replies than come in between two questions. */
const REMEMBERED = 100

/** A message may appear in the list this much later than one that was made after it. */
const LATE_MS = 300_000
/** A thousand texts: more are not sent between two rounds. */
const MOST_PAGES = 20

type Row = Record<string, unknown>
type Cursor = { since: number; seen: string[] }
type Answer = (to: string, said: string) => Promise<void>

/** Works where Twilio cannot post to us: what became of messages, and what people wrote back. */
export async function pollMessages({ open, lastAt, cursor }: PollQuestion, io: SendIo, answer: Answer): Promise<Polled> {
  const isQuiet = !lastAt || Temporal.Instant.compare(lastAt.add({ hours: LISTEN_HOURS }), io.now) < 0
  if (postedTo(io) || (open.length === 0 && isQuiet)) return { cursor }
  const told = await toldOf(open.map((each) => statusOf(io, each)))
  const before = cursorFrom(cursor, io.now)
  const { replies, after } = await repliesSince(io, before)
  return {
    receipts: told.flatMap((each) => each.receipts ?? []),
    dead: told.flatMap((each) => each.dead ?? []),
    replies,
    cursor: JSON.stringify(after),
    answer: async (results) => {
      for (const { reply, outcome, said } of results) if (outcome !== 'stranger' && said) await answer(phoneOf(reply.from), said)
    },
  }
}

async function statusOf(io: SendIo, { message, providerId }: { message: string; providerId: string }): Promise<Told> {
  const found = await read(io, `Messages/${encodeURIComponent(providerId)}.json`)
  const errorCode = found.error_code === null || found.error_code === undefined ? undefined : String(found.error_code)
  return receiptOfStatus({ status: textOf(found.status), errorCode, to: textOf(found.to) }, { message })
}

async function repliesSince(io: SendIo, { since, seen }: Cursor): Promise<{ replies: Reply[]; after: Cursor }> {
  const listed = await messagesSince(io, since)
  const fresh = listed
    .filter((each) => each.direction === 'inbound' && !seen.includes(textOf(each.sid)) && createdAt(each) >= since)
    .reverse()
  const replies = fresh.map((each) => ({
    from: textOf(each.from),
    concerning: null,
    text: textOf(each.body),
    action: null,
    once: textOf(each.sid),
  }))
  const newest = Math.max(since + LATE_MS, ...listed.map(createdAt).filter(Number.isFinite))
  return { replies, after: { since: newest - LATE_MS, seen: [...seen, ...fresh.map((each) => textOf(each.sid))].slice(-REMEMBERED) } }
}

const createdAt = (message: Row): number => Date.parse(textOf(message.date_created))

/** Newest first. A messaging service has several numbers, so its list holds what was sent as well: more than one page in a storm. */
async function messagesSince(io: SendIo, since: number): Promise<Row[]> {
  const to = phoneOf(textOf(io.fields.from))
  let query = new URLSearchParams({ ...(to ? { To: to } : {}), PageSize: String(LIST_LENGTH) }).toString()
  const found: Row[] = []
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { messages, next_page_uri: next } = await read(io, `Messages.json?${query}`)
    const rows = Array.isArray(messages) ? (messages as Row[]) : []
    found.push(...rows)
    query = textOf(next).split('?')[1] ?? ''
    if (query === '' || rows.some((each) => createdAt(each) < since)) break
  }
  return found
}

function cursorFrom(cursor: string | null, now: Temporal.Instant): Cursor {
  if (cursor) return JSON.parse(cursor) as Cursor
  return { since: now.subtract({ minutes: FIRST_MINUTES }).epochMilliseconds, seen: [] }
}
