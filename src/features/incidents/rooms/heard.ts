import { type IncidentState, isOver } from '../../../core/incident/state.ts'
import { momentOf } from '../../../core/time/moment.ts'
import type { ChatAnswer, ChatEvent } from '../../../integrations/hear.ts'
import { type Principal, permit } from '../../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import type { ChatHandler, Deed } from '../../paging/reads/chat-door.ts'
import { actorOf } from '../../policies/reads.ts'
import { incidentFor } from '../reads/one-incident.ts'
import { runCommand } from '../verbs/run-command.ts'
import { runVerb } from '../verbs/run-verb.ts'
import { formFor, typedFrom } from './forms.ts'
import { mentionsRead } from './mentions.ts'
import { personIn } from './person.ts'
import { incidentOfPost, incidentsAt, roomOf } from './places.ts'
import { timeIn, topicOf } from './words.ts'

type Known = Deed & { app: App; who: Principal }
type Of<K extends ChatEvent['kind']> = Extract<ChatEvent, { kind: K }>

/** As facts name the way. */
const VIA = 'chat'

const silent: ChatAnswer = { isDone: true, said: '' }
const refused = (said: string): ChatAnswer => ({ isDone: false, said })

/** What people type, press, mark and do in chats about incidents. What they may not do is refused in words. */
export const onChat: ChatHandler = async (app, deed) => {
  const { event, connection } = deed
  if (event.kind === 'threaded') return pointedToRoom(app, deed, event)
  if (event.kind === 'marked' && !(await roomAt(app, deed))) return silent
  if (event.kind === 'joined') return welcome(app, deed)
  const who = await personIn(app, { connection, from: event.from })
  if (typeof who === 'string') return refused(who)
  try {
    return await carryOut({ ...deed, app, who })
  } catch (error) {
    if (error instanceof Problem) return refused(error.message)
    throw error
  }
}

async function carryOut(known: Known): Promise<ChatAnswer> {
  const { event, app, who } = known
  switch (event.kind) {
    case 'command':
      return typed(known, event)
    case 'ask': {
      const forbidden = permit(who, event.form === 'declare' ? 'incident.declare' : 'incident.act')
      if (forbidden) throw problemOf(forbidden)
      if (event.incident) await incidentFor(app, event.incident, who)
      return { ...silent, form: formFor(event.form, event.incident, app.policies.live()) }
    }
    case 'submitted':
      return run(known, { text: typedFrom(event.form, event.values), incident: event.incident })
    case 'marked':
      return remember(known, event)
    default:
      return silent
  }
}

/** `declare` alone asks what to declare. */
async function typed(known: Known, { text, incident, note }: Of<'command'>): Promise<ChatAnswer> {
  if (/^\s*(declare|new)\s*$/i.test(text))
    return carryOut({ ...known, event: { ...known.event, kind: 'ask', form: 'declare', incident: null } })
  return run(known, { text, incident, ...(note ? { note } : {}) })
}

async function run(
  { app, who, event, connection, once }: Known,
  { text, incident, note }: { text: string; incident: string | null; note?: string },
): Promise<ChatAnswer> {
  const room = incident ?? (await roomAt(app, { event, connection }))
  const plain = mentionsRead(text, { declaration: connection.declaration, policy: app.policies.live() })
  const answered = await runCommand(app, { text: plain, room, who, via: VIA, idempotencyKey: `chat ${once}` })
  if (note && answered.incident) await runVerb(app, { reference: answered.incident.id, verb: 'note', body: { text: note }, who, via: VIA })
  return { isDone: true, said: answered.text }
}

/** The one incident that is worked on here; where a channel carries several, they must be named. */
async function roomAt(app: App, { event, connection }: Pick<Deed, 'event' | 'connection'>): Promise<string | null> {
  const here = await incidentsAt(app, { integration: connection.instance.id, place: event.place })
  if (here.length < 2) return here[0] ?? null
  const rows = await app.store.load(here.map((id) => ({ kind: 'incident', id })))
  const open = rows.filter(({ state }) => !isOver(state as IncidentState))
  return open.length === 1 ? (open[0]?.subject.id ?? null) : null
}

/** A message that somebody marked in the room becomes an entry of the timeline, with its author. */
async function remember({ app, who, event, connection }: Known, { message }: Of<'marked'>): Promise<ChatAnswer> {
  const forbidden = permit(who, 'incident.act')
  if (forbidden) throw problemOf(forbidden)
  const id = await roomAt(app, { event, connection })
  if (!id) return silent
  await incidentFor(app, id, who)
  const io = await connection.io()
  const found = await connection.declaration.messageAt?.({ place: event.place, message }, io)
  if (!found?.text.trim()) return silent
  const author = await personIn(app, { connection, from: found.from })
  const written = [typeof author === 'string' ? null : author.name, found.at && whenWritten(app, found.at)].filter(Boolean).join(', ')
  const plain = mentionsRead(found.text, { declaration: connection.declaration, policy: app.policies.live() })
  const { refusal } = await app.engine.execute({
    name: 'mark',
    to: { kind: 'room', id },
    by: actorOf(who, app.policies.live()),
    data: { message, text: written ? `${written}: ${plain}` : plain, via: VIA },
  })
  if (refusal) throw problemOf(refusal)
  return silent
}

/** It stands in the timeline at the moment at which it was marked; when it was written it says itself, by the chat's clock. */
function whenWritten({ clock, policies }: App, at: Temporal.Instant): string | null {
  if (at.since(clock.now()).abs().total('seconds') < SAME_MOMENT_S) return null
  return timeIn(momentOf(at), policies.live(), clock.now())
}

/** Nearer than this the chat's clock and ours say the same. */
const SAME_MOMENT_S = 60

/** Talk about an incident belongs into its room: whoever replies to its announcement elsewhere is shown the way, once a thread. */
async function pointedToRoom(app: App, { connection }: Deed, { root, place }: Of<'threaded'>): Promise<ChatAnswer> {
  const { id: integration } = connection.instance
  const incident = await incidentOfPost(app, { integration, root })
  const room = incident ? await roomOf(app, incident) : null
  if (!incident || !room?.place || room.place === place || room.isPrivate || room.integration !== integration) return silent
  const [row] = await app.store.load([{ kind: 'incident', id: incident }])
  const reference = (row?.state as IncidentState | undefined)?.reference ?? 'It'
  return {
    isDone: true,
    said: `${reference} is worked on in its war room; please write there instead of in this thread.`,
    room: room.place,
  }
}

/** Where it stands, for whoever comes in late. */
async function welcome(app: App, deed: Deed): Promise<ChatAnswer> {
  const id = await roomAt(app, deed)
  if (!id) return silent
  const [row] = await app.store.load([{ kind: 'incident', id }])
  const incident = row?.state as IncidentState | undefined
  if (!incident) return silent
  await app.policies.ensure([incident.policy])
  const policy = app.policies.at(incident.policy)
  const last = incident.lastUpdate ? `\nLast word: ${incident.lastUpdate.text}` : ''
  const stand = topicOf({ incident, policy, id, publicUrl: app.publicUrl })
  return {
    isDone: true,
    said: `${incident.reference}: ${incident.title}\n${stand}${last}\nWrite /incident help for what can be done here.`,
  }
}
