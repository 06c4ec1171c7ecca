import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { OutboundFailure } from './outbound.ts'
import type { TargetGuard } from './target-guard.ts'
import { isListedOnlyForMail } from './target-ports.ts'

/** A look-up for sockets that answers only what the guard has checked, so the checked address is the one connected to. */
export function lookupThrough(guard: TargetGuard, listedOnly: boolean): LookupFunction {
  return (hostname, options, callback) => {
    guard.resolve(hostname, listedOnly).then(
      (found) => {
        const first = found[0]
        if (options.all) callback(null, found)
        else if (first) callback(null, first.address, first.family)
      },
      (error: unknown) => callback(asError(error), []),
    )
  }
}

/** A plain connection to a mail server that somebody wrote into settings. */
export function connectGuarded(
  guard: TargetGuard,
  { host, port, timeoutMs }: { host: string; port: number; timeoutMs: number },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const listedOnly = isListedOnlyForMail(port)
    // Sockets do not look up what is already an address, so it is checked here.
    if (isIP(host)) guard.check(host, listedOnly)
    const socket = connect({ host, port, lookup: lookupThrough(guard, listedOnly), autoSelectFamily: true })
    const tooLate = () => socket.destroy(new OutboundFailure('timeout', `${host}:${port} did not answer within ${timeoutMs} ms`))
    const timer = setTimeout(tooLate, timeoutMs)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
    socket.once('close', () => clearTimeout(timer))
  })
}

const asError = (error: unknown): NodeJS.ErrnoException => (error instanceof Error ? error : new OutboundFailure('broken', String(error)))
