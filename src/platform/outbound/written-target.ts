import { isIP } from 'node:net'
import { createTargetGuard, type TargetRefusal } from './target-guard.ts'
import { isListedOnlyForMail, isListedOnlyForWeb } from './target-ports.ts'

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'smtp:': 587, 'smtps:': 465 }
/** What every system resolves this name to. */
const LOCALHOST = '127.0.0.1'

/**
 * What the guard would say of an address when something is sent there, for whoever is just typing it. Only what can be known without
 * asking anybody: the addresses of a name may change, so they are checked when it is used. Null when there is nothing to object to.
 */
export function writtenTargets(allowTargets: readonly string[]): (text: string) => TargetRefusal | null {
  const guard = createTargetGuard({ allowTargets })
  return (text) => {
    const url = URL.parse(text)
    const usual = PORTS[url?.protocol ?? '']
    if (!url || usual === undefined) return null
    const name = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
    const host = /^(?:.+\.)?localhost\.?$/.test(name) ? LOCALHOST : name
    if (!isIP(host)) return null
    const port = url.port === '' ? usual : Number(url.port)
    return guard.refusal(host, url.protocol.startsWith('smtp') ? isListedOnlyForMail(port) : isListedOnlyForWeb(port))
  }
}
