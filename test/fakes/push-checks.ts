import { createPublicKey, verify } from 'node:crypto'
import type { Heard } from './receiver.ts'

/** RFC 8292: a signature is good for a day at most. RFC 8030: a message has at most 4096 bytes, a topic 32 characters. */
const LONGEST_S = 24 * 60 * 60
const LARGEST = 4096

export type PushRules = { origin: string; nowS: number }
type Claims = { aud?: string; exp?: number; sub?: string }

/** What a push service says to a message before it passes it on: a status, or null. Written from the RFCs. */
export function pushRefusal({ method, headers, raw }: Heard, { origin, nowS }: PushRules): number | null {
  if (method !== 'POST') return 405
  if (!/^\d+$/.test(headers.ttl ?? '')) return 400
  if (!['very-low', 'low', 'normal', 'high'].includes(headers.urgency ?? 'normal')) return 400
  if (headers.topic !== undefined && !/^[A-Za-z0-9_-]{1,32}$/.test(headers.topic)) return 400
  if (headers['content-encoding'] !== 'aes128gcm') return 415
  if (raw.length > LARGEST) return 413
  // Salt, record size, key id length, a public key on the curve.
  if (raw.length < 86 || raw[20] !== 65 || raw[21] !== 4) return 400
  return vapidRefusal(headers.authorization ?? '', { origin, nowS })
}

function vapidRefusal(authorization: string, { origin, nowS }: PushRules): number | null {
  const found = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization)
  if (!found) return 401
  const [, head = '', body = '', signature = '', key = ''] = found
  const point = Buffer.from(key, 'base64url')
  if (point.length !== 65) return 401
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((each) => each.toString('base64url'))
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y } as never, format: 'jwk' })
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!isSigned) return 403
  const { aud, exp = 0, sub = '' } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims
  const isInTime = exp > nowS && exp <= nowS + LONGEST_S
  return aud === origin && isInTime && /^(mailto:|https:)/.test(sub) ? null : 403
}
