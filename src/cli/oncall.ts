import type { Command } from 'commander'
import type { Policy } from '../core/policy/policy.ts'
import { momentOf } from '../core/time/moment.ts'
import { createClock } from '../engine/clock.ts'
import { Failure } from './failure.ts'
import { instantFrom } from './instant-from.ts'
import { defineChanges } from './oncall-changes.ts'
import { defineCover } from './oncall-cover.ts'
import { defineFairness } from './oncall-fairness.ts'
import { mondayOf, noSchedules, weekRows } from './oncall-weeks.ts'
import { printJson, printLine, printTable } from './print.ts'

const MISUSED = 2
/** What is shown of a schedule when no end is given: a fortnight. */
const USUAL_SPAN_HOURS = 14 * 24
const WEEK_HOURS = 7 * 24

type Options = { bundle?: string; schedule?: string; from?: string; to?: string; weeks?: string; json?: boolean }

const MOST_WEEKS = 52

export function define(command: Command): void {
  defineChanges(command)
  defineCover(command)
  defineFairness(command)
  command
    // What stands after `override` or `cover ask` is theirs, although it is called the same.
    .enablePositionalOptions()
    .option('--bundle <dir>', 'read a policy bundle instead of asking the server')
    .option('--schedule <id>', 'the shifts of one schedule instead of who is on call now')
    .option('--from <moment>', 'first moment (default: now)')
    .option('--to <moment>', 'end, itself not part of it (default: two weeks later)')
    .option('--weeks <number>', 'with --schedule: a line for each of so many weeks')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tocsin oncall\n  tocsin oncall --schedule primary --weeks 8\n  tocsin oncall --bundle policies/example\n  tocsin oncall --bundle policies/skillancer --schedule primary --from 2026-02-01T00:00Z --to 2026-03-01T00:00Z --json',
    )
    .action((options: Options) => run(options))
}

async function run(options: Options): Promise<void> {
  const given = options.from ? instantFrom(options.from) : createClock().now()
  const weeks = options.weeks === undefined ? null : weeksFrom(options)
  const from = weeks === null ? given : mondayOf(given).toInstant()
  const end = weeks === null ? from.add({ hours: USUAL_SPAN_HOURS }) : from.add({ hours: weeks * WEEK_HOURS })
  const to = options.to && weeks === null ? instantFrom(options.to) : end
  if (Temporal.Instant.compare(to, from) < 0) throw new Failure(`--to ${to} is before --from ${from}; swap them`, { exitCode: MISUSED })
  if (!options.bundle) {
    const { askOnCall } = await import('./ask-on-call.ts')
    return askOnCall({ ...options, from, to, weeks })
  }
  const { readBundle } = await import('./read-bundle.ts')
  const policy = readBundle(options.bundle)
  if (options.schedule) return printShifts(policy, options.schedule, { from, to, weeks, isJson: options.json === true })
  return printNow(policy, from, options.json === true)
}

function weeksFrom({ weeks, schedule }: Options): number {
  const number = Number(weeks)
  if (!schedule) throw new Failure('--weeks is of one schedule; name it with --schedule', { exitCode: MISUSED })
  if (Number.isInteger(number) && number >= 1 && number <= MOST_WEEKS) return number
  throw new Failure(`--weeks is "${weeks}"; write a number from 1 to ${MOST_WEEKS}`, { exitCode: MISUSED })
}

async function printShifts(
  policy: Policy,
  schedule: string,
  { from, to, weeks, isJson }: { from: Temporal.Instant; to: Temporal.Instant; weeks: number | null; isJson: boolean },
): Promise<void> {
  if (!policy.schedule(schedule))
    throw new Failure(`"${schedule}" is no schedule of this bundle; it has ${listOf(policy)}`, { exitCode: MISUSED })
  const { shiftsBetween } = await import('../core/oncall/shifts-between.ts')
  const shifts = shiftsBetween(policy, schedule, { from, to }).filter((shift) => !shift.shadow)
  const rows = shifts.map(({ start, end, members, layer }) => ({ start: momentText(start), end: momentText(end), members, layer }))
  if (isJson) return printJson(rows)
  if (weeks !== null)
    return printTable(
      weekRows(
        rows.map((row) => ({ ...row, names: row.members })),
        { from, weeks },
      ),
    )
  printTable(rows.map(({ start, end, members, layer }) => [start, end, members.join(', '), layer]))
  if (rows.length === 0) printLine('Nobody is on call in that time.')
}

async function printNow(policy: Policy, at: Temporal.Instant, isJson: boolean): Promise<void> {
  const { whoAt } = await import('../core/oncall/shifts-between.ts')
  const { alwaysAsked } = await import('../core/oncall/always-asked.ts')
  const rows = (policy.bundle.schedules ?? []).map(({ id }) => ({ schedule: id, ...whoAt(policy, id, at) }))
  const told = rows.map(({ schedule, members, layer, until, because }) => ({
    schedule,
    members,
    layer,
    because,
    until: until && momentOf(until),
  }))
  if (isJson) return printJson(told)
  if (told.length === 0) return printLine(noSchedules(alwaysAsked(policy)))
  printTable(
    told.map(({ schedule, members, until, because }) => [schedule, members.join(', ') || 'NOBODY', until ? `until ${until}` : '', because]),
  )
}

/** Without fractions when there are none: what people and other programs compare. */
const momentText = (instant: Temporal.Instant): string => instant.toString()

const listOf = (policy: Policy): string => (policy.bundle.schedules ?? []).map((each) => each.id).join(', ') || 'none'
