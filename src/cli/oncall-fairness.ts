import type { Command } from 'commander'
import { csvOf } from '../core/csv-text.ts'
import type { FairnessView, LoadView, PayLineView } from '../features/oncall/contract/fairness.ts'
import { Failure } from './failure.ts'
import { instantFrom } from './instant-from.ts'
import { minute, printJson, printLine, printTable } from './print.ts'

type Options = { from: string; to: string; schedule?: string; pay?: boolean; csv?: boolean; json?: boolean }

const MISUSED = 2
const LOAD_COLUMNS = [
  'minutes',
  'nightMinutes',
  'weekendMinutes',
  'holidayMinutes',
  'nights',
  'weekends',
  'shifts',
  'pages',
  'nightPages',
] as const

export function defineFairness(command: Command): void {
  command
    .command('fairness')
    .description('hours, nights, weekends and pages of everybody, and what is paid for them')
    .requiredOption('--from <moment>', 'first moment')
    .requiredOption('--to <moment>', 'end, itself not part of it')
    .option('--schedule <id>', 'only this schedule')
    .option('--pay', 'what is paid instead of what was carried')
    .option('--csv', 'answer as CSV, for spreadsheets')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tocsin oncall fairness --from 2026-11-01 --to 2026-12-01\n  tocsin oncall fairness --from 2026-11-01 --to 2026-12-01 --pay --csv > november.csv',
    )
    .action((options: Options) => run(options))
}

async function run({ from, to, schedule, pay, csv, json }: Options): Promise<void> {
  if (csv && json) throw new Failure('--csv and --json are two answers; choose one', { exitCode: MISUSED })
  const { connect } = await import('./client.ts')
  const query = new URLSearchParams({
    from: instantFrom(from).toString(),
    to: instantFrom(to).toString(),
    ...(schedule ? { schedule } : {}),
  })
  const view = await (await connect()).call<FairnessView>('GET', `/api/v1/oncall/fairness?${query}`)
  if (json) return printJson(view)
  const rows = pay ? payRows(view.pay) : loadRows(view.people)
  if (csv) return printLine(csvOf(rows))
  printLine(`${minute(view.from)} to ${minute(view.to)} UTC`)
  if (rows.length === 1) return printLine(pay ? 'Nothing is paid: the policy has no rates under organization.pay.' : 'Nobody was on call.')
  printTable(rows.map((row) => row.map((cell) => String(cell))))
}

const loadRows = (people: readonly LoadView[]): (string | number)[][] => [
  ['person', ...LOAD_COLUMNS],
  ...people.map((each) => [each.person.name, ...LOAD_COLUMNS.map((column) => each[column])]),
]

const payRows = (lines: readonly PayLineView[]): (string | number)[][] => [
  ['person', 'schedule', 'minutes', 'nightMinutes', 'weekendMinutes', 'holidayMinutes', 'pages', 'amount', 'currency'],
  ...lines.map(({ person, schedule, minutes, pages, amount, currency }) => [
    ...[person.name, schedule, minutes.hour, minutes.night, minutes.weekend, minutes.holiday, pages, amount],
    currency,
  ]),
]
