import { whoAt } from '../../../core/oncall/shifts-between.ts'
import { idOf } from '../../../core/policy/policy.ts'
import { type Principal, permit } from '../../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../../platform/http/problem.ts'
import { whoIs } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import { viewerOf } from '../../people/reads/viewer.ts'
import type { IncidentRequest } from '../contract/command-words.ts'
import { teachFirstWords } from '../contract/first-words.ts'
import { type Bare, readCommand } from '../contract/grammar.ts'
import { type DeclareBody, declareBody } from '../contract/requests.ts'
import { presentDetail } from '../present-detail.ts'
import { listIncidents, type StoredIncident } from '../reads/incidents.ts'
import { knownWordsOf } from '../reads/known-words.ts'
import { incidentFor } from '../reads/one-incident.ts'
import { unreachedWords } from '../reads/unreached.ts'
import { declareIncident } from './declare.ts'
import { readBody, runVerb } from './run-verb.ts'

/** `room` is the incident whose war room it was typed in, null elsewhere; `via` the way they came, where the caller does not show it. */
export type TypedCommand = { text: string; room: string | null; who: Principal; via?: string; idempotencyKey?: string | null }

/** What to say to who typed it, and the incident it is about. */
export type Answered = { text: string; incident: StoredIncident | null }

/** Carries out what somebody typed after `/incident`, wherever they typed it. Throws `Problem` with what is wrong. */
export async function runCommand(app: App, { text, room, who, via, idempotencyKey = null }: TypedCommand): Promise<Answered> {
  const here = room ? await incidentFor(app, room, who) : null
  const known = knownWordsOf(app.policies.live())
  const names = here ? [here.state.reference, ...here.state.aliases, here.id] : []
  const read = readCommand(text, { ...known, room: names })
  if (!read.ok && read.isHelp) return { text: read.message, incident: null }
  if (!read.ok) {
    const detail = read.bare ? await taught(app, { message: read.message, bare: read.bare, here, who }) : read.message
    throw new Problem({ code: 'command-unreadable', status: 400, detail })
  }
  const asking = { app, who, ...(via ? { via } : {}), key: idempotencyKey, request: read.request }
  const elsewhere = WITHOUT_INCIDENT[read.request.verb]
  if (elsewhere) return elsewhere(asking)
  const reference = read.request.reference ?? here?.id
  if (!reference)
    throw new Problem({
      code: 'incident-missing',
      status: 400,
      detail: `Say which incident: ${text.trim().split(/\s+/)[0]} INC-42 …, or type it in its war room.`,
    })
  return onIncident(asking, reference)
}

type Untold = { message: string; bare: Bare; here: StoredIncident | null; who: Principal }

/** What a command lacks, with the words this incident has for it. */
async function taught(app: App, { message, bare: { command, reference }, here, who }: Untold): Promise<string> {
  const incident = reference ? await incidentFor(app, reference, who) : here
  if (!incident) return message
  const reader = { policy: app.policies.live(), principal: who }
  return teachFirstWords(message, command, await presentDetail(incident, { app, reader }))
}

type Asking = { app: App; who: Principal; via?: string; key: string | null; request: IncidentRequest }

async function onIncident({ app, who, key, request: { verb, body }, ...way }: Asking, reference: string): Promise<Answered> {
  if (verb === 'show') {
    const incident = await incidentFor(app, reference, who)
    return { text: headline(incident), incident }
  }
  const { incident, said } = await runVerb(app, { reference, verb, body, who, ...way, idempotencyKey: key })
  return { text: `${headline(incident)}\n${said}`, incident }
}

const headline = ({ state }: StoredIncident): string =>
  `${state.reference} ${state.severity} ${state.status}${state.isPrivate ? ' private' : ''}: ${state.title}`

const WITHOUT_INCIDENT: Record<string, (asking: Asking) => Promise<Answered>> = {
  declare: async ({ app, who, key, request, ...way }) => {
    const body: DeclareBody = readBody(declareBody, request.body)
    const incident = await incidentFor(app, await declareIncident(app, { body, who, ...way, idempotencyKey: key }), who)
    const { unreached } = await presentDetail(incident, { app, reader: { policy: app.policies.live(), principal: who } })
    return { text: [headline(incident), ...(unreached ? [unreachedWords(unreached)] : [])].join('\n'), incident }
  },
  list: async ({ app, who, request }) => {
    const status = request.body.status === 'resolved' || request.body.status === 'all' ? request.body.status : 'open'
    const viewer = viewerOf({ policy: app.policies.live(), principal: who })
    const { incidents } = await listIncidents(app.pools.side, { status, after: null, limit: LISTED }, viewer)
    return { text: incidents.map(headline).join('\n') || 'No such incidents.', incident: null }
  },
  oncall: async ({ app, who, request }) => {
    const forbidden = permit(who, 'oncall.read')
    if (forbidden) throw problemOf(forbidden)
    return { text: onCallWords(app, who, typeof request.body.name === 'string' ? request.body.name : null), incident: null }
  },
}

/** More belongs on a screen. */
const LISTED = 20

/** Who is on call on a schedule, for a service or in a team; on every schedule when none is named. */
function onCallWords(app: App, principal: Principal, name: string | null): string {
  const policy = app.policies.live()
  const id = name && idOf(name)
  const service = id ? policy.service(id) : undefined
  const team = id ? policy.team(service?.team ?? id) : undefined
  const wanted = team?.schedule ? idOf(team.schedule) : id
  const schedules = (policy.bundle.schedules ?? []).filter((each) => !wanted || each.id === wanted || each.id.endsWith(`-${wanted}`))
  if (schedules.length === 0) return `There is no schedule, service or team "${name}".`
  return schedules
    .map((schedule) => {
      const people = whoAt(policy, schedule.id, app.clock.now()).members.map((user) => whoIs(`user:${user}`, { policy, principal }).name)
      return `${schedule.name ?? schedule.id}: ${people.join(', ') || 'nobody'}`
    })
    .join('\n')
}
