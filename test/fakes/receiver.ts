import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type Heard = { method: string; path: string; headers: Record<string, string>; raw: Buffer; body: string; json: unknown }

/** How a request is answered. `hang` never answers, `drop` closes the connection. */
export type Behaviour = { status?: number; headers?: Record<string, string>; body?: string; delayMs?: number; fate?: 'hang' | 'drop' }

/** A request and what became of it, as the fake logs it. `status` is null where it never answered. */
export type Exchange = { at: string; request: Heard; status: number | null; answer: string }

export type Receiver = {
  /** Every request with its answer, stamped by `keepTime`'s clock or the machine's. */
  readonly exchanges: Exchange[]
  keepTime(now: () => string): void
  readonly url: string
  readonly port: number
  readonly heard: Heard[]
  /** Connections ever opened: shows that they are kept alive. */
  readonly connections: number
  /** From now on, until said otherwise. A function decides by request. */
  answer(behaviour: Behaviour | ((request: Heard) => Behaviour)): void
  /** The next `times` requests only, before `answer` holds again. */
  answerNext(behaviour: Behaviour, times?: number): void
  /** Resolves when `count` requests have been heard in all. */
  expect(count: number): Promise<Heard[]>
  /** Takes connections that want to become something else, a WebSocket. */
  upgrades(take: (request: IncomingMessage, socket: Socket, head: Buffer) => void): void
  /** Closes the port and all connections, as a crash would. */
  down(): Promise<void>
  /** Opens the same port again. */
  up(): Promise<void>
  close(): Promise<void>
}

/** A real HTTP server on 127.0.0.1 that remembers what it heard and fails on request. */
export async function createReceiver(first: Behaviour = {}): Promise<Receiver> {
  const heard: Heard[] = []
  const exchanges: Exchange[] = []
  let stamp = (): string => new Date().toISOString()
  const waiting: { count: number; resolve: (all: Heard[]) => void }[] = []
  const queue: Behaviour[] = []
  const sockets = new Set<Socket>()
  let usual: Behaviour | ((request: Heard) => Behaviour) = first
  let connections = 0
  let server: Server
  let upgrade: ((request: IncomingMessage, socket: Socket, head: Buffer) => void) | null = null
  let port = 0

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const each = await hear(request)
    heard.push(each)
    for (const one of waiting.splice(0)) one.count <= heard.length ? one.resolve(heard) : waiting.push(one)
    const behaviour = queue.shift() ?? (typeof usual === 'function' ? usual(each) : usual)
    exchanges.push({ at: stamp(), request: each, status: behaviour.fate ? null : (behaviour.status ?? 200), answer: behaviour.body ?? '' })
    behave(behaviour, request, response)
  }
  const up = async () => {
    server = createServer((request, response) => void handle(request, response))
    server.on('upgrade', (request, socket, head) => (upgrade ? upgrade(request, socket as Socket, head) : socket.destroy()))
    server.on('connection', (socket) => {
      connections += 1
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  const down = async () => {
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  await up()
  return {
    heard,
    exchanges,
    keepTime: (now) => {
      stamp = now
    },
    get url() {
      return `http://127.0.0.1:${port}`
    },
    get port() {
      return port
    },
    get connections() {
      return connections
    },
    answer: (behaviour) => {
      usual = behaviour
    },
    answerNext: (behaviour, times = 1) => {
      for (let each = 0; each < times; each += 1) queue.push(behaviour)
    },
    upgrades: (take) => {
      upgrade = take
    },
    expect: (count) => (heard.length >= count ? Promise.resolve(heard) : new Promise((resolve) => waiting.push({ count, resolve }))),
    up,
    down,
    close: down,
  }
}

async function hear(request: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const body = raw.toString('utf8')
  return { method: request.method ?? '', path: request.url ?? '', headers, raw, body, json: jsonOf(body) }
}

function behave(behaviour: Behaviour, request: IncomingMessage, response: ServerResponse): void {
  if (behaviour.fate === 'hang') return
  if (behaviour.fate === 'drop') {
    request.socket.destroy()
    return
  }
  const finish = () => response.writeHead(behaviour.status ?? 200, behaviour.headers).end(behaviour.body ?? 'ok')
  if (behaviour.delayMs) setTimeout(finish, behaviour.delayMs)
  else finish()
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
