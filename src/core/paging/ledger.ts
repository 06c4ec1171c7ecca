import type { JsonObject, RecordedFact } from '../command/command.ts'
import type { Moment } from '../time/moment.ts'

/**
 * What happened to a message, in the order in which things usually go. `handed-over` is the provider's answer to the request;
 * what the carrier, the device or the person prove comes after it. `answered`: a call was taken, which proves no human; `human` does. `silent`: nothing was heard in time, so another road was taken.
 */
export type LedgerStage =
  | 'queued'
  | 'held'
  | 'retrying'
  | 'handed-over'
  | 'accepted'
  | 'delivered'
  | 'answered'
  | 'seen'
  | 'human'
  | 'voicemail'
  | 'failed'
  | 'undelivered'
  | 'silent'
  | 'acknowledged'
  | 'withdrawn'

export type LedgerEvent = { stage: LedgerStage; at: Moment; said: string | null; by: string | null }

/** One message of one page: who was to be reached by what, and everything that is known of it. */
export type LedgerEntry = {
  message: string
  escalation: string
  page: string
  user: string
  road: string
  channel: string
  /** Where it went, masked (`+49…678`); null while nothing was handed over. */
  to: string | null
  /** Counts from 0; -1 is the fallback. Null where the page's beginning is not told. */
  step: number | null
  because: string[]
  /** Why this climb paged although somebody had it, or why another road was taken. */
  reason: string | null
  events: LedgerEvent[]
}

type Told = RecordedFact<JsonObject>
type Opened = { step: number; because: string[]; reason: string | null }

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const STAGE_OF_FACT: Readonly<Record<string, LedgerStage>> = {
  'page.held': 'held',
  'page.delivered': 'handed-over',
  'page.accepted': 'accepted',
  'page.arrived': 'delivered',
  'page.seen': 'seen',
  'page.answered': 'human',
  'page.voicemail': 'voicemail',
  'page.undelivered': 'undelivered',
  'page.unanswered': 'silent',
}

/** That a call arrives means that somebody or something took it, and pressed no key yet. */
const isCallTaken = ({ name, data }: Told): boolean => name === 'page.arrived' && data.road === 'phone'

/** After these nothing that was not handed over leaves any more. */
const ENDS = ['escalation.acknowledged', 'escalation.stopped', 'escalation.exhausted', 'escalation.raised', 'escalation.escalated']

/** The ledger of one escalation from its facts, in the order of queueing. */
export function ledgerOfFacts(facts: readonly Told[]): LedgerEntry[] {
  const ledger = new Ledger()
  for (const fact of facts) ledger.read(fact)
  return ledger.entries
}

class Ledger {
  readonly entries: LedgerEntry[] = []
  private readonly opened = new Map<string, Opened>()

  read(fact: Told): void {
    const { name, data } = fact
    if (name === 'page.opened') this.open(data)
    else if (name === 'page.queued') this.queue(fact)
    else if (name === 'page.failed') this.add(fact, data.retrying === true ? 'retrying' : 'failed')
    else if (STAGE_OF_FACT[name]) this.add(fact, isCallTaken(fact) ? 'answered' : STAGE_OF_FACT[name])
    else if (ENDS.includes(name)) this.end(fact)
  }

  private open({ page, step, because, reason }: JsonObject): void {
    const chain = Array.isArray(because) ? because.filter((each): each is string => typeof each === 'string') : []
    this.opened.set(String(page), { step: typeof step === 'number' ? step : -1, because: chain, reason: text(reason) })
  }

  private queue({ of, data, at }: Told): void {
    const page = String(data.page)
    const opened = this.opened.get(page)
    const { user, road, channel } = data
    this.entries.push({
      message: text(data.message) ?? `${page}/${channel}`,
      escalation: of.id,
      page,
      user: String(user),
      road: String(road),
      channel: String(channel),
      to: null,
      step: opened?.step ?? null,
      because: opened?.because ?? [],
      reason: opened?.reason ?? null,
      events: [{ stage: 'queued', at, said: null, by: null }],
    })
  }

  private add({ data, at, by }: Told, stage: LedgerStage): void {
    const isIt = (entry: LedgerEntry): boolean =>
      entry.message === data.message || (entry.page === data.page && entry.channel === data.channel)
    const entry = this.entries.findLast(isIt)
    if (!entry) return
    const { events } = entry
    entry.to = text(data.to) ?? entry.to
    const said = text(data.said) ?? text(data.why)
    events.push({ stage, at, said, by: by === 'engine' ? null : by })
    if (data.proof === 'accepted' || data.proof === 'delivered') events.push({ stage: data.proof, at, said, by: null })
  }

  private end({ name, data, at, by }: Told): void {
    const isAcknowledged = name === 'escalation.acknowledged'
    for (const entry of this.entries) {
      const stages = entry.events.map(({ stage }) => stage)
      if (stages.includes('withdrawn') || stages.includes('acknowledged')) continue
      const isOut = stages.includes('handed-over') || stages.includes('failed')
      if (!isOut) entry.events.push({ stage: 'withdrawn', at, said: text(data.why) ?? text(data.reason), by })
      else if (isAcknowledged) entry.events.push({ stage: 'acknowledged', at, said: text(data.via), by })
    }
  }
}

/** A hand-over that was under way when somebody acknowledged lands after it: what was taken back then is proved wrong. */
export const lastStageOf = ({ events }: LedgerEntry): LedgerStage => events.at(-1)?.stage ?? 'queued'

/** Whether a person is known to have had it before them. */
export const isProvedHuman = ({ events }: LedgerEntry): boolean => events.some(({ stage }) => stage === 'seen' || stage === 'human')

/** An entry as the API shows it. */
type Listed = Omit<LedgerEntry, 'events'> & { events: readonly (Omit<LedgerEvent, 'stage'> & { stage: string })[] }

const COLUMNS = [
  'message',
  'escalation',
  'page',
  'user',
  'road',
  'channel',
  'to',
  'step',
  'because',
  'reason',
  'stage',
  'at',
  'said',
  'by',
] as const

/** One line for each event, so that a spreadsheet can count and sort. RFC 4180; no cell begins as a formula. */
export function ledgerCsv(entries: readonly Listed[]): string {
  const lines = entries.flatMap(({ events, because, ...entry }) =>
    events.map((event) => {
      const row: Record<string, string | number | null> = { ...entry, ...event, because: because.join(' > ') }
      return COLUMNS.map((column) => cell(row[column] ?? '')).join(',')
    }),
  )
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`
}

function cell(value: string | number): string {
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
