import { plain } from '../../core/paging/wording.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
export const escaped = (text: string): string => plain(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/** An answer to Twilio; the verbs are markup already. */
export const twiml = (...verbs: string[]): { status: number; headers: Record<string, string>; body: string } => ({
  status: 200,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body: documentOf(...verbs),
})

export const documentOf = (...verbs: string[]): string => `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join('')}</Response>`

export const message = (text: string): string => `<Message>${escaped(text)}</Message>`
export const say = (text: string): string => `<Say>${escaped(text)}</Say>`
export const pause = (seconds: number): string => `<Pause length="${seconds}"/>`
export const HANGUP = '<Hangup/>'

/** One key, asked for while it is said and for `seconds` after. */
export const gather = (text: string, { action, seconds }: { action: string; seconds: number }): string =>
  `<Gather input="dtmf" numDigits="1" timeout="${seconds}" action="${escaped(action)}" method="POST">${say(text)}</Gather>`
