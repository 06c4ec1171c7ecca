import type { JsonObject } from '../core/command/command.ts'
import type { OutboundAnswer } from '../platform/outbound/outbound.ts'
import { objectIn } from './reading.ts'

/** An answer's body as an object; null when it is none. */
export const jsonOf = ({ body }: OutboundAnswer): JsonObject | null => objectIn(body)
