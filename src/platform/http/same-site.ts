import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

function comesFromUs({ headers }: FastifyRequest, publicOrigin: string): boolean {
  const site = headers['sec-fetch-site']
  // What the browser says about itself comes first: pages cannot forge it. `none` is a person's own doing (bookmark).
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin, host } = headers
  if (origin === undefined) return true // no browser sends a cross-site POST without it
  return origin === publicOrigin || URL.parse(origin)?.host === host
}

/** Refuses a request that changes something, carries a browser's cookies, and was started by another site's page. */
export function refuseForeign(request: FastifyRequest, publicOrigin: string): void {
  if (READING.has(request.method) || request.headers.cookie === undefined || comesFromUs(request, publicOrigin)) return
  const from = request.headers.origin ?? `a ${request.headers['sec-fetch-site']} page`
  throw new Problem({
    code: 'foreign-origin',
    status: 403,
    detail: `This came from ${from}, not from ${publicOrigin}. If that is your address, set TOCSIN_PUBLIC_URL to it.`,
  })
}
