import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { guidanceFor } from '../../core/paging/guidance.ts'
import { PROOF_DAYS, standingOf, TONE } from '../../core/paging/proof.ts'
import { roadOfChannel, roadsOf, takesNoTexts } from '../../core/paging/roads.ts'
import type { User } from '../../core/policy/schema/people.ts'
import { type Moment, momentOf } from '../../core/time/moment.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf, changePolicy, personOf } from '../policies/reads.ts'
import { proveBody, type RoadStateAnswer, type RoadsAnswer, roadsAnswer, testRoadsBody } from './contract.ts'
import { pagesProved, proofsOf } from './reads/road-proof.ts'
import { addressOf, isSeenByOthers, proveByCode, testRoads } from './road-test.ts'
import { whoAsks } from './who-asks.ts'

const params = z.object({ id: z.string() })
const config = { action: 'people.read' } as const

/** How somebody is reached, and whether it is known to work: tested, proved by a code, or by a page that arrived. */
export function roadsRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const response = { 200: roadsAnswer }

  api.get('/api/v1/me/roads', { config, schema: { response } }, (request) => roadsAnswerOf(app, whoAsks(app, request), true))

  api.post('/api/v1/me/roads/test', { config, schema: { body: testRoadsBody, response } }, async (request) => {
    const person = whoAsks(app, request)
    await testRoads(app, person, request.body?.channels)
    return roadsAnswerOf(app, person, true)
  })

  api.post('/api/v1/me/roads/prove', { config, schema: { body: proveBody, response } }, async (request) => {
    const channel = await proveByCode(app, whoAsks(app, request), request.body.code)
    await countFromNowOn(app, request, roadOfChannel(channel)?.contact ?? '')
    return roadsAnswerOf(app, whoAsks(app, request), true)
  })

  api.get('/api/v1/people/:id/roads', { config, schema: { params, response } }, async (request) => {
    const person = app.policies.live().user(request.params.id)
    const self = personOf(app.policies.live(), request.principal)
    const maySee = request.principal !== null && (self?.id === person?.id || isPermitted(request.principal, 'people.write'))
    if (!person || !maySee)
      throw new Problem({
        code: 'not-found',
        status: 404,
        detail: `There is nobody called ${request.params.id.slice(0, 60)} whose roads you may see.`,
      })
    return roadsAnswerOf(app, person, self?.id === person.id)
  })
}

/** What somebody proved by a code counts as a contact from now on. */
async function countFromNowOn(app: App, request: FastifyRequest, contact: string): Promise<void> {
  const { id, unverified = [] } = whoAsks(app, request)
  if (!unverified.includes(contact)) return
  const left = unverified.filter((each) => each !== contact)
  const verified = ({ unverified: _, ...user }: User): User => (left.length > 0 ? { ...user, unverified: left } : user)
  const by = actorOf(request.principal, app.policies.live())
  const outcome = await changePolicy(app, { by, note: `${contact} of ${id} proved by a code` }, (bundle) => ({
    ...bundle,
    users: bundle.users?.map((user) => (user.id === id ? verified(user) : user)),
  }))
  if (outcome.refusal) throw problemOf(outcome.refusal)
}

async function roadsAnswerOf(app: App, person: User, mayTest: boolean): Promise<RoadsAnswer> {
  const now = app.clock.now()
  // Older proof says nothing that "never" does not say as well; twice the limit keeps "stale" telling when it was.
  const since = momentOf(now.subtract({ hours: 24 * PROOF_DAYS * 2 }))
  const [tests, pages] = await Promise.all([proofsOf(app.pools.side, person.id), pagesProved(app.pools.side, person.id, since)])
  const items = roadsOf(person, app.canSend).map((way): RoadStateAnswer => {
    const row = tests.get(way.channel)
    const test = row?.address === addressOf(app, person, way.channel) ? row : undefined
    const page = pages.get(way.channel) ?? null
    const coded = test?.proved_at ?? null
    const provedAt = latest(coded, page)
    const tried = test?.tried_at ? { at: test.tried_at, isOk: test.is_ok === true, said: test.said ?? '' } : null
    const standing = standingOf({ counts: way.counts, provedAt, tried }, now)
    return {
      ...way,
      to: leadsTo(person, way.contact),
      isLandline: way.road === 'sms' && takesNoTexts(person),
      codeBy: isSeenByOthers(app, person, way.channel) ? 'email' : 'itself',
      standing,
      tone: TONE[standing],
      provedAt,
      provedBy: provedAt === null ? null : provedAt === coded ? 'code' : 'page',
      tried,
      awaitsCode: test?.code !== null && (test?.code_until ?? '') > momentOf(now),
      guidance: [...guidanceFor(way.channel)],
    }
  })
  return { items, wakes: items.some(({ wakes, counts }) => wakes && counts), can: { test: mayTest } }
}

function leadsTo({ contacts }: User, contact: ReturnType<typeof roadsOf>[number]['contact']): string[] {
  if (contact === 'webpush') return contacts.webpush.map(({ label }) => label ?? 'browser')
  const to = contacts[contact]
  return to === undefined ? [] : [to]
}

const latest = (one: Moment | null, other: Moment | null): Moment | null => (one && other ? (one > other ? one : other) : (one ?? other))
