import { findingOf, type Locate } from '../core/policy/finding.ts'
import type { Bundle } from '../core/policy/schema/bundle.ts'
import { linksIn, type WrittenLink } from '../core/policy/written-links.ts'
import { printJson, printLine } from './print.ts'

/** What does not answer within this is no help to whoever clicks on it at night. */
const PATIENCE_MS = 10_000
/** So many at a time: a polite guest, and forty links are through in a minute at worst. */
const AT_ONCE = 4

/** Opens every address that the policy sends people to, and tells of those that lead nowhere. It is advice: nothing fails by it. */
export async function checkLinks({ bundle, locate }: { bundle: Bundle; locate: Locate }, isJson: boolean): Promise<void> {
  const links = linksIn(bundle)
  const dead: { link: WrittenLink; why: string }[] = []
  const waiting = [...links]
  const guest = async (): Promise<void> => {
    for (let link = waiting.shift(); link; link = waiting.shift()) {
      const why = await whyDead(link.url)
      if (why) dead.push({ link, why })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, guest))
  const findings = links
    .flatMap((link) => dead.filter((each) => each.link === link))
    .map(({ link: { name, url, path }, why }) => {
      const remedy = 'write where it is now, or take the link out'
      return findingOf({ level: 'advisory', rule: 'dead-link', path, message: `${name} leads to ${url}, which ${why}`, remedy }, locate)
    })
  if (isJson) return printJson({ links: links.length, findings })
  for (const { file, line, column, level, message, remedy } of findings)
    printLine(`${file}:${line}:${column} ${level} ${message} → ${remedy}`)
  printLine(`${links.length - findings.length} of ${links.length} links answer.`)
}

/** A page that asks for a password is there; one that is gone, or a host that nobody knows, is not. Null: it is there. */
async function whyDead(url: string): Promise<string | null> {
  try {
    const head = await ask(url, 'HEAD')
    // Some servers know pages and no heads of pages.
    const status = head < 400 || head === 401 || head === 403 ? head : await ask(url, 'GET')
    return status === 404 || status === 410 || status >= 500 ? `answers ${status}` : null
  } catch (error) {
    const { name, cause, message } = error as Error & { cause?: { code?: string } }
    return name === 'TimeoutError' ? `does not answer within ${PATIENCE_MS / 1_000} s` : `cannot be opened (${cause?.code ?? message})`
  }
}

async function ask(url: string, method: 'HEAD' | 'GET'): Promise<number> {
  const answer = await fetch(url, { method, redirect: 'follow', signal: AbortSignal.timeout(PATIENCE_MS) })
  await answer.body?.cancel()
  return answer.status
}
