import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export type Envelope = { type: 'slash_commands' | 'interactive' | 'events_api'; payload: object }
type Acknowledged = { envelope_id: string; payload?: Record<string, unknown> }

export type SlackSocket = {
  readonly url: string
  /** How many connections are open now, and ever were. */
  readonly open: number
  readonly opened: number
  /** Sends to one of the connections; resolves with its acknowledgement. */
  send(envelope: Envelope): Promise<Acknowledged>
  /** Says goodbye as Slack does every few hours. */
  refresh(): void
  close(): Promise<void>
}

/** Slack's side of Socket Mode, by real WebSockets on 127.0.0.1. */
export async function createSlackSocket(): Promise<SlackSocket> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const waiting = new Map<string, (answer: Acknowledged) => void>()
  let opened = 0
  server.on('connection', (socket: WebSocket) => {
    opened += 1
    socket.send(JSON.stringify({ type: 'hello', num_connections: server.clients.size, connection_info: { app_id: 'A1' } }))
    socket.on('message', (data) => {
      const answer = JSON.parse(String(data)) as Acknowledged
      waiting.get(answer.envelope_id)?.(answer)
    })
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    get open() {
      return server.clients.size
    },
    get opened() {
      return opened
    },
    send: ({ type, payload }) => {
      const [socket] = server.clients
      if (!socket) throw new Error('nobody is connected')
      const id = randomUUID()
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: type !== 'events_api' }))
      })
    },
    refresh: () => {
      for (const each of server.clients) each.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    },
    close: async () => {
      for (const each of server.clients) each.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
