import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { documentText, FORMATS } from '../../core/document/runbook/document-text.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import type { App } from '../feature.ts'
import { secretRulesOf } from './apply.ts'
import { storedPolicy } from './reads.ts'
import { withoutAddresses, withoutSecrets } from './secrets.ts'

const documentQuery = z.object({ format: z.enum(FORMATS).default('md') })
const documentAnswer = z.object({ version: z.number(), format: z.enum(FORMATS), text: z.string() })

/** The running policy as the document that people read: complete now, without a secret, and of contacts what the reader may see. */
export function documentRoutes(server: FastifyInstance, app: App): void {
  server
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/api/v1/policy/document',
      { config: { action: 'policy.read' }, schema: { querystring: documentQuery, response: { 200: documentAnswer } } },
      async ({ principal, query: { format } }) => {
        const stored = await storedPolicy(app)
        const bundle = withoutSecrets(stored?.bundle ?? app.policies.live().bundle, secretRulesOf(app))
        const shown = principal && isPermitted(principal, 'policy.write') ? bundle : withoutAddresses(bundle)
        const version = stored?.version ?? 0
        return { version, format, text: documentText({ policy: createPolicy(shown, version), at: app.clock.now() }, shown, format) }
      },
    )
}
