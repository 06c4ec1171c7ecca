import { createHmac } from 'node:crypto'
import type { HearRequest } from '../hear.ts'
import { isSameText } from '../same-text.ts'

/** What Twilio posts: one value for each name. */
export type TwilioForm = Readonly<Record<string, string>>

type Verified = { form: TwilioForm } | { status: number; why: string }

const FORM = /^application\/x-www-form-urlencoded\s*(;\s*charset="?utf-8"?\s*)?$/i

/**
 * Twilio signs the address it called and the form's names and values, sorted, one after the other. Because nothing stands
 * between them, a name that comes twice or bytes that are no UTF-8 are refused before: they would read as something else than was signed.
 */
export function verified({ method, url, headers, raw, secrets, fields }: HearRequest): Verified {
  if (!secrets.authToken) return { status: 503, why: 'the auth token is not filled in, so nothing can be verified' }
  if (method !== 'POST') return { status: 405, why: `came by ${method}` }
  if (!FORM.test(String(headers['content-type'] ?? '')))
    return { status: 415, why: `is ${headers['content-type'] ?? 'of no type'}, not a form` }
  const form = formIn(raw)
  if (!form) return { status: 400, why: 'is no form with one value for each name' }
  const given = headers['x-twilio-signature']
  if (!spellingsOf(url).some((each) => isSameText(given, signatureOf(each, form, secrets.authToken ?? ''))))
    return { status: 403, why: 'its signature is wrong: another auth token, or another address than the public one was called' }
  if (form.AccountSid !== fields.accountSid) return { status: 403, why: 'is of another account' }
  return { form }
}

export function signatureOf(url: string, form: TwilioForm, authToken: string): string {
  const names = Object.keys(form).sort()
  const signed = names.reduce((text, name) => text + name + form[name], url)
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64')
}

function formIn(raw: Buffer): TwilioForm | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw)
    // Decoding is strict as well: %FF would silently become another character.
    for (const part of text.split(/[&=]/)) decodeURIComponent(part.replaceAll('+', ' '))
    const pairs = [...new URLSearchParams(text)]
    const names = new Set(pairs.map(([name]) => name))
    return names.size === pairs.length && names.size > 0 ? Object.fromEntries(pairs) : null
  } catch {
    return null
  }
}

/** Twilio leaves a port out of what it signs at times, and at times not. */
function spellingsOf(url: string): string[] {
  const found = /^(https?:\/\/[^/:?#]+)(:\d+)?(.*)$/s.exec(url)
  return found?.[2] ? [url, `${found[1]}${found[3]}`] : [url]
}
