import { type Behaviour, createReceiver, type Heard, type Receiver } from './receiver.ts'

/** A post as the chat shows it now: its text and the buttons that can be pressed. */
export type ChatPost = { id: string; place: string; text: string; buttons: string[]; revisions: number; body: unknown; meta?: unknown }

export type Chat = {
  readonly url: string
  readonly receiver: Receiver
  /** What stands in the chat, oldest first. */
  readonly posts: ChatPost[]
  close(): Promise<void>
}

/** What one product does with a request: it may change `posts`. */
export type ChatRules = (heard: Heard, posts: ChatPost[]) => Behaviour

/** A chat on 127.0.0.1 that takes what the product takes, refuses what it refuses, and remembers what it shows. */
export async function createChat(rules: ChatRules): Promise<Chat> {
  const posts: ChatPost[] = []
  const receiver = await createReceiver()
  receiver.answer((heard) => rules(heard, posts))
  return { url: receiver.url, receiver, posts, close: () => receiver.close() }
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listIn = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : [])

export const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longest && !value.includes('\ufffd')

/** Content types carry a charset or not, and any case. */
export const isOfType = ({ headers }: Heard, type: string): boolean =>
  (headers['content-type'] ?? '').toLowerCase().split(';')[0]?.trim() === type
