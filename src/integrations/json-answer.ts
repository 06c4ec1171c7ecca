import type { JsonObject } from '../core/command/command.ts'
import type { OutboundAnswer } from '../platform/outbound/outbound.ts'
import { isObject } from './reading.ts'

/** An answer's body as an object; null when it is none. */
export function jsonOf({ body }: OutboundAnswer): JsonObject | null {
  try {
    const read: unknown = JSON.parse(body)
    return isObject(read) ? read : null
  } catch {
    return null
  }
}
