import { type Command, InvalidArgumentError } from 'commander'
import type { Report, ReportRow } from '../core/coverage/report.ts'
import { instantFrom } from './instant-from.ts'
import { minute, printJson, printLine, styled } from './print.ts'

const UNCOVERED = 1
const USUAL_DAYS = 90
const MOST_DAYS = 366
/** Stretches of one cost that are shown; the rest is counted. */
const SHOWN = 3
const HOUR_MS = 3_600_000

type Options = { bundle?: string; days: number; from?: string; strict?: boolean; json?: boolean }

export function define(command: Command): void {
  command
    .option('--bundle <dir>', 'read a policy bundle instead of asking the server')
    .option('--days <n>', 'how far ahead', daysFrom, USUAL_DAYS)
    .option('--from <moment>', 'first moment (default: now; with --bundle only)')
    .option('--strict', 'stretches in which one person alone can be woken, or a step is empty, count too')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nProves for each service and severity who would be woken, at every moment. Ends with 0 when somebody always is, in time; with 1 when not; with 2 when a file cannot be read.\n\nExamples:\n  tocsin coverage\n  tocsin coverage --bundle policies/example --days 30\n  tocsin coverage --bundle . --strict --json',
    )
    .action((options: Options) => run(options))
}

function daysFrom(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) throw new InvalidArgumentError(`write whole days, 1 to ${MOST_DAYS}`)
  return days
}

async function run(options: Options): Promise<void> {
  const report = options.bundle ? await prove(options.bundle, options) : await ask(options)
  if (options.json) printJson(report)
  else print(report)
  const isWanting = options.strict ? report.rows.some(({ gaps }) => gaps.length > 0) : !report.isCovered
  if (isWanting) process.exitCode = UNCOVERED
}

/** On a file every contact counts and every road is taken to be set up: what is proved is the plan. */
async function prove(dir: string, { from: written, days }: Options): Promise<Report> {
  const [{ readBundle }, { coverageReport }, { createClock }] = await Promise.all([
    import('./read-bundle.ts'),
    import('../core/coverage/report.ts'),
    import('../engine/clock.ts'),
  ])
  const from = written ? instantFrom(written) : createClock().now()
  return coverageReport(readBundle(dir), { from, to: from.add({ hours: days * 24 }), canSend: () => true })
}

async function ask({ days }: Options): Promise<Report> {
  const { connect } = await import('./client.ts')
  const { call } = await connect()
  return await call<Report>('GET', `/api/v1/coverage?days=${days}`)
}

function print({ start, end, isCovered, rows }: Report): void {
  printLine(`${minute(start)} to ${minute(end)} UTC`)
  for (const row of rows) printRow(row)
  if (rows.length === 0) printLine('No severity pages anybody.')
  else if (isCovered) printLine(styled('green', 'At every moment somebody is woken in time.'))
  else printLine(styled('red', 'There are moments at which nobody is woken in time.'))
}

function printRow({ services, severity, ladder, promiseS, worstFirstS, worstSecondS, gaps }: ReportRow): void {
  const promise = promiseS === null ? '' : `, promised within ${spanOf(promiseS)}`
  printLine(`\n${styled('bold', `${severity} of ${services.join(', ') || 'everything'}`)} (${ladder}${promise})`)
  printLine(`  first woken ${woken(worstFirstS)}, second ${woken(worstSecondS)}, at worst`)
  for (const [cost, spans] of Map.groupBy(gaps, (gap) => gap.cost)) {
    const isBreaking = spans.some((span) => span.isBreaking)
    const ms = spans.reduce((sum, span) => sum + Date.parse(span.end) - Date.parse(span.start), 0)
    printLine(`  ${styled(isBreaking ? 'red' : 'yellow', isBreaking ? 'uncovered' : 'weak')} ${(ms / HOUR_MS).toFixed(1)} h: ${cost}`)
    for (const span of spans.slice(0, SHOWN)) printLine(`      ${minute(span.start)} to ${minute(span.end)}`)
    if (spans.length > SHOWN) printLine(`      and ${spans.length - SHOWN} more`)
  }
}

const woken = (seconds: number | null): string => (seconds === null ? 'never' : seconds === 0 ? 'at once' : `after ${spanOf(seconds)}`)

function spanOf(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return [hours && `${hours}h`, minutes && `${minutes}m`, rest && `${rest}s`].filter(Boolean).join(' ') || '0s'
}
