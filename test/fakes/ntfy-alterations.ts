import type { Alteration, Recorded } from './recorded.ts'

const withJson = (change: (message: Record<string, unknown>) => void) => (each: Recorded) => {
  const message = JSON.parse(each.body.toString('utf8')) as Record<string, unknown>
  change(message)
  return { ...each, body: Buffer.from(JSON.stringify(message)) }
}

const button = { action: 'http', label: 'A', url: 'https://a.example' }

/** Of a message published as JSON. The fake refuses each, and so does the server itself where the machine has it. */
export const NTFY_ALTERATIONS: Alteration[] = [
  ['another path', (each) => ({ ...each, path: '/ann-topic/x' })],
  ['DELETE', (each) => ({ ...each, method: 'DELETE' })],
  ['no JSON', (each) => ({ ...each, body: Buffer.from('{') })],
  ['no topic', withJson((message) => delete message.topic)],
  ['a topic with a space', withJson((message) => Object.assign(message, { topic: 'ann topic' }))],
  ['a long topic', withJson((message) => Object.assign(message, { topic: 'x'.repeat(65) }))],
  ['a priority that is a word', withJson((message) => Object.assign(message, { priority: 'max' }))],
  ['priority 6', withJson((message) => Object.assign(message, { priority: 6 }))],
  ['four buttons', withJson((message) => Object.assign(message, { actions: [button, button, button, button] }))],
  ['a button that does something unknown', withJson((message) => Object.assign(message, { actions: [{ ...button, action: 'call' }] }))],
  ['a button without an address', withJson((message) => Object.assign(message, { actions: [{ ...button, url: '' }] }))],
]
