import type { Command } from 'commander'
import { ledgerCsv } from '../core/paging/ledger.ts'
import type { AlertDetail, AlertList, AlertRow } from '../features/alerts/contract.ts'
import type { IncidentDetail } from '../features/incidents/contract/incident.ts'
import type { LedgerAnswer } from '../features/paging/contract.ts'
import type { Client } from './client.ts'
import { minute, printJson, printLine, printTable } from './print.ts'

type Json = { json?: boolean }
type Listing = Json & { status: string; severity?: string; service?: string; q?: string; limit: string }
type Raising = Json & { service?: string; severity?: string; label: string[] }
type Reasoned = { reason?: string }
type Declaring = Json & { title?: string; severity?: string }
type Snoozing = Json & Reasoned & { for?: string; until?: string }

const WHY = 'for the next who looks at it; some organisations want one'

const client = async (): Promise<Client> => (await import('./client.ts')).connect()
const pathOf = (id: string, act = ''): string => `/api/v1/alerts/${encodeURIComponent(id)}${act && `/${act}`}`

export function define(command: Command): void {
  command.addHelpText(
    'after',
    '\nExamples:\n  tocsin alert list --status triggered\n  tocsin alert show ALR-48213\n  tocsin alert open "Payments are slow" --service payments-api\n  tocsin alert snooze ALR-48213 --for 2h\n  tocsin alert declare ALR-48213 --severity SEV-2',
  )
  defineReading(command)
  defineOpening(command)
  defineActing(command)
  defineTriage(command)
}

function defineReading(command: Command): void {
  command
    .command('list')
    .description('open alerts, newest first')
    .option('--status <status>', 'open, triggered, acknowledged, snoozed, resolved or all', 'open')
    .option('--severity <levels>', 'only these levels, with commas between')
    .option('--service <ids>', 'only these services, with commas between')
    .option('--q <words>', 'words of the title')
    .option('--limit <count>', 'at most so many', '50')
    .option('--json', 'answer as JSON')
    .action(list)
  command
    .command('show')
    .argument('<id>', 'ALR-48213 or an id')
    .description('one alert: why somebody was paged, every attempt, who is next')
    .option('--json', 'answer as JSON')
    .action(async (id: string, { json }: Json) => show(await (await client()).call<AlertDetail>('GET', pathOf(id)), json))
  command
    .command('ledger')
    .argument('<id>', 'ALR-48213 or an id')
    .description('every page of an alert from its queueing to whoever answered, as CSV')
    .option('--json', 'answer as JSON')
    .action(ledger)
}

async function list({ status, severity, service, q, limit, json }: Listing): Promise<void> {
  const { call } = await client()
  const items: AlertRow[] = []
  const most = Number(limit)
  let cursor: string | null = null
  do {
    const asked = { status, severity, service, q, cursor: cursor ?? undefined }
    const query = new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined))
    const page: AlertList = await call<AlertList>('GET', `/api/v1/alerts?${query}`)
    items.push(...page.items)
    cursor = page.next
  } while (cursor && items.length < most)
  const shown = items.slice(0, most)
  if (json) return printJson(shown)
  printTable(shown.map((row) => [row.reference, row.severity.id, stateOf(row), row.service?.name ?? '', row.title]))
  if (shown.length === 0) printLine('No such alerts.')
}

function stateOf({ status, paging, acknowledged }: AlertRow): string {
  if (paging.length > 0) return `paging ${paging.map((each) => each.name).join(', ')}`
  return acknowledged && status === 'acknowledged' ? `acknowledged by ${acknowledged.by.name}` : status
}

/** Who, by what, when, and everything that became of it: `queued 02:05:00, handed-over +1 s, voicemail +24 s`. */
function attemptLine({ person, road, queuedAt, said, result, events }: AlertDetail['ledger'][number]): string[] {
  const began = Date.parse(queuedAt)
  const since = (at: string): string => `+${Math.round((Date.parse(at) - began) / 1000)} s`
  const became = events.filter(({ stage }) => stage !== 'queued').map(({ stage, at }) => `${stage} ${since(at)}`)
  return [person.name, road, minute(queuedAt), said ?? '', result, became.join(', ')]
}

/** The whole ledger of one alert: JSON as the API gives it, or a table for a spreadsheet. */
async function ledger(id: string, { json }: Json): Promise<void> {
  const answer = await (await client()).call<LedgerAnswer>('GET', pathOf(id, 'ledger'))
  if (json) printJson(answer)
  else process.stdout.write(ledgerCsv(answer.items))
}

function show(alert: AlertDetail, json?: boolean): void {
  if (json) {
    printJson(alert)
    return
  }
  printLine(`${alert.reference}  ${alert.severity.id}  ${stateOf(alert)}`)
  printLine(alert.title)
  if (alert.why) printLine()
  printTable((alert.why?.chain ?? []).map((link) => [link.kind, link.answer, link.evidence ?? '']))
  if (alert.ledger.length > 0) printLine()
  printTable(alert.ledger.map(attemptLine))
  if (alert.next)
    printLine(
      `\nIf nobody acknowledges, ${alert.next.people.map((each) => each.name).join(', ')} will be paged at ${minute(alert.next.at)} UTC.`,
    )
}

function defineOpening(command: Command): void {
  const collect = (value: string, before: string[]): string[] => [...before, value]
  command
    .command('open')
    .argument('<title>', 'what is broken')
    .description('open an alert by hand: it is routed and pages like any other')
    .option('--service <id>', 'service it is about')
    .option('--severity <level>', 'its level')
    .option('--label <key=value>', 'label, may be given again', collect, [])
    .option('--json', 'answer as JSON')
    .action(async (title: string, { service, severity, label, json }: Raising) => {
      const labels = Object.fromEntries(label.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]))
      const body = { title, labels, ...(service ? { service } : {}), ...(severity ? { severity } : {}) }
      show(await (await client()).create<AlertDetail>('/api/v1/alerts', body), json)
    })
}

function defineActing(command: Command): void {
  for (const name of ['resolve', 'acknowledge'] as const)
    command
      .command(name)
      .argument('<id...>', 'ALR-48213 or ids')
      .description(`${name} alerts`)
      .option('--reason <text>', WHY)
      .option('--json', 'answer as JSON')
      .action(async (ids: string[], { json, reason }: Json & Reasoned) => {
        const { call } = await client()
        const body = reason ? { reason } : {}
        for (const id of ids) show(await call<AlertDetail>('POST', pathOf(id, name), body), json)
      })
  command
    .command('snooze')
    .argument('<id>', 'ALR-48213 or an id')
    .description('let an alert sleep; it pages again afterwards')
    .option('--for <duration>', 'how long, for example 2h')
    .option('--until <moment>', 'or until when')
    .option('--reason <text>', WHY)
    .option('--json', 'answer as JSON')
    .action(async (id: string, { json, ...ending }: Snoozing) => {
      show(await (await client()).call<AlertDetail>('POST', pathOf(id, 'snooze'), ending), json)
    })
  command
    .command('escalate')
    .argument('<id>', 'ALR-48213 or an id')
    .argument('<reason>', 'why the next step is needed now')
    .description('climb to the next step now')
    .option('--json', 'answer as JSON')
    .action(async (id: string, reason: string, { json }: Json) =>
      show(await (await client()).call<AlertDetail>('POST', pathOf(id, 'escalate'), { reason }), json),
    )
}

/** What is no incident is resolved with the reason. */
function defineTriage(command: Command): void {
  command
    .command('declare')
    .argument('<id>', 'ALR-48213 or an id')
    .description('make an incident of an alert; its ladder goes on for the incident')
    .option('--title <text>', "title of the incident, instead of the alert's")
    .option('--severity <level>', "its level, instead of the alert's")
    .option('--json', 'answer as JSON')
    .action(async (id: string, { json, ...said }: Declaring) => {
      const { call } = await client()
      const alert = await call<AlertDetail>('POST', pathOf(id, 'declare'), said)
      const { reference } = await call<IncidentDetail>('GET', `/api/v1/incidents/${encodeURIComponent(alert.incident ?? '')}`)
      if (!json) printLine(`${alert.reference} is ${reference} now: tocsin incident show ${reference}\n`)
      show(alert, json)
    })
  command
    .command('link')
    .argument('<id>', 'ALR-48213 or an id')
    .argument('<incident>', 'the open incident that it belongs to')
    .description('an alert of an incident that is declared already')
    .option('--json', 'answer as JSON')
    .action(async (id: string, incident: string, { json }: Json) => {
      const { call } = await client()
      await call<unknown>('POST', `/api/v1/incidents/${encodeURIComponent(incident)}/link`, { alert: id })
      show(await call<AlertDetail>('GET', pathOf(id)), json)
    })
}
