import type { AddressInfo } from 'node:net'
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

/** Starts listening and gives the port (asked for 0, a free one). Throws a sentence with the remedy. */
export async function listen(app: App, { host, port }: { host: string; port: number }): Promise<number> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const remedy = REMEDIES[String((error as NodeJS.ErrnoException).code)]
    throw remedy ? new Error(remedy(host, port), { cause: error }) : error
  }
  return (app.server.address() as AddressInfo).port
}

/** Stops taking requests, lets running ones end, then cuts what is left (live updates, idle connections). */
export async function closeSoon(app: App, patienceMs = PATIENCE_MS): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patienceMs)
  const closing = app.close()
  app.server.closeIdleConnections()
  await closing.finally(() => clearTimeout(cut))
}
