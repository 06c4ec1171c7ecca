import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'
import './request-additions.ts'

/** Deeper than any sender nests, and shallow enough that no recursive reader runs out of stack. */
export const DEEPEST_JSON = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENERS = new Set([0x5b, 0x7b])
const CLOSERS = new Set([0x5d, 0x7d])

/** Whether JSON text nests deeper than `limit`: one pass over the bytes, before anything is built from them. */
export function isDeeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    if (isInString) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) isInString = false
    } else if (byte === QUOTE) isInString = true
    else if (OPENERS.has(byte)) {
      depth += 1
      if (depth > limit) return true
    } else if (CLOSERS.has(byte)) depth -= 1
  }
  return false
}

/** Characters that no database text can hold: U+0000 and halves of surrogate pairs, as JSON may escape them. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i

/** What `text` was parsed to, without the characters in its texts and names that could not be kept. */
export const storableIn = (text: string, value: unknown): unknown => (UNSTORABLE.test(text) ? storable(value) : value)

function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed()
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [storable(name), storable(each)]))
}

function encodedRefusal({ headers }: FastifyRequest): Problem | null {
  const encoding = headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') return null
  return new Problem({
    code: 'encoded-body',
    status: 415,
    detail: `The body is encoded as ${JSON.stringify(encoding)}: send it uncompressed.`,
  })
}

function depthRefusal(bytes: Uint8Array): Problem | null {
  if (!isDeeperThan(bytes, DEEPEST_JSON)) return null
  return new Problem({ code: 'too-deep', status: 400, detail: `The JSON nests deeper than ${DEEPEST_JSON} levels: flatten it.` })
}

/** Reads JSON bodies (any `…+json` too) and simple forms, keeping the raw bytes. Keys that would reach a prototype are refused. */
export function readBodies(app: FastifyInstance): void {
  app.decorateRequest('rawBody', null)
  const parseText = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  const readJson = (request: FastifyRequest, bytes: Buffer, done: (error: Error | null, body?: unknown) => void): void => {
    request.rawBody = bytes
    const refusal = encodedRefusal(request) ?? depthRefusal(bytes)
    const text = bytes.toString('utf8')
    if (refusal) done(refusal)
    else parseText(request, text, (error, body) => done(error, storableIn(text, body)))
  }
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, readJson)
  app.addContentTypeParser(/^application\/[\w.-]+\+json(?:;|$)/, { parseAs: 'buffer' }, readJson)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request: FastifyRequest, bytes: Buffer, done) => {
    request.rawBody = bytes
    done(encodedRefusal(request), Object.fromEntries(new URLSearchParams(bytes.toString('utf8'))))
  })
}
