import { readFileSync } from 'node:fs'
import type { Heard } from './receiver.ts'

type Written = { method: string; path: string; headers: [string, string][]; body: string; body_encoding: string }

/** A recorded request that can be altered: what is sent is what was captured, byte for byte, but for the host. */
export type Recorded = { method: string; path: string; headers: Record<string, string>; body: Buffer }

export type Alteration = [name: string, alter: (recorded: Recorded) => Recorded]

/** The requests of a capture in `test/fixtures/recorded`. */
export function recordedIn(name: string): Recorded[] {
  const written = JSON.parse(readFileSync(new URL(`../fixtures/recorded/${name}.json`, import.meta.url), 'utf8')) as Written | Written[]
  return [written].flat().map(({ method, path, headers, body, body_encoding }) => ({
    method,
    path,
    headers: Object.fromEntries(headers.map(([key, value]) => [key.toLowerCase(), value])),
    body: Buffer.from(body, body_encoding as BufferEncoding),
  }))
}

/** Posts it as it was captured; answers the status. */
export async function replay(url: string, { method, path, headers, body }: Recorded): Promise<number> {
  const own = ['host', 'connection', 'content-length', 'accept-encoding']
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)))
  const answer = await fetch(`${url}${path}`, { method, headers: kept, ...(method === 'GET' ? {} : { body: new Uint8Array(body) }) })
  await answer.arrayBuffer()
  return answer.status
}

/** As a fake hears it, for fakes that only judge. */
export const heardFrom = ({ method, path, headers, body }: Recorded): Heard => ({
  method,
  path,
  headers,
  raw: body,
  body: body.toString('utf8'),
  json: undefined,
})

/** The same with one field of its form changed; null takes it out, an array repeats it. */
export function withField(recorded: Recorded, name: string, value: string | string[] | null): Recorded {
  const form = new URLSearchParams(recorded.body.toString('utf8'))
  form.delete(name)
  for (const each of value === null ? [] : [value].flat()) form.append(name, each)
  return { ...recorded, body: Buffer.from(form.toString()) }
}

export const withHeader = (recorded: Recorded, name: string, value: string | null): Recorded => {
  const { [name]: _, ...headers } = recorded.headers
  return { ...recorded, headers: value === null ? headers : { ...headers, [name]: value } }
}
