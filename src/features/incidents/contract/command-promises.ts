import { isLikeTime, promiseSaid } from '../../../core/time/said-time.ts'
import type { IncidentRequest, Read } from './command-words.ts'

const REMEDY = 'write 30m, 45 min, 1h30m or by 14:30'
/** The last one in a text begins its promise. “In the next hour” is no promise of a word. */
const KEYWORD = /(?:^|[\s,;.])(?:(?:the\s+)?(next)\s+(?:update|word|news)|(?<!\bthe\s+)(next)|(eta)):?\s+/gi

type Said = { text: string; nextIn?: string; eta?: string }

/** Takes `next 30m` and `eta 2h` off the end of a text; what seems to be a promise and cannot be read is refused, and never said as text. */
function promisesOff(rest: string): Said | string {
  let said: Said = { text: ` ${rest}` }
  for (;;) {
    const found = [...said.text.matchAll(KEYWORD)].at(-1)
    if (!found) break
    const field = found[3] ? 'eta' : 'nextIn'
    const tail = said.text.slice(found.index + found[0].length).replace(/[\s.!,;]+$/, '')
    const promised = promiseSaid(tail)
    if (!promised || said[field]) {
      if (!promised && isLikeTime(tail))
        return `"${found[0].trim()} ${tail}" promises nothing that can be read: ${REMEDY}; if it is no promise, put it in other words`
      break
    }
    said = { ...said, text: said.text.slice(0, found.index + (/[.]/.test(found[0][0] ?? '') ? 1 : 0)), [field]: promised }
  }
  return { ...said, text: said.text.trim() }
}

/** `next 30m`, `next update by 14:30`, `eta 2h` at the end of an update are promises, not text. */
export function withPromise(verb: string): Read {
  return ({ rest }) => {
    const said = promisesOff(rest)
    if (typeof said === 'string') return said
    return said.text ? { verb, body: said } : `"${verb}" needs a text after it`
  }
}

/** `publish status:monitoring We watch it`: the status that customers read, where it is not the incident's own. */
export const readPublish: Read = (input) => {
  const status = /^status:(\S+)\s*/i.exec(input.rest)
  const read = withPromise('publish')({ ...input, rest: input.rest.slice(status?.[0].length ?? 0) })
  if (typeof read === 'string' || !status) return read
  return { ...read, body: { ...read.body, status: status[1]?.toLowerCase() } }
}

export const readNext: Read = ({ rest }) => {
  const promised = promiseSaid(rest)
  return promised ? { verb: 'next', body: { nextIn: promised } } : `${rest ? `"${rest}" is no time that can be promised; ` : ''}${REMEDY}`
}

export const readEta: Read = ({ rest }) => {
  if (/^(none|unknown|-)$/i.test(rest)) return { verb: 'eta', body: { eta: null } }
  const promised = promiseSaid(rest)
  return promised
    ? { verb: 'eta', body: { eta: promised } }
    : `${rest ? `"${rest}" is no time that can be promised; ` : ''}${REMEDY}, or none to take back what was said`
}

const TIMES = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved']

/** `times started 14:02 detected 2026-02-10 14:05 --why the graph shows it`. */
export const readTimes: Read = ({ rest }) => {
  const [said = '', reason = ''] = rest.split(/\s+--why(?:\s+|$)/)
  const times: Record<string, string> = {}
  let name: string | undefined
  for (const word of said.split(/\s+/).filter(Boolean)) {
    if (TIMES.includes(word.toLowerCase())) name = word.toLowerCase()
    else if (!name) return `"${word}" is no time of an incident; write one of ${TIMES.join(', ')}, then when`
    else times[name] = times[name] ? `${times[name]} ${word}` : word
  }
  if (!name || !times[name]) return 'write which time and when, and why: times started 14:02 --why the graph shows it'
  return { verb: 'times', body: { ...times, ...(reason.trim() ? { reason: reason.trim() } : {}) } } satisfies IncidentRequest
}
