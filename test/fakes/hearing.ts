import assert from 'node:assert/strict'
import type { SendIo } from '../../src/integrations/declaration.ts'
import type { Heard, HearRequest } from '../../src/integrations/hear.ts'
import { loadIntegrations } from '../../src/integrations/list.ts'
import type { ChatPost } from './chat.ts'

const integrations = await loadIntegrations()
export const NOW = Temporal.Instant.from('2026-11-12T14:41:12Z')

export type Posted = { headers: Record<string, string>; body: string | Buffer }

export function requestOf({ headers, body }: Posted, secrets: Record<string, string>, now = NOW): HearRequest {
  const raw = Buffer.from(body)
  const text = raw.toString('utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {}
  const url = 'https://tocsin.example.com/behind/a/proxy/hear/x/c1'
  return {
    method: 'POST',
    url,
    rest: '',
    query: new URLSearchParams(),
    headers,
    raw,
    form: new URLSearchParams(text),
    json,
    fields: {},
    secrets,
    now,
  }
}

const none = {} as SendIo

export function hear(id: string, posted: Posted, secrets: Record<string, string>, now = NOW): Heard {
  return integrations.get(id)?.hear?.(requestOf(posted, secrets, now), none) ?? assert.fail(id)
}

export const repliesIn = (heard: Heard) => ('refused' in heard ? null : (heard.replies ?? []))
export const isTaken = (heard: Heard): boolean => (repliesIn(heard)?.length ?? 0) > 0

export const post: ChatPost = { id: '1503435956.000001', place: 'D0ANN', text: '', buttons: [], revisions: 0, body: [] }
export const flipped = (text: string, at: number): string =>
  `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ 1)}${text.slice(at + 1)}`
export const header = (posted: Posted, name: string, value: string | undefined): Posted => {
  const { [name]: _, ...headers } = posted.headers
  return { ...posted, headers: value === undefined ? headers : { ...headers, [name]: value } }
}
