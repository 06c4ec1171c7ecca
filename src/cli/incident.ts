import type { Command } from 'commander'
import type { KnownWords } from '../features/incidents/contract/command-words.ts'
import { teachFirstWords } from '../features/incidents/contract/first-words.ts'
import { commandHelp, readCommand } from '../features/incidents/contract/grammar.ts'
import type {
  ClockView,
  IncidentDetail,
  IncidentList,
  IncidentRow,
  TimelineEntryView,
  TimelineView,
  VerbAnswer,
} from '../features/incidents/contract/incident.ts'
import type { DeclareBody } from '../features/incidents/contract/requests.ts'
import type { Client } from './client.ts'
import { Failure } from './failure.ts'
import { defineRecords } from './incident-records.ts'
import { printRunbook } from './incident-runbook.ts'
import { printIncident } from './incident-shown.ts'
import { minute, printJson, printLine, printTable } from './print.ts'

const MISUSED = 2
const BASE = '/api/v1/incidents'

type Json = { json?: boolean }
type Declaring = Json & { severity?: string; service?: string; page: boolean; detectedBy?: string; impact: string[] }
type Listing = Json & { status: string; severity?: string; q?: string; limit: string }

const client = async (): Promise<Client> => (await import('./client.ts')).connect()
const pathOf = (name: string, verb = ''): string => `${BASE}/${encodeURIComponent(name)}${verb && `/${verb}`}`

export function define(command: Command): void {
  command.enablePositionalOptions()
  command.addHelpText(
    'after',
    '\nExamples:\n  tocsin incident declare "Card payments failing" --severity SEV-1 --service payments-api\n  tocsin incident list\n  tocsin incident update INC-42 "Rollback at 60 %" next 30m\n  tocsin incident role INC-42 scribe @ben\n  tocsin incident resolve INC-42 "Rolled back"',
  )
  defineDeclaring(command)
  defineReading(command)
  defineRecords(command)
  // These have their own options, further up.
  const defined = new Set(command.commands.map((each) => each.name()))
  for (const { name, aliases, usage, about, isAboutIncident } of commandHelp) {
    if (!isAboutIncident || defined.has(name)) continue
    const verb = command.command(name).aliases(aliases).description(about)
    verb
      .argument('<incident>', 'INC-2026-02-10-001, INC-42 or 42')
      .argument('[words...]', `as in: ${usage}`)
      .option('--json', 'answer as JSON')
      // What stands after the incident is the grammar's: `--force`, `--why`, and texts that begin with a dash.
      .passThroughOptions()
      .action((incident: string, typed: string[], { json }: Json) => {
        if (/^(-h|--help)$/.test(typed[0] ?? '')) return verb.help()
        const words = typed.filter((word, i) => word !== '--json' || (i > 0 && i < typed.length - 1))
        return act({ name, incident, words }, json || words.length < typed.length)
      })
  }
}

function defineDeclaring(command: Command): void {
  const collect = (value: string, before: string[]): string[] => [...before, value]
  command
    .command('declare')
    .argument('<words...>', 'what customers cannot do; before it a level, as in: SEV-1 Card payments fail')
    .description('declare an incident: title and severity suffice')
    .option('--severity <level>', 'its level, in any spelling; without it the most severe')
    .option('--service <id>', 'service it is about')
    .option('--no-page', 'page nobody')
    .option('--detected-by <source>', 'how it was noticed')
    .option('--impact <field=value>', 'field of the impact, may be given again', collect, [])
    .option('--json', 'answer as JSON')
    .action(async (words: string[], { severity, service, page, detectedBy, impact, json }: Declaring) => {
      const said: DeclareBody = severity ? { title: words.join(' ') } : declaredIn(words)
      const body: DeclareBody = {
        ...said,
        page: page && said.page !== false,
        impact: impactOf(impact),
        ...(severity ? { severity } : {}),
        ...(service ? { service } : {}),
        ...(detectedBy ? { detectedBy } : {}),
      }
      show(await (await client()).create<IncidentDetail>(BASE, body), json)
    })
}

/** As in the war room: a level may stand first, `service:api` anywhere. */
function declaredIn(words: readonly string[]): DeclareBody {
  const read = readCommand(`declare ${words.join(' ')}`)
  if (!read.ok) throw new Failure(read.message, { exitCode: MISUSED })
  return read.request.body as DeclareBody
}

/** `users=4200` is a number, `public=true` a flag; everything else is text. */
function impactOf(fields: string[]): NonNullable<DeclareBody['impact']> {
  return Object.fromEntries(
    fields.map((field) => {
      const [name = '', ...rest] = field.split('=')
      const value = rest.join('=')
      if (!name || rest.length === 0)
        throw new Failure(`"${field}" is no field of the impact; write field=value, for example users_affected=4200`, { exitCode: MISUSED })
      return [name, /^(true|false)$/.test(value) ? value === 'true' : /^\d+(\.\d+)?$/.test(value) ? Number(value) : value]
    }),
  )
}

function defineReading(command: Command): void {
  command
    .command('list')
    .description('incidents, newest first')
    .option('--status <status>', 'open, resolved or all', 'open')
    .option('--severity <levels>', 'only these levels, with commas between')
    .option('--q <words>', 'words of the title, or a reference')
    .option('--limit <count>', 'at most so many', '50')
    .option('--json', 'answer as JSON')
    .action(list)
  command
    .command('show')
    .argument('<incident>', 'INC-2026-02-10-001, INC-42 or 42')
    .description('one incident: where it stands, who does what, what is owed')
    .option('--json', 'answer as JSON')
    .action(async (name: string, { json }: Json) => show(await (await client()).call<IncidentDetail>('GET', pathOf(name)), json))
  command
    .command('timeline')
    .argument('<incident>', 'INC-2026-02-10-001, INC-42 or 42')
    .description('what happened, oldest first')
    .option('--everything', 'every page, delivery and clock, too')
    .option('--find <words>', 'only entries in which each of these words stands, from the whole timeline')
    .option('--json', 'answer as JSON')
    .action(timeline)
}

async function list({ status, severity, q, limit, json }: Listing): Promise<void> {
  const { call } = await client()
  const items: IncidentRow[] = []
  let cursor: string | null = null
  do {
    const asked = Object.entries({ status, severity, q, cursor: cursor ?? undefined }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    )
    const page: IncidentList = await call<IncidentList>('GET', `${BASE}?${new URLSearchParams(asked)}`)
    items.push(...page.items)
    cursor = page.next
  } while (cursor && items.length < Number(limit))
  const shown = items.slice(0, Number(limit))
  if (json) return printJson(shown)
  if (shown.length === 0) return printLine('No such incidents.')
  printTable(
    shown.map((row) => [
      row.reference,
      row.severity.id,
      row.status,
      row.missed > 0 ? `${row.missed} missed` : clockText(row.nextClock),
      row.title,
    ]),
  )
}

const clockText = (clock: ClockView | null): string => (clock ? `${clock.title} due ${minute(clock.dueAt)}` : '')

/** As many as one page of the API holds by itself. */
const ENTRIES_SHOWN = 500

type Looking = Json & { everything?: boolean; find?: string }

async function timeline(name: string, { everything, find: words = '', json }: Looking): Promise<void> {
  const { call } = await client()
  const found: TimelineEntryView[] = []
  let cursor: string | null = null
  do {
    const asked = new URLSearchParams({ view: everything ? 'everything' : 'curated', words, ...(cursor ? { cursor } : {}) })
    const page: TimelineView = await call<TimelineView>('GET', `${pathOf(name, 'timeline')}?${asked}`)
    found.push(...page.items)
    cursor = page.next
  } while (cursor && found.length < ENTRIES_SHOWN)
  const entries = found.slice(0, ENTRIES_SHOWN).toReversed()
  if (json) return printJson(entries)
  printTable(entries.map(({ id, at, by, text, words: said }) => [numberOf(id), minute(at), by.name, said ? `${text}: ${said}` : text]))
}

/** What `pin`, `unpin` and `correct` name an entry by; what a ladder said has its own count. */
const numberOf = (id: string): string => /^incident:.*:(\d+)$/.exec(id)?.[1] ?? ''

/** Their words are told apart by the names of roles and people. */
const ROLE_COMMANDS = new Set(['role', 'commander', 'tech-lead', 'comms', 'scribe', 'liaison'])

type Act = { name: string; incident: string; words: string[] }

/** Verbs are read by the grammar of the war room's command line, so that both know the same words. */
async function act({ name, incident, words }: Act, json?: boolean): Promise<void> {
  const { call } = await client()
  // Which incident is known: a number among the words belongs to them.
  const line = `#0 ${name} ${words.join(' ')}`
  const detail = () => call<IncidentDetail>('GET', pathOf(incident))
  const namesPeople = words.some((word) => word.startsWith('@')) || ROLE_COMMANDS.has(name)
  const read = readCommand(line, namesPeople ? knownIn(await detail()) : {})
  if (!read.ok) {
    const message = read.bare ? teachFirstWords(read.message, name, await detail()) : read.message
    throw new Failure(message, { exitCode: MISUSED })
  }
  if (read.request.verb === 'show') return show(await detail(), json)
  const after = await call<VerbAnswer>('POST', pathOf(incident, read.request.verb), read.request.body)
  if (json) return printJson(after)
  if (read.request.verb === 'runbook') await printRunbook(await client(), after, String(read.request.body.runbook))
  printIncident(after, after.said)
}

const knownIn = ({ choices, roles }: IncidentDetail): KnownWords => ({ users: choices.people, roles })

const show = (incident: IncidentDetail, json?: boolean): void => (json ? printJson(incident) : printIncident(incident))
