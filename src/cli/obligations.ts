import type { Command } from 'commander'
import type { OwedList, ScoreAnswer, WhyAnswer } from '../features/obligations/contract.ts'
import type { Client } from './client.ts'
import { minute, printJson, printLine, printTable } from './print.ts'

type Json = { json?: boolean }
type Listing = Json & {
  mine?: boolean
  missed?: boolean
  owner?: string
  team?: string
  severity?: string
  must?: string
  incident?: string
  all?: boolean
}

const BASE = '/api/v1/obligations'
const client = async (): Promise<Client> => (await import('./client.ts')).connect()

export function define(command: Command): void {
  command.addHelpText(
    'after',
    '\nExamples:\n  tocsin obligations\n  tocsin obligations list --missed --team payments\n  tocsin obligations why INC-42 internal-update\n  tocsin obligations score --by team\n  tocsin obligations done document:review --note "new numbers"',
  )
  defineList(command)
  command
    .command('why')
    .argument('<incident>', 'INC-2026-02-10-001, INC-42 or 42; "organization" for what belongs to no incident')
    .argument('<clock>', 'its id (internal-update#3) or its rule (internal-update): then the latest')
    .description('why something is owed: rule, condition, anchor and the sum in words')
    .option('--json', 'answer as JSON')
    .action(why)
  command
    .command('score')
    .description('what was kept, late, missed, waived')
    .option('--by <what>', 'incident, month or team', 'month')
    .option('--from <moment>', 'from this moment on (2026-11-01T00:00:00Z); default: a quarter ago')
    .option('--to <moment>', 'until this moment')
    .option('--json', 'answer as JSON')
    .action(score)
  command
    .command('done')
    .argument('<what>', 'document:review, routine:… or drill:…')
    .description('say that something owed without an incident is done')
    .option('--note <words>', 'what came of it')
    .action(async (what: string, { note }: { note?: string }) => standing('done', { what, ...(note ? { note } : {}) }))
  command
    .command('waive')
    .argument('<clock>', 'its id, such as drill-tabletop#1')
    .argument('<why...>', 'the reason')
    .description('let go of something owed without an incident')
    .action(async (obligation: string, words: string[]) => standing('waive', { obligation, why: words.join(' ') }))
}

function defineList(command: Command): void {
  command
    .command('list', { isDefault: true })
    .description('what is owed now, by whom (this is what `tocsin obligations` does)')
    .option('--mine', 'only what is mine')
    .option('--missed', 'only what is overdue')
    .option('--owner <people>', 'whose, with commas between')
    .option('--team <teams>', 'of the incident’s service')
    .option('--severity <levels>', 'SEV-1,SEV-2')
    .option('--must <acts>', 'acknowledge, assign, notify, update, publish, email, escalate, complete')
    .option('--incident <incidents>', 'INC-42')
    .option('--all', 'routines whose time has not come, too')
    .option('--json', 'answer as JSON')
    .action(list)
}

async function list({ json, mine, missed, all, ...filters }: Listing): Promise<void> {
  const { call } = await client()
  const asked = new URLSearchParams({
    ...filters,
    owed: missed ? 'missed' : 'now',
    mine: String(mine ?? false),
    standing: all ? 'all' : 'due',
  })
  const owed = await call<OwedList>('GET', `${BASE}?${asked}`)
  if (json) return printJson(owed)
  const rows = [
    ...owed.items.map(({ incident, clock }) => [incident.reference, clock]),
    ...owed.standing.map(({ clock }) => ['organization', clock]),
  ] as [string, OwedList['items'][number]['clock']][]
  if (rows.length === 0) return printLine('Nothing is owed.')
  printTable(
    rows.map(([about, { id, status, dueAt, owners, title }]) => [
      about,
      id,
      status,
      `due ${minute(dueAt)}`,
      owners.map(({ name }) => name).join(', ') || 'nobody',
      title,
    ]),
  )
}

async function why(incident: string, clock: string, { json }: Json): Promise<void> {
  const { call } = await client()
  const id = encodeURIComponent(clock)
  const path =
    incident === 'organization' ? `${BASE}/standing/${id}/why` : `/api/v1/incidents/${encodeURIComponent(incident)}/obligations/${id}/why`
  const answer = await call<WhyAnswer>('GET', path)
  if (json) return printJson(answer)
  printLine(answer.words)
  if (answer.owners.length > 0) printLine(`It is the business of ${answer.owners.map(({ name }) => name).join(', ')}.`)
}

async function score({ by, from, to, json }: Json & { by: string; from?: string; to?: string }): Promise<void> {
  const { call } = await client()
  const asked = new URLSearchParams({ by, ...(from ? { from } : {}), ...(to ? { to } : {}) })
  const answer = await call<ScoreAnswer>('GET', `${BASE}/score?${asked}`)
  if (json) return printJson(answer)
  printTable(
    [...answer.items, answer.total].map(({ key, name, met, late, missed, waived, kept }) => [
      key || '-',
      kept === null ? '-' : `${Math.floor(kept * 100)} % kept`,
      `${met} met`,
      `${late} late`,
      `${missed} missed`,
      `${waived} waived`,
      name === key ? '' : name,
    ]),
  )
}

async function standing(verb: 'done' | 'waive', body: object): Promise<void> {
  const { call } = await client()
  const owed = await call<Pick<OwedList, 'standing'>>('POST', `${BASE}/standing/${verb}`, body)
  printTable(owed.standing.map(({ clock: { id, status, dueAt, title } }) => [id, status, `due ${minute(dueAt)}`, title]))
}
