import type { Command } from 'commander'
import type { CalendarLink } from '../features/oncall/contract/calendar.ts'
import type { AwayAnswer, ScheduleChange } from '../features/oncall/contract/changes.ts'
import type { HandoffView } from '../features/oncall/contract/handoff.ts'
import type { ShiftMove } from '../features/oncall/contract/who.ts'
import type { Client } from './client.ts'
import { Failure } from './failure.ts'
import { instantFrom } from './instant-from.ts'
import { minute, printJson, printLine } from './print.ts'

type Json = { json?: boolean }
type Overriding = Json & { user?: string; replaces?: string; from: string; to: string; reason?: string; force?: string; try?: boolean }
type Away = Json & { from: string; to: string; reason?: string; try?: boolean; person?: string }

const MISUSED = 2
const client = async (): Promise<Client> => (await import('./client.ts')).connect()
const at = (text: string): string => instantFrom(text).toString()
const scheduleAt = (id: string, verb: string): string => `/api/v1/schedules/${encodeURIComponent(id)}/${verb}`

/** What changes who is on call, each with who moves. */
export function defineChanges(command: Command): void {
  defineOverride(command)
  defineAway(command)
  command
    .command('handoff')
    .argument('<schedule>', 'schedule you have or had')
    .argument('[note]', 'what the next one should know; without it the newest note is shown')
    .description('leave a note for whoever has the shift next, or read it')
    .option('--json', 'answer as JSON')
    .action(handOff)
  command
    .command('calendar')
    .argument('[schedule]', 'schedule whose shifts it shows; without it yours on every schedule')
    .description('a new secret address under which a calendar program reads shifts; the old one ends')
    .option('--json', 'answer as JSON')
    .action(async (schedule: string | undefined, { json }: Json) => {
      const path = schedule === undefined ? '/api/v1/me/calendar' : scheduleAt(schedule, 'calendar')
      const link = await (await client()).call<CalendarLink>('POST', path)
      if (json) return printJson(link)
      printLine(link.url ?? '')
      printLine(link.advice)
    })
}

function defineOverride(command: Command): void {
  command
    .command('override')
    .argument('<schedule>', 'schedule it is for')
    .description('put somebody on call for a while, in the place of somebody or beside them')
    .requiredOption('--from <moment>', 'first moment')
    .requiredOption('--to <moment>', 'end, itself not part of it')
    .option('--user <id>', 'who takes over or joins')
    .option('--replaces <id>', 'whose place it is, or everyone; alone it takes them off')
    .option('--reason <text>', 'why')
    .option('--force <reason>', 'although nothing verified can wake them at night')
    .option('--try', 'only say who would move')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tocsin oncall override primary --user ben --replaces ana --from 2026-11-20T09:00Z --to 2026-11-20T17:00Z --reason dentist\n  tocsin oncall override-remove primary override-06…',
    )
    .action(override)
  command
    .command('override-remove')
    .argument('<schedule>', 'schedule it is on')
    .argument('<key>', 'its key, as --json shows it')
    .description('take an override off again')
    .option('--json', 'answer as JSON')
    .action(async (schedule: string, key: string, { json }: Json) =>
      showMoves(await (await client()).call<ScheduleChange>('DELETE', scheduleAt(schedule, `overrides/${encodeURIComponent(key)}`)), json),
    )
}

async function override(schedule: string, options: Overriding): Promise<void> {
  const { user, replaces, from, to, reason, force, json } = options
  if (user === undefined && replaces === undefined) throw new Failure('name --user, --replaces or both', { exitCode: MISUSED })
  const body = { user, replaces, from: at(from), to: at(to), reason, force, isTrial: options.try }
  showMoves(await (await client()).call<ScheduleChange>('POST', scheduleAt(schedule, 'overrides'), body), json)
}

function showMoves(change: ScheduleChange, json: boolean | undefined): void {
  if (json) printJson(change)
  else tellMoves(change)
}

function tellMoves(change: ScheduleChange): void {
  for (const { words } of change.moves) printLine(words)
  if (change.moves.length === 0) printLine('Nobody moves.')
  for (const { key, from, to, people } of change.overrides)
    printLine(`${key}  ${minute(from)} to ${minute(to)} UTC  ${people.map(({ name }) => name).join(', ') || 'nobody'}`)
  if (change.isTrial) printLine('Tried only: nothing was changed.')
}

function defineAway(command: Command): void {
  command
    .command('away')
    .description('take time off, and see which shifts that opens')
    .requiredOption('--from <moment>', 'first moment')
    .requiredOption('--to <moment>', 'end, itself not part of it')
    .option('--reason <text>', 'why')
    .option('--person <id>', 'somebody else (admins)')
    .option('--try', 'only say which shifts it would open')
    .option('--json', 'answer as JSON')
    .addHelpText('after', '\nExamples:\n  tocsin oncall away --from 2026-12-20 --to 2027-01-04 --reason holiday --try')
    .action(away)
}

async function away({ from, to, reason, person, json, ...rest }: Away): Promise<void> {
  const path = person === undefined ? '/api/v1/me/away' : `/api/v1/people/${encodeURIComponent(person)}/away`
  const answer = await (await client()).call<AwayAnswer>('POST', path, { from: at(from), to: at(to), reason, isTrial: rest.try })
  if (json) return printJson(answer)
  const opens: ShiftMove[] = answer.items.flatMap((item) => item.opens)
  for (const { words, isGap } of opens) printLine(`${isGap ? 'NOBODY  ' : ''}${words}`)
  if (opens.length === 0) printLine('It opens no shift.')
  if (rest.try) printLine('Tried only: nothing was changed.')
}

async function handOff(schedule: string, note: string | undefined, { json }: Json): Promise<void> {
  const path = scheduleAt(schedule, 'handoff')
  const { call } = await client()
  const view = note === undefined ? await call<HandoffView>('GET', path) : await call<HandoffView>('POST', path, { text: note })
  if (json) return printJson(view)
  printLine(`On call: ${view.holders.map(({ name }) => name).join(', ') || 'NOBODY'}`)
  printLine(view.note ? `${view.note.by.name}, ${minute(view.note.at)} UTC: ${view.note.text}` : 'No hand-off note.')
}
