import type { Action, Principal } from '../auth/permissions.ts'

// Only an interface merges with the library's own declaration.
declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: merged into fastify's interface
  interface FastifyContextConfig {
    /** What the caller must be allowed to do; checked before the body is read. */
    action?: Action
    /** Open to everybody, signed in or not. */
    isPublic?: true
  }
  // biome-ignore lint/style/useConsistentTypeDefinitions: merged into fastify's interface
  interface FastifyRequest {
    /** The body as it came over the wire, for signatures. Null without a body. */
    rawBody: Buffer | null
    /** Who asks; null outside of the API's routes and for nobody known. */
    principal: Principal | null
  }
}
