import { type WebSocket, WebSocketServer } from 'ws'
import type { Receiver } from './receiver.ts'

export type MattermostSocket = {
  /** How many connections are open and were let in. */
  readonly open: number
  /** Tells everybody who listens, as the server does: `data` of the event, and the channel it is broadcast to. */
  tell(event: string, data: object, channel: string): void
  close(): void
}

/** The server's WebSocket: silent until the token was shown. */
export function createMattermostSocket(receiver: Receiver, token: string): MattermostSocket {
  const server = new WebSocketServer({ noServer: true })
  const admitted = new Set<WebSocket>()
  let seq = 0
  receiver.upgrades((request, socket, head) => {
    if (request.url !== '/api/v4/websocket') return void socket.destroy()
    server.handleUpgrade(request, socket, head, (link) => welcome(link))
  })
  const welcome = (link: WebSocket): void => {
    link.on('close', () => admitted.delete(link))
    link.on('message', (data) => {
      const asked = JSON.parse(String(data)) as { seq: number; action: string; data: { token?: string } }
      const isRight = asked.action === 'authentication_challenge' && asked.data.token === token
      link.send(JSON.stringify(isRight ? { status: 'OK', seq_reply: asked.seq } : { status: 'FAIL', seq_reply: asked.seq, error: {} }))
      if (!isRight) return link.close()
      admitted.add(link)
      link.send(JSON.stringify({ event: 'hello', data: { server_version: '10.5.0' }, broadcast: { user_id: '' }, seq: 0 }))
    })
  }
  return {
    get open() {
      return admitted.size
    },
    tell: (event, data, channel) => {
      seq += 1
      for (const link of admitted) link.send(JSON.stringify({ event, data, broadcast: { channel_id: channel, team_id: '' }, seq }))
    },
    close: () => {
      for (const link of server.clients) link.terminate()
      server.close()
    },
  }
}
