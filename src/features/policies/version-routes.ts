import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type PolicyState, policySubject } from '../../core/policy/machine.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import { approversOf, type Proposal as Waiting } from '../../core/policy/proposal.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import { moduleBeside } from '../../platform/work/work.ts'
import type { App } from '../feature.ts'
import {
  approveAnswer,
  approveBody,
  declineBody,
  diffAnswer,
  diffQuery,
  type Proposal,
  proposalAnswer,
  proposalPath,
  proposalsAnswer,
  versionAnswer,
  versionPath,
} from './contract/versions.ts'
import { applyAnswer, restoreBody, versionsAnswer, versionsQuery } from './contract.ts'
import { differencesOf } from './differences.ts'
import { actorOf, changePolicy, storedPolicy } from './reads.ts'
import { withDisabled } from './rules.ts'
import { mayApply, shownText } from './shown-text.ts'
import type { task as linesTask } from './text-lines.ts'
import { bundleOfVersion, policyVersion, policyVersions } from './versions.ts'

const LINES = moduleBeside(import.meta.url, './text-lines')

type Between = { before: Bundle | null; after: Bundle | null; principal: Principal | null }

/** Two bundles side by side, as whoever asks may read them. */
async function between(app: App, { before, after, principal }: Between) {
  const text = (bundle: Bundle | null): string => (bundle ? shownText(app, bundle, principal) : '')
  const lines = await app.work.run<typeof linesTask>(LINES, { before: text(before), after: text(after) })
  return { differences: after ? differencesOf(before, after) : [], lines }
}

const withZod = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
type Api = ReturnType<typeof withZod>

export function versionRoutes(server: FastifyInstance, app: App): void {
  const api = withZod(server)
  addVersions(api, app)
  addRestore(api, app)
  addProposals(api, app)
  addDecisions(api, app)
}

const READ = { action: 'policy.read' } as const

function addVersions(api: Api, app: App): void {
  const list = { config: READ, schema: { querystring: versionsQuery, response: { 200: versionsAnswer } } }
  api.get('/api/v1/policy/versions', list, async ({ query }) => policyVersions(app, query))

  const one = { config: READ, schema: { params: versionPath, response: { 200: versionAnswer } } }
  api.get('/api/v1/policy/versions/:version', one, async ({ params, principal }) => {
    const [{ bundle, ...version }, current] = await Promise.all([policyVersion(app, params.version), storedPolicy(app)])
    const canRestore = mayApply(principal) && version.version !== current?.version
    return { ...version, text: shownText(app, bundle, principal), can: { restore: canRestore } }
  })

  const diff = { config: READ, schema: { querystring: diffQuery, response: { 200: diffAnswer } } }
  api.get('/api/v1/policy/diff', diff, async ({ query: { from, to: asked }, principal }) => {
    const to = asked ?? (await storedPolicy(app))?.version ?? 0
    const [before, after] = await Promise.all([bundleOfVersion(app, from), bundleOfVersion(app, to)])
    return { from, to, ...(await between(app, { before, after, principal })) }
  })
}

/** Rolling back is applying an older version anew: it is checked, may need an approval, and stands in the history. */
function addRestore(api: Api, app: App): void {
  const schema = { params: versionPath, body: restoreBody, response: { 200: applyAnswer } }
  api.post(
    '/api/v1/policy/versions/:version/restore',
    { config: { action: 'policy.write' }, schema },
    async ({ params, body, principal }) => {
      const { bundle } = await policyVersion(app, params.version)
      const current = await storedPolicy(app)
      const note = [`back to version ${params.version}`, body.note].filter(Boolean).join(': ')
      const change = { by: actorOf(principal, app.policies.live()), note, basedOn: body.basedOn, force: body.force, proposes: true }
      const outcome = await changePolicy(app, change, (running) => withDisabled(bundle, running))
      if (outcome.refusal) throw problemOf(outcome.refusal)
      const version = (outcome.state as PolicyState).version
      const proposal = typeof outcome.answer?.proposal === 'string' ? outcome.answer.proposal : null
      const isChanged = version !== current?.version
      return { version, proposal, isChanged, findings: [], kept: [], differences: differencesOf(current?.bundle ?? null, bundle) }
    },
  )
}

function presented(app: App, state: PolicyState, { waiting, principal }: { waiting: Waiting; principal: Principal | null }): Proposal {
  const { bundle, ...proposal } = waiting
  const you = principal ? actorOf(principal, app.policies.live()) : null
  const users = approversOf(createPolicy(state.bundle, state.version), { bundle, by: proposal.by }, app.clock.now())?.users ?? []
  const isOutdated = proposal.basedOn !== state.version
  const isAsked = users.some((user) => you === `user:${user}`)
  return {
    ...proposal,
    users,
    isOutdated,
    can: { approve: isAsked && !isOutdated, decline: isAsked || you === proposal.by || mayApply(principal) },
  }
}

function addProposals(api: Api, app: App): void {
  const list = { config: READ, schema: { response: { 200: proposalsAnswer } } }
  api.get('/api/v1/policy/proposals', list, async ({ principal }) => {
    const state = await storedPolicy(app)
    return { items: state ? (state.proposals ?? []).map((waiting) => presented(app, state, { waiting, principal })) : [] }
  })

  const one = { config: READ, schema: { params: proposalPath, response: { 200: proposalAnswer } } }
  api.get('/api/v1/policy/proposals/:id', one, async ({ params, principal }) => {
    const { state, waiting } = await waitingUnder(app, params.id)
    const compared = await between(app, { before: state.bundle, after: waiting.bundle, principal })
    return { ...presented(app, state, { waiting, principal }), ...compared }
  })
}

async function waitingUnder(app: App, id: string): Promise<{ state: PolicyState; waiting: Waiting }> {
  const state = await storedPolicy(app)
  const waiting = state?.proposals?.find((each) => each.id === id)
  if (state && waiting) return { state, waiting }
  throw new Problem({ code: 'not-found', status: 404, detail: `No change waits under "${id}"; it may have been approved or declined.` })
}

/** Whose word counts is the policy's to say, not the role's: the machine refuses everybody else. */
function addDecisions(api: Api, app: App): void {
  const decide = async (name: 'approve' | 'decline', principal: Principal | null, data: { id: string }): Promise<PolicyState> => {
    const by = actorOf(principal, app.policies.live())
    const { refusal, state } = await app.engine.execute({ name, to: policySubject, by, data })
    if (refusal) throw problemOf(refusal)
    return state as PolicyState
  }
  const approve = { config: READ, schema: { params: proposalPath, body: approveBody, response: { 200: approveAnswer } } }
  api.post('/api/v1/policy/proposals/:id/approve', approve, async ({ params, body, principal }) => {
    const { version } = await decide('approve', principal, { id: params.id, ...body })
    return { version }
  })

  const decline = { config: READ, schema: { params: proposalPath, body: declineBody, response: { 200: proposalsAnswer } } }
  api.post('/api/v1/policy/proposals/:id/decline', decline, async ({ params, body, principal }) => {
    const { state, waiting } = await waitingUnder(app, params.id)
    if (!presented(app, state, { waiting, principal }).can.decline)
      throw new Problem({
        code: 'approval-not-yours',
        status: 403,
        detail: 'Only who is asked, who proposed it and admins may decline it.',
      })
    const next = await decide('decline', principal, { id: params.id, ...body })
    return { items: (next.proposals ?? []).map((each) => presented(app, next, { waiting: each, principal })) }
  })
}
