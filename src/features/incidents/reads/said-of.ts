import type { Actor, RecordedFact } from '../../../core/command/command.ts'
import { timeText } from '../../../core/duty/words.ts'
import type { Reader } from '../../alerts/reads/people.ts'
import type { TimelineEntryView } from '../contract/incident.ts'
import { presentTimeline } from './timeline.ts'

/** More is read in the timeline. */
const LINES_AT_MOST = 5

const isClock = ({ name }: { name: string }): boolean => name.startsWith('obligation.')

/** What a command did, by the facts it caused and no others: a line for each thing, then what it did to the clocks. */
export function saidOf(facts: readonly RecordedFact[], by: Actor, reader: Reader): string {
  if (facts.length === 0) return 'nothing changed: it was so already'
  const told = presentTimeline(facts, reader, 'everything').items.toReversed()
  const own = told.filter((entry) => !isClock(entry) && (entry.by.id === by || entry.isCurated))
  const asked = told.filter((entry) => isClock(entry) && entry.isCurated && entry.by.id === by)
  const lines = [...new Set([...own, ...asked].map((entry) => lineOf(entry, reader)))].slice(0, LINES_AT_MOST)
  const clocks = clocksIn(facts)
  return [...(lines.length > 0 ? lines : ['it is done']), ...(clocks ? [clocks] : [])].join('\n')
}

function lineOf({ by, text, words, promisedBy }: TimelineEntryView, { policy }: Reader): string {
  const until = promisedBy ? ` (by ${timeText(promisedBy, policy.bundle.organization.timezone)})` : ''
  return `${by.name} ${text}${words ? `: ${words}` : ''}${until}`
}

const CLOCKS: readonly [string, string][] = [
  ['obligation.met', 'kept in time'],
  ['obligation.late', 'made good late'],
  ['obligation.opened', 'began'],
  ['obligation.dropped', 'fell away'],
]

/** `clocks: 2 kept in time, 3 began`. */
function clocksIn(facts: readonly RecordedFact[]): string {
  const said = CLOCKS.flatMap(([name, words]) => {
    const many = facts.filter((fact) => fact.name === name).length
    return many > 0 ? [`${many} ${words}`] : []
  })
  return said.length > 0 ? `clocks: ${said.join(', ')}` : ''
}
