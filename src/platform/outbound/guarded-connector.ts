import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import { lookupThrough } from './guarded-socket.ts'
import type { OutboundFailure } from './outbound.ts'
import type { TargetGuard } from './target-guard.ts'
import { isListedOnlyForWeb } from './target-ports.ts'

/**
 * Opens sockets for undici. The name is resolved once, by the guard, inside the socket's own look-up: what was checked
 * is what is connected to, and TLS and `Host` still carry the name.
 */
export function createGuardedConnector(guard: TargetGuard, connectTimeoutMs: number): buildConnector.connector {
  const base = { timeout: connectTimeoutMs, allowH2: false, autoSelectFamily: true }
  const any = buildConnector({ ...base, host: '', port: 0, lookup: lookupThrough(guard, false) })
  const listed = buildConnector({ ...base, host: '', port: 0, lookup: lookupThrough(guard, true) })
  return (options, callback) => {
    const port = Number(options.port || (options.protocol === 'https:' ? 443 : 80))
    const listedOnly = isListedOnlyForWeb(port)
    try {
      // Sockets do not look up what is already an address, so it is checked here.
      if (isIP(options.hostname)) guard.check(options.hostname, listedOnly)
    } catch (error) {
      callback(error as OutboundFailure, null)
      return
    }
    const connect = listedOnly ? listed : any
    connect(options, callback)
  }
}
