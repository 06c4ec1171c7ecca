import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { whoAt } from '../../core/oncall/shifts-between.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { momentOf } from '../../core/time/moment.ts'
import { addPerson, disableAccount, enableAccount, listAccounts, updateAccount } from '../../platform/auth/accounts.ts'
import { createPasswordToken, passwordUrl } from '../../platform/auth/links.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf, changePolicy, personOf } from '../policies/reads.ts'
import {
  contactsBody,
  invitedAnswer,
  newPersonBody,
  type PersonAnswer,
  peopleAnswer,
  personAnswer,
  personBody,
  profileAnswer,
} from './contract.ts'
import { type Paired, pairedWith, peopleOf, type Seen, withChangedPerson, withDisabled, withPerson } from './rules.ts'

const params = z.object({ id: z.string() })
const write = { action: 'people.write' } as const

const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
type Api = ReturnType<typeof typed>

/** People: who they are, how they are reached, whether they may sign in. */
export function peopleRoutes(server: FastifyInstance, app: App): void {
  const api = typed(server)

  api.get('/api/v1/people', { config: { action: 'people.read' }, schema: { response: { 200: peopleAnswer } } }, async (request) => {
    const seen = seenBy(app, request)
    return { items: await everybody(app, seen), next: null, can: { add: seen.canWrite } }
  })

  api.get('/api/v1/people/:id', { config: { action: 'people.read' }, schema: { params, response: { 200: personAnswer } } }, (request) =>
    one(app, request, request.params.id),
  )

  addChanging(api, app)
  addAccounts(api, app)
  ownRoutes(server, app)
}

function addChanging(api: Api, app: App): void {
  api.post(
    '/api/v1/people',
    { config: write, schema: { body: newPersonBody, response: { 201: invitedAnswer } } },
    async (request, reply) => {
      const { contacts, timezone, ...account } = request.body
      const known = app.policies.live().userByEmail(account.email)
      const taken = (app.policies.live().bundle.users ?? []).map((user) => user.id)
      const { id } = await addPerson(app.pools.page, { ...account, ...(known ? { id: known.id } : {}), taken }, app.clock.now())
      const added = {
        id,
        name: account.name,
        role: account.role,
        contacts: { email: account.email, ...contacts },
        ...(timezone ? { timezone } : {}),
      }
      await change(app, request, {
        note: `${account.name} added`,
        edited: (bundle) => (known ? withChangedPerson(bundle, id, request.body) : withPerson(bundle, added)),
      })
      return reply.code(201).send({ person: await one(app, request, id), url: await invitationUrl(app, id) })
    },
  )

  api.post(
    '/api/v1/people/:id',
    { config: write, schema: { params, body: personBody, response: { 200: personAnswer } } },
    async (request) => {
      const before = await one(app, request, request.params.id)
      await edit(app, request, before)
      return one(app, request, before.id)
    },
  )
}

function addAccounts(api: Api, app: App): void {
  api.post('/api/v1/people/:id/invitation', { config: write, schema: { params, response: { 200: invitedAnswer } } }, async (request) => {
    const person = await one(app, request, request.params.id)
    if (person.account === 'none') await addPerson(app.pools.page, { ...person, email: emailOf(person) }, app.clock.now())
    return { person: await one(app, request, person.id), url: await invitationUrl(app, person.id) }
  })

  for (const [verb, act] of [
    ['disable', disableAccount],
    ['enable', enableAccount],
  ] as const) {
    api.post(`/api/v1/people/:id/${verb}`, { config: write, schema: { params, response: { 200: personAnswer } } }, async (request) => {
      const person = await one(app, request, request.params.id)
      if (!person.can.disable)
        throw new Problem({
          code: 'not-possible',
          status: 409,
          detail: `${person.name} is you, or has no account; there is nothing to ${verb}.`,
        })
      await act(app.pools.page, await accountIdOf(app, person.id), app.clock.now())
      // What can no longer sign in must not be woken either.
      await change(app, request, {
        note: `${person.name} ${verb}d`,
        edited: (bundle) => withDisabled(bundle, person.id, verb === 'disable'),
      })
      return one(app, request, person.id)
    })
  }
}

/** What everybody may see and change of themselves. */
function ownRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'people.read' } as const

  api.get('/api/v1/me/profile', { config, schema: { response: { 200: profileAnswer } } }, async (request) => {
    const policy = app.policies.live()
    const person = personOf(policy, request.principal)
    const { name, timezone } = policy.bundle.organization
    const duties = person ? dutiesOf(app, person.id) : []
    const ends = duties.map(({ until }) => until)
    return {
      person: person ? await one(app, request, person.id) : null,
      organization: { name, timezone },
      zone: person?.timezone ?? timezone,
      onCall: duties,
      onCallUntil: ends.includes(null) ? null : (ends.sort().at(-1) ?? null),
      channels: [...app.integrations.keys()].filter((channel) => app.canSend(channel)),
    }
  })

  api.post('/api/v1/me/contacts', { config, schema: { body: contactsBody, response: { 200: personAnswer } } }, async (request) => {
    const person = personOf(app.policies.live(), request.principal)
    if (!person)
      throw new Problem({
        code: 'not-in-policy',
        status: 409,
        detail: 'You are not among the people of the policy. An admin can add you under Settings, People.',
      })
    await change(app, request, {
      note: `How ${person.name ?? person.id} is reached`,
      edited: (bundle) => withChangedPerson(bundle, person.id, { contacts: request.body }),
    })
    return one(app, request, person.id)
  })
}

function dutiesOf(app: App, user: string) {
  const policy = app.policies.live()
  return (policy.bundle.schedules ?? []).flatMap((schedule) => {
    const { members, until } = whoAt(policy, schedule.id, app.clock.now())
    return members.includes(user)
      ? [{ schedule: schedule.id, name: schedule.name ?? schedule.id, until: until ? momentOf(until) : null }]
      : []
  })
}

export function seenBy(app: App, { principal }: FastifyRequest): Seen {
  const self = personOf(app.policies.live(), principal)?.id ?? (principal?.kind === 'user' ? principal.id : null)
  return { canWrite: principal !== null && isPermitted(principal, 'people.write'), self, canSend: app.canSend }
}

const pairs = async (app: App): Promise<Paired[]> => pairedWith(app.policies.live().bundle.users ?? [], await listAccounts(app.pools.side))

const everybody = async (app: App, seen: Seen): Promise<PersonAnswer[]> => peopleOf(await pairs(app), seen)

/** An account that came before the policy has an id of its own. */
async function accountIdOf(app: App, person: string): Promise<string> {
  const found = (await pairs(app)).find(({ user, account }) => (user?.id ?? account?.id) === person)
  return found?.account?.id ?? person
}

async function one(app: App, request: FastifyRequest, id: string): Promise<PersonAnswer> {
  const found = (await everybody(app, seenBy(app, request))).find((person) => person.id === id)
  if (found) return found
  throw new Problem({
    code: 'not-found',
    status: 404,
    detail: `There is nobody called ${id.slice(0, 60)}; GET /api/v1/people lists everybody.`,
  })
}

export type Change = { note: string; edited: (bundle: Bundle) => Bundle }

export async function change(app: App, { principal }: FastifyRequest, { note, edited }: Change): Promise<void> {
  const outcome = await changePolicy(app, { by: actorOf(principal, app.policies.live()), note }, edited)
  if (outcome.refusal) throw problemOf(outcome.refusal)
}

async function edit(app: App, request: FastifyRequest<{ Body: unknown }>, before: PersonAnswer): Promise<void> {
  const body = personBody.parse(request.body)
  const { name = before.name, role = before.role, email = before.email } = body
  if (before.can.disable === false && body.role && body.role !== 'admin' && before.role === 'admin')
    throw new Problem({ code: 'own-role', status: 409, detail: 'You cannot take the role admin from yourself; ask another admin.' })
  if (before.account !== 'none' && email)
    await updateAccount(app.pools.page, { id: await accountIdOf(app, before.id), name, role, email }, app.clock.now())
  if (app.policies.live().user(before.id))
    await change(app, request, { note: `${name} changed`, edited: (bundle) => withChangedPerson(bundle, before.id, body) })
}

function emailOf(person: PersonAnswer): string {
  if (person.email) return person.email
  throw new Problem({ code: 'email-missing', status: 409, detail: `${person.name} has no e-mail address to sign in with; add one first.` })
}

const invitationUrl = async (app: App, id: string): Promise<string> =>
  passwordUrl(app.publicUrl, await createPasswordToken(app.pools.page, await accountIdOf(app, id), app.clock.now()))
