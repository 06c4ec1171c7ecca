import { readFileSync } from 'node:fs'

/**
 * Compares an exported delivery ledger with what the outside received. It knows the export's format and the promises, nothing of
 * the product: it imports none of it.
 *
 *   node test/ledger-check/check-ledger.ts ledger.json received.json
 *
 * `received.json` is a list of { id, at, answered: 'ok' | 'error' | 'silence', proofs?: string[] }: one entry for each request
 * that a provider got, with the stages that it reported back later.
 */
export type ReceivedPage = { id: string; at: string; answered: 'ok' | 'error' | 'silence'; proofs?: string[] }

type Event = { stage: string; at: string; said: string | null }
type Entry = { message: string; user: string; channel: string; events: Event[] }

/** A carrier sees two copies at most, and two only where a process died between the hand-over and its record. */
const MOST_COPIES = 2
/** What is only said of messages that left the house. */
const OUTSIDE = ['accepted', 'delivered', 'seen', 'human', 'voicemail', 'undelivered']
/** Stamps are of two machines. */
const CLOCKS_APART_MS = 2_000

/** What the two sides disagree about, in words; empty when the ledger is true. */
export function disagreements(ledger: readonly Entry[], received: readonly ReceivedPage[]): string[] {
  const got = Map.groupBy(received, (each) => each.id)
  const known = new Set(ledger.map((entry) => entry.message))
  const strangers = [...got.keys()].filter((id) => !known.has(id)).map((id) => `${id} was received and is not in the ledger`)
  const twice = ledger.length === known.size ? [] : ['a message stands in the ledger twice']
  return [...strangers, ...twice, ...ledger.flatMap((entry) => disagreementsOf(entry, got.get(entry.message) ?? []))]
}

function disagreementsOf({ message, events }: Entry, got: readonly ReceivedPage[]): string[] {
  const problems: string[] = []
  const stages = events.map(({ stage }) => stage)
  const has = (...wanted: string[]): boolean => stages.some((stage) => wanted.includes(stage))
  const taken = got.filter(({ answered }) => answered === 'ok')
  const isTold = events.some(({ stage, said }) => stage === 'handed-over' && said?.startsWith('told together'))
  if (stages[0] !== 'queued') problems.push('does not begin with its queueing')
  if (events.some((event, i) => i > 0 && event.at < (events[i - 1]?.at ?? ''))) problems.push('goes back in time')
  if (has('handed-over') && taken.length === 0 && !isTold) problems.push('is called handed over and nobody received it')
  if (!has('handed-over') && taken.length > 0) problems.push('was received and is not called handed over')
  if (has('withdrawn') && !has('handed-over') && taken.length > 0) problems.push('is called withdrawn and was received')
  if (taken.length > MOST_COPIES) problems.push(`was received ${taken.length} times`)
  const failures = got.filter(({ answered }) => answered === 'error').length
  const told = stages.filter((stage) => stage === 'retrying' || stage === 'failed').length
  if (failures > told) problems.push(`was refused ${failures} times and says so of ${told}`)
  const proofs = new Set(got.flatMap((each) => each.proofs ?? []))
  for (const stage of OUTSIDE) {
    if (proofs.has(stage) && !has(stage)) problems.push(`is "${stage}" says the carrier, and not the ledger`)
    if (has(stage) && !proofs.has(stage) && !isTold) problems.push(`is "${stage}" says the ledger, and not the carrier`)
  }
  const handed = events.find(({ stage }) => stage === 'handed-over')
  const first = taken.map(({ at }) => Date.parse(at)).sort((a, b) => a - b)[0]
  if (handed && first !== undefined && Date.parse(handed.at) + CLOCKS_APART_MS < first)
    problems.push('is called handed over before it was received')
  return problems.map((problem) => `${message} ${problem}`)
}

if (process.argv[1] === import.meta.filename) {
  const [ledgerFile, receivedFile] = process.argv.slice(2)
  if (!ledgerFile || !receivedFile) throw new Error('write: node test/ledger-check/check-ledger.ts ledger.json received.json')
  const { items } = JSON.parse(readFileSync(ledgerFile, 'utf8')) as { items: Entry[] }
  const received = JSON.parse(readFileSync(receivedFile, 'utf8')) as ReceivedPage[]
  const problems = disagreements(items, received)
  for (const problem of problems) process.stdout.write(`${problem}\n`)
  process.stdout.write(`${items.length} entries, ${received.length} received: ${problems.length} disagreements\n`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
