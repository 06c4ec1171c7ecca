import { instantIn, localIn } from '../../../web/local-time.ts'
import type { LaddersAnswer, LadderView } from '../contract/ladders.ts'
import type { Question } from '../contract/simulate.ts'

/** What of the question stands in the address; the rest is chosen for the reader. `answers` is "mara@5m,ben!2m". */
export type Written = { at?: string; severity?: string; service?: string; answers?: string }

/** Somebody acknowledges so long after the alert, or passes it on because they cannot take it. */
export type Answer = { user: string; after: string; does: 'acknowledge' | 'pass' }

const DAY_MS = 86_400_000
const SUNDAY = 0
/** The hour at which it is least pleasant to find out. */
const NIGHT = '03:00'
export const USUAL_AFTER = '5m'
/** Long enough for a second climb and the fallback of most ladders. */
const LENGTH = '2h'

export function questionFrom(raw: Record<string, unknown>): Written {
  const text = (name: string): string | undefined => (typeof raw[name] === 'string' && raw[name] !== '' ? raw[name] : undefined)
  const at = text('at')
  return {
    at: at && !Number.isNaN(Date.parse(at)) ? at : undefined,
    severity: text('severity'),
    service: text('service'),
    answers: text('answers'),
  }
}

/** The coming Sunday, 03:00 on the wall of a zone. */
export function nextNight(zone: string, nowMs: number): string {
  const today = Date.parse(`${localIn(zone, nowMs).slice(0, 10)}T00:00Z`)
  const days = (7 + SUNDAY - new Date(today).getUTCDay()) % 7
  const night = (ahead: number): string => instantIn(zone, `${new Date(today + ahead * DAY_MS).toISOString().slice(0, 10)}T${NIGHT}`) ?? ''
  return Date.parse(night(days)) > nowMs ? night(days) : night(days + 7)
}

export type Chosen = Required<Pick<Written, 'at' | 'severity'>> & { service: string | null; answers: Answer[] }

/** The whole question: what is written, else the worst level on a service of this ladder, Sunday at night, nobody awake. */
export function chosenFrom(written: Written, known: LaddersAnswer, { ladder, night }: { ladder: LadderView; night: string }): Chosen {
  const services = servicesOf(known, ladder)
  return {
    at: written.at ?? night,
    severity: known.severities.find(({ id }) => id === written.severity)?.id ?? known.severities[0]?.id ?? '',
    service: services.find(({ id }) => id === written.service)?.id ?? services[0]?.id ?? null,
    answers: answersFrom(written.answers).filter(({ user }) => known.people.some(({ id }) => id === user)),
  }
}

/** Services that climb this ladder; all of them for one that none climbs, as triggers' ladders. */
export const servicesOf = (known: LaddersAnswer, ladder: LadderView): LaddersAnswer['services'] => {
  const own = known.services.filter((service) => service.ladders.includes(ladder.id))
  return own.length > 0 ? own : known.services
}

const ANSWER = /^([^@!]+)([@!])(\d{1,5}[smhd])$/

export const answersFrom = (text: string | undefined): Answer[] =>
  (text ?? '').split(',').flatMap((each) => {
    const [, user = '', sign, after = ''] = ANSWER.exec(each) ?? []
    return sign ? [{ user, after, does: sign === '!' ? ('pass' as const) : ('acknowledge' as const) }] : []
  })

export const writtenAnswers = (answers: readonly Answer[]): string | undefined =>
  answers.map(({ user, after, does }) => `${user}${does === 'pass' ? '!' : '@'}${after}`).join(',') || undefined

export const askedFrom = ({ at, severity, service, answers }: Chosen): Question => ({
  at,
  severity,
  service,
  for: LENGTH,
  answers,
})
