import { createHash } from 'node:crypto'
import { createReceiver, type Heard, type Receiver } from './receiver.ts'

export type NtfyMessage = {
  id: string
  topic: string
  title: string
  message: string
  priority: number
  click?: string
  actions?: { action: string; label: string; url: string; method?: string; clear?: boolean }[]
}

export type Ntfy = {
  readonly url: string
  readonly receiver: Receiver
  poll(topic: string): Promise<NtfyMessage[]>
  close(): Promise<void>
}

/** What ntfy does with a message published as JSON: checks it, gives it an id, keeps it for polling. The server itself is asked in `ntfy-server.test.ts`. */
export async function createNtfy(): Promise<Ntfy> {
  const kept: NtfyMessage[] = []
  const receiver = await createReceiver()
  receiver.answer((heard) => publish(heard, kept))
  return {
    url: receiver.url,
    receiver,
    poll: async (topic) => kept.filter((each) => each.topic === topic),
    close: () => receiver.close(),
  }
}

function publish({ method, path, json }: Heard, kept: NtfyMessage[]) {
  const wanted = json as Partial<NtfyMessage> | undefined
  const error = !['POST', 'PUT'].includes(method) || path !== '/' ? 'page not found' : refusalOf(wanted)
  if (error) return { status: error === 'page not found' ? 404 : 400, body: JSON.stringify({ code: 40_000, http: 400, error }) }
  const id = createHash('sha256').update(JSON.stringify(wanted)).digest('base64url').slice(0, 12)
  const message = { id, topic: '', title: '', message: 'triggered', priority: 3, ...wanted }
  kept.push(message)
  return { status: 200, body: JSON.stringify({ event: 'message', ...message }) }
}

function refusalOf(wanted: Partial<NtfyMessage> | undefined): string {
  if (!wanted) return 'invalid request: request body must be message JSON'
  if (!/^[-_A-Za-z0-9]{1,64}$/.test(wanted.topic ?? '')) return 'invalid request: topic invalid'
  if (wanted.priority !== undefined && ![0, 1, 2, 3, 4, 5].includes(wanted.priority)) return 'invalid request: priority invalid'
  if ((wanted.actions ?? []).length > 3) return 'invalid request: actions invalid; too many actions'
  const isOdd = wanted.actions?.some((each) => !['view', 'http', 'broadcast'].includes(each.action) || !each.label || !each.url)
  return isOdd ? 'invalid request: actions invalid' : ''
}
