import { heardServer, lostServer } from './connection.ts'
import { streamIs } from './presence.ts'
import type { Change } from './query.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
/** What the server answers while its database is away. */
const UNAVAILABLE = 503
/** The server sends an event `beat` every 15 s; longer silence means a dead connection that nobody closed. */
const SILENCE_MS = 40_000

export type LiveOptions = {
  /** Default `/api/v1/events`. */
  path?: string
  onChanges: (changes: Change[]) => void
  /** After a break events are missing: everything shown must be asked for again. */
  onReconnected: () => void
}

/** Listens to the server's changes until told to stop; comes back by itself, waiting longer each time. */
export function listenLive({ path = '/api/v1/events', onChanges, onReconnected }: LiveOptions): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let wasLost = false

  const expectSound = () => {
    clearTimeout(timer)
    timer = setTimeout(fail, SILENCE_MS)
  }
  const good = () => {
    failures = 0
    heardServer()
    expectSound()
    if (wasLost) onReconnected()
    wasLost = false
  }
  const fail = () => {
    source?.close()
    clearTimeout(timer)
    wasLost = true
    failures += 1
    void probe(failures)
    timer = setTimeout(open, waitAfter(failures, Math.random()))
  }
  function open(): void {
    source = new EventSource(path)
    source.onopen = good
    source.onerror = fail
    source.addEventListener('beat', good)
    source.addEventListener('hello', (event) => streamIs((JSON.parse(event.data) as { stream: string }).stream))
    source.onmessage = (event) => {
      good()
      onChanges(JSON.parse(event.data) as Change[])
    }
  }
  const retryAtOnce = () => {
    if (!wasLost) return
    source?.close()
    clearTimeout(timer)
    open()
  }
  open()
  window.addEventListener('online', retryAtOnce)
  return () => {
    source?.close()
    clearTimeout(timer)
    window.removeEventListener('online', retryAtOnce)
  }
}

/** Doubles from half a second to fifteen, each between half and the whole, so that all consoles do not return at once. */
export function waitAfter(failures: number, chance: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1))
  return whole / 2 + (whole / 2) * chance
}

/** An event stream does not say why it broke; the readiness answer does. */
async function probe(failures: number): Promise<void> {
  // a server that is ready but does not stream (a proxy that buffers): say so when it was no single hiccup
  const TOO_MANY = 3
  if (!navigator.onLine) return lostServer('offline')
  try {
    const answer = await fetch('/readyz', { cache: 'no-store' })
    if (answer.status === UNAVAILABLE) lostServer('database')
    else if (!answer.ok) lostServer('server')
    else if (failures >= TOO_MANY) lostServer('server')
  } catch {
    lostServer('server')
  }
}
