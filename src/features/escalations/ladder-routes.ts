import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { checkBundle } from '../../core/policy/parse.ts'
import { createPolicy, type Policy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { EscalationPolicy } from '../../core/policy/schema/escalation.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf, changePolicy, storedPolicy } from '../policies/reads.ts'
import { ladderEdit, ladderPlan, laddersAnswer } from './contract/ladders.ts'
import type { Asked } from './contract/simulate.ts'
import { presentLadder, presentLadders, usedSteps } from './reads/ladders.ts'
import { simulated } from './reads/simulate.ts'
import { ladderAfter, withLadder } from './rules/ladder-edit.ts'
import { changesInWords, movesInWords } from './rules/ladder-words.ts'

const params = z.object({ id: z.string().min(1).max(200) })

type Api = ReturnType<typeof api>
const api = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

const mayEdit = ({ principal }: FastifyRequest): boolean => principal !== null && isPermitted(principal, 'policy.write')

/** Ladders to read, and to change by a form: a change is a new version of the policy like any other. */
export function ladderRoutes(server: FastifyInstance, app: App): void {
  const routes = api(server)
  const read = { config: { action: 'oncall.read' as const }, schema: { response: { 200: laddersAnswer } } }
  routes.get('/api/v1/ladders', read, async (request) =>
    presentLadders(app.policies.live(), { used: await usedSteps(app), mayEdit: mayEdit(request) }),
  )
  addEdit(routes, app)
}

function addEdit(routes: Api, app: App): void {
  const options = { config: { action: 'policy.write' as const }, schema: { params, body: ladderEdit, response: { 200: ladderPlan } } }
  routes.post('/api/v1/ladders/:id', options, async (request) => {
    const { body } = request
    const { steps, repeat, basedOn } = body
    const stored = await storedPolicy(app)
    const policy = stored ? createPolicy(stored.bundle, stored.version) : app.policies.live()
    const before = ladderOr404(policy, request.params.id)
    const after = edited(before, { steps, repeat })
    const changes = changesInWords({ before, after, edits: steps, policy })
    const next = createPolicy(held(withLadder(policy.bundle, after)), policy.version)
    const moves = body.question ? await movesBetween(app, { policy, next }, body.question) : []
    const version = body.isTrial ? policy.version : await apply(app, request, { before, steps, repeat, note: body.note, basedOn, changes })
    const used = await usedSteps(app)
    return { version, changes, moves, ladder: presentLadder(after, { policy: next, used, mayEdit: mayEdit(request) }) }
  })
}

function ladderOr404(policy: Policy, id: string): EscalationPolicy {
  const found = policy.ladder(id)
  if (found) return found
  const known = (policy.bundle.escalation_policies ?? []).map((each) => each.id).join(', ') || 'none'
  throw new Problem({ code: 'not-found', status: 404, detail: `There is no ladder "${id}" to change; there is ${known}.` })
}

type Steps = Parameters<typeof ladderAfter>[1]

function edited(before: EscalationPolicy, form: Steps): EscalationPolicy {
  const after = ladderAfter(before, form)
  if ('ladder' in after) return after.ladder
  const detail = after.misread.map(({ message }) => message).join(' ')
  throw new Problem({ code: 'invalid-ladder', status: 400, detail, errors: after.misread })
}

/** Held to the rules of a written bundle: a step that names nobody known is refused with its remedy. */
function held(bundle: Bundle): Bundle {
  const checked = checkBundle(bundle)
  if (checked.bundle) return checked.bundle
  const told = checked.problems.filter(({ level }) => level === 'error').map(({ message, remedy }) => `${message} → ${remedy}`)
  throw new Problem({ code: 'policy-invalid', status: 422, detail: told.join('; ') })
}

type Applying = Steps & { before: EscalationPolicy; note: string | undefined; basedOn: number | undefined; changes: readonly string[] }

async function apply(
  app: App,
  { principal }: FastifyRequest,
  { before, steps, repeat, note, basedOn, changes }: Applying,
): Promise<number> {
  const by = actorOf(principal, app.policies.live())
  const name = before.name ?? before.id
  const said = note || `${name}: ${changes.join('; ')}`
  const outcome = await changePolicy(app, { by, note: said, ...(basedOn === undefined ? {} : { basedOn }) }, (bundle) => {
    const current = ladderOr404(createPolicy(bundle, 0), before.id)
    return withLadder(bundle, edited(current, { steps, repeat }))
  })
  if (outcome.refusal) throw problemOf(outcome.refusal)
  return (outcome.state as { version: number } | null)?.version ?? app.policies.live().version
}

/** Whom the change wakes at another time, for the question that stands on the screen. */
async function movesBetween(app: App, { policy, next }: { policy: Policy; next: Policy }, question: Asked): Promise<string[]> {
  const at = question.at ?? app.clock.now().toString()
  const parts = { now: () => app.clock.now(), canSend: app.canSend }
  const [was, is] = [
    await simulated({ ...question, at }, { ...parts, policy }),
    await simulated({ ...question, at }, { ...parts, policy: next }),
  ]
  return movesInWords(was.wakes, is.wakes, timeOf)
}

/** "03:15 UTC": the form stands beside the times of the ruler, which are the reader's. */
const timeOf = (moment: string): string => `${moment.slice(11, 16)} UTC`
