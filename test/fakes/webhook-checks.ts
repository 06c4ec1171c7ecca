import { createHmac } from 'node:crypto'
import { isRecord } from './chat.ts'
import type { Heard } from './receiver.ts'

/** A signature of another time may be a copy: five minutes, says the specification. */
const TOLERANCE_S = 300

export type WebhookRules = { secret: string; nowS: number }

/** What a careful consumer says to a webhook: a status, or null. Written from the Standard Webhooks specification, without its library. */
export function webhookRefusal({ method, headers, raw, body }: Heard, { secret, nowS }: WebhookRules): number | null {
  if (method !== 'POST') return 405
  if (!/^application\/json\b/.test(headers['content-type'] ?? 'application/json')) return 415
  const id = headers['webhook-id'] ?? ''
  const timestamp = headers['webhook-timestamp'] ?? ''
  if (!id || id.includes(' ') || !/^\d{1,12}$/.test(timestamp)) return 400
  if (Math.abs(nowS - Number(timestamp)) > TOLERANCE_S) return 400
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(raw).digest('base64')
  const given = (headers['webhook-signature'] ?? '').split(' ')
  if (!given.includes(`v1,${signed}`)) return 401
  return isEvent(body) ? null : 400
}

function isEvent(body: string): boolean {
  try {
    const event: unknown = JSON.parse(body)
    return isRecord(event) && typeof event.type === 'string' && !Number.isNaN(Date.parse(String(event.timestamp))) && isRecord(event.data)
  } catch {
    return false
  }
}
