import type { Command } from 'commander'
import type { Policy } from '../core/policy/policy.ts'
import { momentOf } from '../core/time/moment.ts'
import { createClock } from '../engine/clock.ts'
import { Failure } from './failure.ts'
import { instantFrom } from './instant-from.ts'
import { defineChanges } from './oncall-changes.ts'
import { defineCover } from './oncall-cover.ts'
import { defineFairness } from './oncall-fairness.ts'
import { printJson, printLine, printTable } from './print.ts'

const MISUSED = 2
/** What is shown of a schedule when no end is given: a fortnight. */
const USUAL_SPAN_HOURS = 14 * 24

type Options = { bundle?: string; schedule?: string; from?: string; to?: string; json?: boolean }

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
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tocsin oncall\n  tocsin oncall --bundle policies/example\n  tocsin oncall --bundle policies/skillancer --schedule primary --from 2026-02-01T00:00Z --to 2026-03-01T00:00Z --json',
    )
    .action((options: Options) => run(options))
}

async function run(options: Options): Promise<void> {
  const from = options.from ? instantFrom(options.from) : createClock().now()
  const to = options.to ? instantFrom(options.to) : from.add({ hours: USUAL_SPAN_HOURS })
  if (Temporal.Instant.compare(to, from) < 0) throw new Failure(`--to ${to} is before --from ${from}; swap them`, { exitCode: MISUSED })
  if (!options.bundle) {
    const { askOnCall } = await import('./ask-on-call.ts')
    return askOnCall({ ...options, from, to })
  }
  const { readBundle } = await import('./read-bundle.ts')
  const policy = readBundle(options.bundle)
  if (options.schedule) return printShifts(policy, options.schedule, { from, to, isJson: options.json === true })
  return printNow(policy, from, options.json === true)
}

async function printShifts(
  policy: Policy,
  schedule: string,
  { from, to, isJson }: { from: Temporal.Instant; to: Temporal.Instant; isJson: boolean },
): Promise<void> {
  if (!policy.schedule(schedule))
    throw new Failure(`"${schedule}" is no schedule of this bundle; it has ${listOf(policy)}`, { exitCode: MISUSED })
  const { shiftsBetween } = await import('../core/oncall/shifts-between.ts')
  const shifts = shiftsBetween(policy, schedule, { from, to }).filter((shift) => !shift.shadow)
  const rows = shifts.map(({ start, end, members, layer }) => ({ start: momentText(start), end: momentText(end), members, layer }))
  if (isJson) return printJson(rows)
  printTable(rows.map(({ start, end, members, layer }) => [start, end, members.join(', '), layer]))
  if (rows.length === 0) printLine('Nobody is on call in that time.')
}

async function printNow(policy: Policy, at: Temporal.Instant, isJson: boolean): Promise<void> {
  const { whoAt } = await import('../core/oncall/shifts-between.ts')
  const rows = (policy.bundle.schedules ?? []).map(({ id }) => ({ schedule: id, ...whoAt(policy, id, at) }))
  const told = rows.map(({ schedule, members, layer, until, because }) => ({
    schedule,
    members,
    layer,
    because,
    until: until && momentOf(until),
  }))
  if (isJson) return printJson(told)
  printTable(
    told.map(({ schedule, members, until, because }) => [schedule, members.join(', ') || 'NOBODY', until ? `until ${until}` : '', because]),
  )
}

/** Without fractions when there are none: what people and other programs compare. */
const momentText = (instant: Temporal.Instant): string => instant.toString()

const listOf = (policy: Policy): string => (policy.bundle.schedules ?? []).map((each) => each.id).join(', ') || 'none'
