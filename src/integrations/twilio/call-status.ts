import type { CarrierReceipt, Concerning } from '../hear.ts'
import { troubleWords } from './trouble.ts'

/** `answered_by` of anything that is no person. `unknown` may be one: they are asked for a key like everybody. */
export const isMachine = (answeredBy: string): boolean => /^(machine|fax)/.test(answeredBy)

export type CallStatus = { status: string; answeredBy: string; errorCode?: string | undefined }

const FAILED: Readonly<Record<string, string>> = {
  busy: 'busy',
  'no-answer': 'rang, nobody answered',
  failed: 'the call could not be made',
  canceled: 'the call was called off',
}

/**
 * What a call proves. That it was answered proves no human: detection takes many a voicemail for one, so only a key does.
 * A machine is nobody: the person's next road is taken.
 */
export function receiptsOfCall({ status, answeredBy, errorCode }: CallStatus, concerning: Concerning): CarrierReceipt[] {
  const failed = FAILED[status]
  if (failed) return [{ concerning, stage: 'failed', said: [failed, troubleWords(errorCode)].filter(Boolean).join(', '), isOver: true }]
  if (isMachine(answeredBy)) return [{ concerning, stage: 'voicemail', said: `an answering machine took it (${answeredBy})`, isOver: true }]
  if (status === 'ringing') return [{ concerning, stage: 'accepted', said: 'it rings' }]
  if (status === 'in-progress' || status === 'answered') return [{ concerning, stage: 'delivered', said: 'answered, no key yet' }]
  if (status === 'completed') return [{ concerning, stage: 'delivered', said: 'answered and hung up', isOver: true }]
  return []
}
