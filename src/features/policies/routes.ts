import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { bundleJsonSchema } from '../../core/policy/json-schema.ts'
import { approversOf } from '../../core/policy/proposal.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { detachTexts } from '../../core/policy/texts.ts'
import type { BundleFile } from '../../core/policy/yaml-source.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import { problemOf } from '../../platform/http/problem.ts'
import { moduleBeside } from '../../platform/work/work.ts'
import { type App, channelsOf } from '../feature.ts'
import { applyFiles, planNow, variablesOfServer } from './apply.ts'
import type { task as consequencesTask } from './consequences.ts'
import { type CheckAnswer, checkAnswer, checkBody } from './contract/versions.ts'
import { applyAnswer, applyBody, exportAnswer, exportQuery, LARGEST_BUNDLE_BYTES, planAnswer, planBody, policyAnswer } from './contract.ts'
import { problemOfFindings } from './present.ts'
import { actorOf, storedPolicy } from './reads.ts'
import { mayApply, shownText, wholeText } from './shown-text.ts'

/** One file holds it all: an export is a document, not a layout. */
const FILE = 'tocsin.yaml'

const CONSEQUENCES = moduleBeside(import.meta.url, './consequences')

const filesOf = ({ files, text }: { files?: BundleFile[]; text?: string }): BundleFile[] => files ?? [{ path: FILE, text: text ?? '' }]

const withZod = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
type Api = ReturnType<typeof withZod>

export function policyRoutes(server: FastifyInstance, app: App): void {
  const api = withZod(server)
  addReading(api, app)
  addChanging(api, app)
}

function addReading(api: Api, app: App): void {
  const shown = (bundle: Bundle, principal: Principal | null): string => shownText(app, bundle, principal)
  const running = async () => {
    const policy = await storedPolicy(app)
    return { version: policy?.version ?? 0, bundle: policy?.bundle ?? null }
  }

  api.get('/policy.schema.json', { config: { isPublic: true }, schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/schema+json').send(JSON.stringify(bundleJsonSchema())),
  )

  api.get('/api/v1/policy', { config: { action: 'policy.read' }, schema: { response: { 200: policyAnswer } } }, async ({ principal }) => {
    const { version, bundle } = await running()
    const text = bundle ? shown(bundle, principal) : ''
    const findings = bundle ? (await planNow(app, [{ path: FILE, text: wholeText(app, bundle) }])).plan.findings : []
    return { version, text, findings, can: { apply: mayApply(principal) } }
  })

  api.get(
    '/api/v1/policy/export',
    { config: { action: 'policy.read' }, schema: { querystring: exportQuery, response: { 200: exportAnswer } } },
    async ({ principal, query }) => {
      const { version, bundle } = await running()
      if (!bundle) return { version, files: [] }
      if (query.whole) return { version, files: [{ path: FILE, text: shown(bundle, principal) }] }
      const { bundle: rest, files } = detachTexts(bundle)
      return { version, files: [{ path: FILE, text: shown(rest, principal) }, ...files] }
    },
  )
}

function approvalFor(app: App, bundle: Bundle | null, principal: Principal | null): CheckAnswer['approval'] {
  const policy = app.policies.live()
  const by = principal ? actorOf(principal, policy) : ''
  const wanted = bundle && policy.version > 0 ? approversOf(policy, { bundle, by }, app.clock.now()) : null
  if (!wanted) return null
  const names = wanted.users.map((user) => policy.user(user)?.name ?? user)
  const words =
    names.length > 0 ? `waits for the approval of ${names.join(' or ')}` : `wants the approval of ${wanted.of.join(' or ')}, and nobody is`
  return { words, users: wanted.users }
}

function addChanging(api: Api, app: App): void {
  const plan = {
    bodyLimit: LARGEST_BUNDLE_BYTES,
    config: { action: 'policy.read' },
    schema: { body: planBody, response: { 200: planAnswer } },
  } as const
  api.post('/api/v1/policy/plan', plan, async ({ body, principal }) => {
    const ofServer = mayApply(principal) ? variablesOfServer() : {}
    const given = { variables: { ...ofServer, ...body.variables }, isWhole: body.replace }
    const { plan: planned, version, current } = await planNow(app, filesOf(body), given)
    const { bundle, toSeal: _, ...told } = planned
    const ground = { at: momentOf(app.clock.now()), channels: channelsOf(app) }
    const consequences = await app.work.run<typeof consequencesTask>(CONSEQUENCES, {
      current,
      bundle,
      differences: told.differences,
      ...ground,
    })
    return { basedOn: version, isApplicable: bundle !== null, ...told, ...consequences }
  })

  const check = {
    bodyLimit: LARGEST_BUNDLE_BYTES,
    config: { action: 'policy.read' },
    schema: { body: checkBody, response: { 200: checkAnswer } },
  } as const
  api.post('/api/v1/policy/check', check, async ({ body, principal }) => {
    const ofServer = mayApply(principal) ? variablesOfServer() : {}
    const { plan: planned, version } = await planNow(app, filesOf(body), { variables: { ...ofServer, ...body.variables } })
    const { bundle, findings, differences } = planned
    return { basedOn: version, isApplicable: bundle !== null, findings, differences, approval: approvalFor(app, bundle, principal) }
  })

  const apply = {
    bodyLimit: LARGEST_BUNDLE_BYTES,
    config: { action: 'policy.write' },
    schema: { body: applyBody, response: { 200: applyAnswer } },
  } as const
  api.post('/api/v1/policy/apply', apply, async ({ body, principal }) => {
    const { note, basedOn, variables, force, replace } = body
    const by = actorOf(principal, app.policies.live())
    const asked = { files: filesOf(body), variables, by, note, basedOn, force, isWhole: replace }
    const { plan: planned, version, isChanged, proposal = null, refusal } = await applyFiles(app, asked)
    if (!planned.bundle) throw problemOfFindings(planned.findings)
    if (refusal) throw problemOf(refusal)
    const { findings, kept, differences } = planned
    return { version, proposal, isChanged, findings, kept, differences: isChanged || proposal ? differences : [] }
  })
}
