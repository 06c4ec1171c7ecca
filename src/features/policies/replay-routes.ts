import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { App } from '../feature.ts'
import { planNow, variablesOfServer } from './apply.ts'
import { replayAnswer, replayBody } from './contract/replay.ts'
import { LARGEST_BUNDLE_BYTES } from './contract.ts'
import { problemOfFindings } from './present.ts'
import { replay } from './replay.ts'
import { policyVersion } from './versions.ts'

/** What the past would have been: the record is the input, and it is changed by nothing. */
export function replayRoutes(server: FastifyInstance, app: App): void {
  const options = {
    bodyLimit: LARGEST_BUNDLE_BYTES,
    config: { action: 'policy.write' },
    schema: { body: replayBody, response: { 200: replayAnswer } },
  } as const
  server
    .withTypeProvider<ZodTypeProvider>()
    .post('/api/v1/policy/replay', options, async ({ body }) => replay(app, { other: await otherPolicy(app, body), days: body.days }))
}

async function otherPolicy(app: App, { files, text, variables, version }: z.output<typeof replayBody>): Promise<Bundle | null> {
  if (version !== undefined) return (await policyVersion(app, version)).bundle
  const written = files ?? (text === undefined ? null : [{ path: 'tocsin.yaml', text }])
  if (!written) return null
  const { plan } = await planNow(app, written, { variables: { ...variablesOfServer(), ...variables } })
  if (!plan.bundle) throw problemOfFindings(plan.findings)
  return plan.bundle
}
