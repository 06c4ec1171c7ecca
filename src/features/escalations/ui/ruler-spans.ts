import type { LadderView } from '../contract/ladders.ts'
import type { SimulateAnswer, Skipped, Wake } from '../contract/simulate.ts'

/** Seconds after the alert, half-open. */
export type Stretch = { startS: number; endS: number }
/** One road taken: when, and whether it gets somebody up. */
export type Pip = { atS: number; road: string; wakes: boolean }
export type StepRow = Stretch & { index: number; people: Wake['person'][]; pips: Pip[]; skipped: Skipped[]; isReached: boolean }
export type RulerRows = {
  steps: StepRow[]
  /** The second climb, when it begins within the axis or what was played. */
  again: (Stretch & { people: Wake['person'][] }) | null
  fallback: { atS: number; at: string; people: Wake['person'][] } | null
}

const COLUMNS = 12
/** The axis reaches a little beyond the last step's first page. */
const MORE_S = 300
const HOUR = 3600
/** The axis is an hour, unless the first climb needs more. */
const LENGTHS = [HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR]

/** The length of the one axis that all ladders share, in seconds, and of one of its columns. */
export function axisOf(answer: SimulateAnswer): { lengthS: number; tickS: number } {
  const endS = lengthOf(answer)
  const first = answer.wakes.filter(({ round, step, ladder }) => round === 1 && step >= 0 && ladder.basis === 'acknowledged')
  const lengthS = LENGTHS.find((each) => each >= Math.min((first.at(-1)?.afterS ?? 0) + MORE_S, endS)) ?? endS
  return { lengthS, tickS: lengthS / COLUMNS }
}

const lengthOf = ({ start, end }: SimulateAnswer): number => Math.round((Date.parse(end) - Date.parse(start)) / 1000)

/** A ladder as it would be climbed, in seconds since the alert. */
export function rowsOf(ladder: LadderView, answer: SimulateAnswer): RulerRows {
  const wakes = answer.wakes.filter((wake) => wake.ladder.id === ladder.id)
  const skipped = answer.skipped.filter((each) => each.ladder?.id === ladder.id)
  const first = wakes.filter(({ round, step }) => round === 1 && step >= 0)
  const second = wakes.filter(({ round, step }) => round === 2 && step >= 0)
  const last = wakes.filter(({ step }) => step < 0)
  const endS = lengthOf(answer)
  const stops = stopOf(ladder, answer)
  const nextS = Math.min(second[0]?.afterS ?? endS, last[0]?.afterS ?? endS, stops ?? endS)
  const steps = ladder.steps.map((_, index) => stepRow(index, { first, skipped, nextS }))
  return {
    steps,
    again: second[0] ? { startS: second[0].afterS, endS: afterFirst(second, last, endS), people: peopleAt(second, second[0].step) } : null,
    fallback: last[0]
      ? { atS: last[0].afterS, at: last[0].at, people: last.filter(({ at }) => at === last[0]?.at).map(({ person }) => person) }
      : null,
  }
}

/** When an acknowledgement ends the climb. What waits for the resolution goes on. */
function stopOf(ladder: LadderView, { events }: SimulateAnswer): number | null {
  if (ladder.basis !== 'acknowledged') return null
  const taken = events.find(({ kind, text }) => kind === 'ack' && !text.startsWith('changes nothing'))
  return taken ? Math.round(taken.offsetMs / 1000) : null
}

type Found = { first: readonly Wake[]; skipped: readonly Skipped[]; nextS: number }

function stepRow(index: number, { first, skipped, nextS }: Found): StepRow {
  const own = first.filter(({ step }) => step === index)
  const startS = own[0]?.afterS ?? skipped.find(({ step }) => step === index)?.afterS ?? nextS
  const later = first.filter(({ step, afterS }) => step > index && afterS >= startS).map(({ afterS }) => afterS)
  return {
    index,
    startS,
    endS: Math.max(startS, Math.min(nextS, ...later)),
    people: peopleAt(own, index),
    pips: pipsOf(own),
    skipped: skipped.filter(({ step }) => step === index),
    isReached: own.length > 0,
  }
}

const peopleAt = (wakes: readonly Wake[], step: number): Wake['person'][] => [
  ...new Map(wakes.filter((wake) => wake.step === step).map(({ person }) => [person.id, person])).values(),
]

/** Roads of several people taken at one moment are one pip each kind. */
function pipsOf(wakes: readonly Wake[]): Pip[] {
  const pips = wakes.flatMap(({ afterS, roads }) => roads.map(({ road, wakes: isWaking }) => ({ atS: afterS, road, wakes: isWaking })))
  return [...new Map(pips.map((pip) => [`${pip.atS} ${pip.road}`, pip])).values()].sort(
    (a, b) => a.atS - b.atS || Number(a.wakes) - Number(b.wakes),
  )
}

const afterFirst = (second: readonly Wake[], last: readonly Wake[], endS: number): number =>
  second.find(({ step }) => step !== second[0]?.step)?.afterS ?? last[0]?.afterS ?? endS
