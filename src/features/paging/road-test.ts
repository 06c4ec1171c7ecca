import { randomInt } from 'node:crypto'
import { roadsOf } from '../../core/paging/roads.ts'
import type { User } from '../../core/policy/schema/people.ts'
import { type Moment, momentOf } from '../../core/time/moment.ts'
import type { Receipt } from '../../engine/outbox.ts'
import { Problem } from '../../platform/http/problem.ts'
import { digestOf } from '../../platform/secrets.ts'
import type { App } from '../feature.ts'
import { destinationOf } from './addresses.ts'
import { isReadAlong } from './read-along.ts'
import { proofsOf } from './reads/road-proof.ts'
import { ioOf } from './send-io.ts'

const CODE_LIFE = { minutes: 30 }
/** A call that still rings must not be rung over by the next one. */
const TOO_SOON_MS = 20_000
/** Six digits stand this many guesses. */
const GUESSES = 5

type Way = ReturnType<typeof roadsOf>[number]

export const codeDigest = (user: string, channel: string, code: string): string => digestOf(`${user} ${channel} ${code}`)

/** What a proof is about: with another number or device it starts anew. */
export function addressOf(app: App, person: User, channel: string): string {
  const declaration = app.integrations.get(channel)
  const to = declaration ? destinationOf({ target: `user:${person.id}`, declaration, policy: app.policies.live() }).addresses : []
  return digestOf(to.join('\n'))
}

/** Sends a test with a code by each of these roads and keeps what became of it. Each road by itself: one that is broken stops no other. */
export async function testRoads(app: App, person: User, channels: readonly string[] | undefined): Promise<void> {
  const ways = roadsOf(person, app.canSend).filter(({ channel }) => channels?.includes(channel) ?? true)
  if (ways.length === 0)
    throw new Problem({
      code: 'no-road',
      status: 409,
      detail: 'There is no such way to you; add a contact first, or ask an admin to connect it.',
    })
  const known = await proofsOf(app.pools.side, person.id)
  const now = app.clock.now()
  const recent = ways.filter(({ channel }) => isRecent(known.get(channel)?.tried_at ?? null, now))
  if (recent.length === ways.length)
    throw new Problem({
      code: 'too-soon',
      status: 429,
      detail: `A test was sent less than ${TOO_SOON_MS / 1000} s ago; wait for it first.`,
    })
  await Promise.all(ways.filter((way) => !recent.includes(way)).map((way) => testRoad(app, person, way)))
}

const isRecent = (triedAt: Moment | null, now: Temporal.Instant): boolean =>
  triedAt !== null && now.epochMilliseconds - Date.parse(triedAt) < TOO_SOON_MS

async function testRoad(app: App, person: User, { channel }: Way): Promise<void> {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  const tried = await sendCode(app, { person, channel, code }).catch((error): Tried => {
    app.log.error({ err: error, channel }, 'a test could not be sent')
    return { isOk: false, isCodeOut: false, said: 'it could not be sent; the log of the server says why' }
  })
  const now = app.clock.now()
  const until = momentOf(now.add(CODE_LIFE))
  await app.pools.side.query(
    `insert into road_proof (user_id, channel, address, tried_at, is_ok, said, code, code_until) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (user_id, channel) do update set address = excluded.address, tried_at = excluded.tried_at, is_ok = excluded.is_ok,
       said = excluded.said, code = excluded.code, code_until = excluded.code_until, wrong = 0,
       proved_at = case when road_proof.address = excluded.address then road_proof.proved_at end`,
    [
      person.id,
      channel,
      addressOf(app, person, channel),
      momentOf(now),
      tried.isOk,
      tried.said,
      tried.isCodeOut ? codeDigest(person.id, channel, code) : null,
      until,
    ],
  )
}

type Tried = { isOk: boolean; isCodeOut: boolean; said: string }
type Test = { person: User; channel: string; code: string }

/** Where others read along the road is tested without the code, which comes by mail. */
async function sendCode(app: App, test: Test): Promise<Tried> {
  const { person, channel, code } = test
  if (!isSeenByOthers(app, person, channel)) {
    const { ok, said } = await sendTest(app, test, codeWords(channel, code))
    return { isOk: ok, isCodeOut: ok, said }
  }
  const shown = await sendTest(app, test, {
    title: 'This is a test; nothing is broken.',
    because: `${person.name ?? person.id} asked for it in their profile. Others read along here, so no code is shown: it comes by mail.`,
  })
  if (!shown.ok) return { isOk: false, isCodeOut: false, said: shown.said }
  const mailed = canMail(app, person)
    ? await sendTest(app, { ...test, channel: CODE_BY }, codeWords(app.integrations.get(channel)?.title ?? channel, code))
    : null
  const said = mailed?.ok
    ? shown.said
    : `${shown.said}; others read along there, and the code could not be mailed: ${mailed?.said ?? 'add and prove an e-mail address first'}`
  return { isOk: true, isCodeOut: mailed?.ok === true, said }
}

/** Every mail goes to one person, as far as anybody can know. */
const CODE_BY = 'email'

const canMail = (app: App, { contacts, unverified }: User): boolean =>
  contacts.email !== undefined && !unverified?.includes('email') && app.canSend(CODE_BY)

/** Whether the code of this road goes by mail. */
export function isSeenByOthers(app: App, person: User, channel: string): boolean {
  const declaration = app.integrations.get(channel)
  if (!declaration) return false
  const { addresses } = destinationOf({ target: `user:${person.id}`, declaration, policy: app.policies.live() })
  return addresses.some((to) => isReadAlong(channel, to))
}

type Words = { title: string; because: string }

/** A voice reads digits one by one when they stand apart. `of` names the road where that is not the one it comes by. */
function codeWords(of: string, code: string): Words {
  const spoken = of === 'twilio-voice' ? [...code].join(' ') : code
  return {
    title: `Your code is ${spoken}. This is a test; nothing is broken.`,
    because: `You asked for it in your profile, to prove how you are reached (${of}). Type the code there.`,
  }
}

async function sendTest(app: App, { person, channel }: Test, { title, because }: Words): Promise<Receipt> {
  const declaration = app.integrations.get(channel)
  const policy = app.policies.live()
  if (!declaration?.send) return { ok: false, retry: false, said: `nothing here sends to "${channel}"` }
  const { addresses, instance } = destinationOf({ target: `user:${person.id}`, declaration, policy })
  const io = await ioOf(app, { declaration, instance })
  const message = {
    id: `test.${app.newId()}`,
    kind: 'test' as const,
    possibleRepeat: false,
    person: { id: person.id, name: person.name ?? person.id },
    title,
    because: [because],
    url: `${app.publicUrl}/settings/me`,
  }
  const receipts = await Promise.all(addresses.map((to) => declaration.send?.(message, to, io)))
  return receipts.find((receipt) => receipt?.ok) ?? receipts[0] ?? { ok: false, retry: false, said: 'there is no address to send to' }
}

/**
 * The channel that a code was sent by, now proved. It proves the address that it was sent to and no other. A wrong one counts
 * against every code that waits; each guess is counted before it is looked at, so that many at once are no more than their number.
 */
export async function proveByCode(app: App, person: User, code: string): Promise<string> {
  const user = person.id
  const now = momentOf(app.clock.now())
  const counted = await app.pools.side.query<{ channel: string; address: string; code: string }>(
    `update road_proof set wrong = wrong + 1 where user_id = $1 and code is not null and code_until > $2 and wrong < ${GUESSES}
     returning channel, address, code`,
    [user, now],
  )
  const waiting = counted.rows.filter(({ channel, address }) => address === addressOf(app, person, channel))
  if (waiting.length === 0)
    throw new Problem({
      code: 'no-code',
      status: 409,
      detail:
        'No code waits to be typed: it has expired, was guessed too often, or went to an address that was changed. Send a test again.',
    })
  const found = waiting.find(({ channel, code: digest }) => digest === codeDigest(user, channel, code))
  if (!found) {
    await app.pools.side.query(`update road_proof set code = null where user_id = $1 and wrong >= ${GUESSES}`, [user])
    throw new Problem({
      code: 'code-wrong',
      status: 409,
      detail: `"${code}" is not the code that was sent; look again, or send a test anew.`,
    })
  }
  await app.pools.side.query(
    `update road_proof set proved_at = case when channel = $2 then $3::timestamptz else proved_at end, how = case when channel = $2 then 'code' else how end,
       code = case when channel = $2 then null else code end, wrong = case when channel = $2 then 0 else greatest(wrong - 1, 0) end
     where user_id = $1 and code is not null`,
    [user, found.channel, now],
  )
  return found.channel
}
