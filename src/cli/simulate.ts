import type { Command } from 'commander'
import { durationMs, parseDuration } from '../core/time/duration.ts'
import { momentOf } from '../core/time/moment.ts'
import { createClock } from '../engine/clock.ts'
import { Problem } from '../platform/http/problem.ts'
import { Failure } from './failure.ts'
import { instantFrom } from './instant-from.ts'
import { printJson, printLine } from './print.ts'

const MISUSED = 2

type Options = {
  alert: string
  label: string[]
  severity?: string
  service?: string
  integration?: string
  at?: string
  for: string
  ack?: string[] | false
  pass?: string[]
  declare?: boolean
  json?: boolean
}

const collect = (value: string, before: string[]): string[] => [...before, value]
const collectAcks = (value: string, before: string[] | false | undefined): string[] => [...(before || []), value]

export function define(command: Command): void {
  command
    .argument('<dir>', 'folder of a policy bundle')
    .requiredOption('--alert <title>', 'title of the alert that comes in')
    .option('--label <key=value>', 'label of the alert, may be given again', collect, [])
    .option('--severity <level>', 'level of the alert; it is then declared as an incident by hand at once')
    .option('--service <id>', 'service it is about (default: that of the integration it comes in by)')
    .option('--integration <id>', 'integration it comes in by (default: the first of the bundle)')
    .option('--at <moment>', 'when it comes in, for example 2026-11-15T03:00Z (default: now)')
    .option('--for <duration>', 'how long to play', '60m')
    .option('--ack <who@+when>', 'somebody acknowledges, for example ana@+7m; may be given again', collectAcks)
    .option('--pass <who@+when>', 'somebody cannot take it and passes it on at once, for example ben@+2m; may be given again', collect, [])
    .option('--no-ack', 'nobody acknowledges (this is the default)')
    .option('--declare', 'somebody declares it as an incident at once')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      "\nExamples:\n  tocsin simulate policies/example --alert 'Queue full' --label team=payments --no-ack\n  tocsin simulate policies/skillancer --alert 'Database down' --severity P0 --at 2026-02-01T00:00Z --for 60m --no-ack\n  tocsin simulate policies/example --alert 'Queue full' --ack ana@+7m --ack ben@+2h --for 3h --json",
    )
    .action((dir: string, options: Options) => run(dir, options))
}

async function run(dir: string, options: Options): Promise<void> {
  const asked = {
    title: options.alert,
    labels: labelsOf(options.label),
    severity: options.severity,
    service: options.service,
    integration: options.integration,
    at: options.at ? instantFrom(options.at) : createClock().now(),
    lengthMs: lengthFrom(options.for),
    answers: [
      ...(options.ack || []).map((text) => answerFrom('ack', text)),
      ...(options.pass ?? []).map((text) => ({ ...answerFrom('pass', text), does: 'pass' as const })),
    ],
    isDeclared: options.declare === true || options.severity !== undefined,
  }
  if (!options.json)
    printLine(`${asked.title}, at ${momentOf(asked.at)}, ${options.for}${asked.answers.length > 0 ? '' : ', nobody acknowledges'}`)
  // The engine is read only when it is needed, so that a wrong option is told at once.
  const [{ readBundle }, { simulate, lineOf }] = await Promise.all([import('./read-bundle.ts'), import('../engine/simulated-events.ts')])
  const policy = readBundle(dir)
  const events = await simulate(policy, asked).catch((error: unknown) => {
    throw error instanceof Problem ? new Failure(error.message, { exitCode: MISUSED }) : error
  })
  if (options.json) return printJson({ start: momentOf(asked.at), end: momentOf(asked.at.add({ milliseconds: asked.lengthMs })), events })
  for (const event of events) printLine(lineOf(event))
}

function labelsOf(written: readonly string[]): Record<string, string> {
  const pairs = written.map((each) => {
    const equals = each.indexOf('=')
    if (equals < 1) throw new Failure(`--label: "${each}" is not key=value`, { exitCode: MISUSED })
    return [each.slice(0, equals), each.slice(equals + 1)]
  })
  return Object.fromEntries(pairs)
}

function lengthFrom(text: string): number {
  const length = parseDuration(text)
  if (!length) throw new Failure(`--for: "${text}" is not a duration; write 45m, 2h or 1d`, { exitCode: MISUSED })
  return durationMs(length)
}

function answerFrom(option: string, text: string): { user: string; afterMs: number } {
  const [, user, after] = /^(?:user:)?([^@]+)@\+?(\w+)$/.exec(text) ?? []
  const length = after ? parseDuration(after) : null
  if (!user || !length) throw new Failure(`--${option}: "${text}" is not who@+when; write for example ana@+7m`, { exitCode: MISUSED })
  return { user, afterMs: durationMs(length) }
}
