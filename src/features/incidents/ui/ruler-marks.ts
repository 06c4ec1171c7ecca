import type { ClockView, IncidentDetail } from '../contract/incident.ts'
import { isOpenClock } from './clock-band-order.ts'
import { say } from './strings.ts'

export type MarkKind = 'dot' | 'check' | 'flag' | 'late' | 'missed' | 'due'
export type Mark = { id: string; at: string; label: string; kind: MarkKind; tone?: 'soon' | 'missed' }
export type Span = { from: string; to: string; marks: Mark[] }

const MINUTE = 60_000
/** Past what is owed soon the scale would press everything else together. */
const LEAST_AHEAD_MS = 30 * MINUTE
/** Room before the first and after the last mark, as a share of the whole. */
const MARGIN = 0.03

/** What has happened and what is owed, on one line to scale: an incident that is over ends with its last moment. */
export function marksOf(incident: IncidentDetail, nowMs: number): Span {
  const past = [...moments(incident), ...closed(incident.clocks)]
  const start = Math.min(nowMs, ...past.map((mark) => Date.parse(mark.at)))
  const end = incident.resolvedAt ? Date.parse(incident.resolvedAt) : nowMs
  const horizon = incident.resolvedAt ? end : nowMs + Math.max(LEAST_AHEAD_MS, nowMs - start)
  const marks = [...past, ...open(incident.clocks, nowMs)].filter((mark) => Date.parse(mark.at) <= horizon)
  const last = Math.max(end, ...marks.map((mark) => Date.parse(mark.at)))
  const margin = Math.max(MINUTE, (last - start) * MARGIN)
  return { from: new Date(start - margin).toISOString(), to: new Date(last + margin).toISOString(), marks }
}

function moments({ at, posts }: IncidentDetail): Mark[] {
  const known: [string, MarkKind, string][] = [
    ['started', 'dot', say('started')],
    ['acknowledged', 'check', say('acknowledged')],
    ['declared', 'flag', say('declared')],
    ['mitigated', 'check', say('mitigatedMark')],
    ['resolved', 'check', say('resolvedMark')],
  ]
  const named = known.flatMap(([id, kind, label]): Mark[] => {
    const moment = at[id]
    // Without an alert an incident starts, is detected and is declared at one moment: the declaration says it.
    return moment && (id === 'declared' || moment !== at.declared) ? [{ id, at: moment, label, kind }] : []
  })
  return [...named, ...posts.map((post): Mark => ({ id: post.id, at: post.at, label: say('publicPost'), kind: 'check' }))]
}

const closed = (clocks: readonly ClockView[]): Mark[] =>
  clocks.flatMap((clock): Mark[] => {
    const isShown = clock.closedAt && (clock.status === 'late' || (clock.status === 'met' && clock.must === 'update'))
    return isShown
      ? [{ id: clock.id, at: clock.closedAt as string, label: clock.title, kind: clock.status === 'late' ? 'late' : 'check' }]
      : []
  })

const open = (clocks: readonly ClockView[], nowMs: number): Mark[] =>
  clocks.filter(isOpenClock).map((clock) => {
    const isMissed = Date.parse(clock.dueAt) <= nowMs
    const isSoon = !isMissed && Date.parse(clock.warnAt) <= nowMs
    return {
      id: clock.id,
      at: clock.dueAt,
      label: clock.title,
      kind: isMissed ? 'missed' : 'due',
      ...(isMissed ? { tone: 'missed' as const } : isSoon ? { tone: 'soon' as const } : {}),
    }
  })
