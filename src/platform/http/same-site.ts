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

/**
 * Refuses a request that would change something and was started by another site's page, signed in or not (a foreign
 * page must not sign somebody in either). Bearer tokens are exempt: no browser adds them by itself.
 */
export function refuseForeign(request: FastifyRequest, publicOrigin: string): void {
  if (READING.has(request.method) || request.headers.authorization !== undefined || comesFromUs(request, publicOrigin)) return
  const from = request.headers.origin ?? `a ${request.headers['sec-fetch-site']} page`
  throw new Problem({
    code: 'foreign-origin',
    status: 403,
    detail: `This came from ${from}, not from ${publicOrigin}. If that is your address, set TOCSIN_PUBLIC_URL to it.`,
  })
}
