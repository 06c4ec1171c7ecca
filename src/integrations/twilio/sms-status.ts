import type { Concerning, Told } from '../hear.ts'
import { trouble, troubleWords } from './trouble.ts'

export type SmsStatus = { status: string; errorCode: string | undefined; to: string }

/** What a status of a text message proves. On its way at Twilio itself proves nothing that its answer did not. */
export function receiptOfStatus({ status, errorCode, to }: SmsStatus, concerning: Concerning): Told {
  const words = troubleWords(errorCode)
  if (status === 'sent') return { receipts: [{ concerning, stage: 'accepted', said: 'the carrier has it' }] }
  if (status === 'delivered')
    return { receipts: [{ concerning, stage: 'delivered', said: 'on the telephone, says the carrier', isOver: true }] }
  if (status === 'read') return { receipts: [{ concerning, stage: 'seen', said: 'read', isOver: true }] }
  if (status !== 'undelivered' && status !== 'failed') return {}
  const dead = trouble(Number(errorCode))?.isDead ? [{ address: to, said: words }] : []
  return { receipts: [{ concerning, stage: 'failed', said: [status, words].filter(Boolean).join(': '), isOver: true }], dead }
}
