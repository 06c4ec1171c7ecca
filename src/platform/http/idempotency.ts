import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/** 128 bits: nobody's key meets another's by chance. */
const KEYED_ID_LENGTH = 32
const LONGEST_KEY = 255

/** What the caller calls this request by (header Idempotency-Key), so that it may be sent again when its answer got lost. */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const key = headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key === 'string' && key.length > 0 && key.length <= LONGEST_KEY) return key
  throw new Problem({
    code: 'bad-idempotency-key',
    status: 400,
    detail: `Idempotency-Key has ${String(key).length} characters; send one of 1 to ${LONGEST_KEY}, for example a UUID.`,
  })
}

/** The id that this caller's request makes under this key, every time it is sent. Callers cannot meet each other's. */
export const keyedId = (by: string, key: string): string => hash('sha256', `${by}\n${key}`).slice(0, KEYED_ID_LENGTH)
