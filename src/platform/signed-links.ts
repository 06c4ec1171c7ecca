import type { JsonObject } from '../core/command/command.ts'
import type { Secrets, Signed } from './secrets.ts'

/** Signs what a link carries and reads it back; null when it was altered or is over. */
export const signedLinks = (secrets: Pick<Secrets, 'sign' | 'verify'>, clock: { now(): Temporal.Instant }) => ({
  sign: (purpose: string, data: JsonObject, expires: Temporal.Instant): string => secrets.sign(data as Signed, purpose, expires),
  read: (purpose: string, token: string): JsonObject | null => secrets.verify(token, purpose, clock.now()),
})
