import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { bundleJsonSchema } from '../../core/policy/json-schema.ts'
import { printBundle, writtenForm } from '../../core/policy/print.ts'
import { type Bundle, bundleSchema } from '../../core/policy/schema/bundle.ts'
import { detachTexts } from '../../core/policy/texts.ts'
import type { BundleFile } from '../../core/policy/yaml-source.ts'
import { momentOf } from '../../core/time/moment.ts'
import { isPermitted, type Principal } from '../../platform/auth/permissions.ts'
import { problemOf } from '../../platform/http/problem.ts'
import { moduleBeside } from '../../platform/work/work.ts'
import { type App, channelsOf } from '../feature.ts'
import { applyFiles, planNow, secretRulesOf, variablesOfServer } from './apply.ts'
import type { task as consequencesTask } from './consequences.ts'
import {
  applyAnswer,
  applyBody,
  exportAnswer,
  exportQuery,
  LARGEST_BUNDLE_BYTES,
  planAnswer,
  planBody,
  policyAnswer,
  versionsAnswer,
  versionsQuery,
} from './contract.ts'
import { problemOfFindings } from './present.ts'
import { actorOf, policyVersions, storedPolicy } from './reads.ts'
import { withoutAddresses, withoutSecrets } from './secrets.ts'

/** One file holds it all: an export is a document, not a layout. */
const FILE = 'tocsin.yaml'

const CONSEQUENCES = moduleBeside(import.meta.url, './consequences')

const filesOf = ({ files, text }: { files?: BundleFile[]; text?: string }): BundleFile[] => files ?? [{ path: FILE, text: text ?? '' }]

/** The database keeps keys in an order of its own; people read them in the language's. */
const inWrittenOrder = (bundle: Bundle): Bundle => bundleSchema.parse(writtenForm(bundle))

const mayApply = (principal: Principal | null): boolean => principal !== null && isPermitted(principal, 'policy.write')

const withZod = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
type Api = ReturnType<typeof withZod>

export function policyRoutes(server: FastifyInstance, app: App): void {
  const api = withZod(server)
  addReading(api, app)
  addChanging(api, app)
}

function addReading(api: Api, app: App): void {
  const whole = (bundle: Bundle): string => printBundle(inWrittenOrder(withoutSecrets(bundle, secretRulesOf(app))))
  // How people and channels are reached is nobody's but theirs and the admins': whoever knows a topic or a hook reads its pages.
  const shown = (bundle: Bundle, principal: Principal | null): string => whole(mayApply(principal) ? bundle : withoutAddresses(bundle))
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
    const findings = bundle ? (await planNow(app, [{ path: FILE, text: whole(bundle) }])).plan.findings : []
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

  const versions = { config: { action: 'policy.read' }, schema: { querystring: versionsQuery, response: { 200: versionsAnswer } } } as const
  api.get('/api/v1/policy/versions', versions, async ({ query }) => policyVersions(app, query))
}

function addChanging(api: Api, app: App): void {
  const plan = {
    bodyLimit: LARGEST_BUNDLE_BYTES,
    config: { action: 'policy.read' },
    schema: { body: planBody, response: { 200: planAnswer } },
  } as const
  api.post('/api/v1/policy/plan', plan, async ({ body, principal }) => {
    const ofServer = mayApply(principal) ? variablesOfServer() : {}
    const { plan: planned, version, current } = await planNow(app, filesOf(body), { ...ofServer, ...body.variables })
    const { bundle, findings, differences } = planned
    const ground = { at: momentOf(app.clock.now()), channels: channelsOf(app) }
    const consequences = await app.work.run<typeof consequencesTask>(CONSEQUENCES, { current, bundle, differences, ...ground })
    return { basedOn: version, isApplicable: bundle !== null, findings, differences, ...consequences }
  })

  const apply = {
    bodyLimit: LARGEST_BUNDLE_BYTES,
    config: { action: 'policy.write' },
    schema: { body: applyBody, response: { 200: applyAnswer } },
  } as const
  api.post('/api/v1/policy/apply', apply, async ({ body, principal }) => {
    const { note, basedOn, variables, force } = body
    const applied = await applyFiles(app, {
      files: filesOf(body),
      variables,
      by: actorOf(principal, app.policies.live()),
      note,
      basedOn,
      force,
    })
    const { plan: planned, version, isChanged, refusal } = applied
    if (!planned.bundle) throw problemOfFindings(planned.findings)
    if (refusal) throw problemOf(refusal)
    return { version, proposal: null, isChanged, findings: planned.findings, differences: isChanged ? planned.differences : [] }
  })
}
