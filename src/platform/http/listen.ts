import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { App } from './server.ts'

/** Open requests get this long to end before their connections are cut; the whole stop stays below five seconds. */
const PATIENCE_MS = 3_000

const REMEDIES: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is in use by another program. Stop that program, or choose another port with TOCSIN_PORT or --port.`,
  EACCES: (_host, port) =>
    `This user may not listen on port ${port}. Choose a port above 1023 with TOCSIN_PORT or --port and put a proxy before it.`,
  EADDRNOTAVAIL: (host) =>
    `${host} is no address of this machine. Set TOCSIN_HOST or --host to 127.0.0.1, or to 0.0.0.0 for all its addresses.`,
  ENOTFOUND: (host) =>
    `The name ${host} is unknown. Set TOCSIN_HOST or --host to 127.0.0.1, or to 0.0.0.0 for all addresses of this machine.`,
}

type Place = { host: string; port: number }

/** Starts listening and gives the port (asked for 0, a free one). Throws a sentence with the remedy. */
export async function listen(app: App, place: Place): Promise<number> {
  await app.listen(place).catch((error) => refuse(error, place))
  return (app.server.address() as AddressInfo).port
}

/** Throws what `listen` would throw, before anything is started that would have to be stopped again. */
export async function requireFree(place: Place): Promise<void> {
  const probe = createServer().listen(place.port, place.host)
  await once(probe, 'listening').catch((error) => refuse(error, place))
  probe.close()
  await once(probe, 'close')
}

function refuse(error: NodeJS.ErrnoException, { host, port }: Place): never {
  const remedy = REMEDIES[String(error.code)]
  throw remedy ? new Error(remedy(host, port), { cause: error }) : error
}

/** Stops taking requests, lets running ones end, then cuts what is left (live updates, idle connections). */
export async function closeSoon(app: App, patienceMs = PATIENCE_MS): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patienceMs)
  const closing = app.close()
  app.server.closeIdleConnections()
  await closing.finally(() => clearTimeout(cut))
}
