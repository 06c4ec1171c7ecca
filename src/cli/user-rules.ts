import type { Command } from 'commander'
import type { OwnRulesAnswer, OwnRulesBody, RuleLine } from '../features/people/contract.ts'
import { Failure } from './failure.ts'
import { printJson, printLine, printTable, styled } from './print.ts'

type Options = { high?: string; low?: string; quiet?: string; answerWithin?: string; json?: boolean }

const MISUSED = 2
const NONE = 'none'

const HELP = `
A line is roads, joined by commas, and @ when they are taken, counted from the page: push,chat@0m sms@2m phone@5m.
"none" takes all lines away: then the roads of the severity are taken, all at once. What is not given stays.

Examples:
  tocsin user rules ann
  tocsin user rules ann --high 'push,chat@0m sms@2m phone@5m' --low 'email@0m'
  tocsin user rules ann --quiet '22:00-07:00' --answer-within 3m
  tocsin user rules ann --quiet 'mon,tue,wed,thu,fri 22:00-07:00; sat,sun 22:00-09:00'
  tocsin user rules me --low none --json`

export function defineRules(command: Command): void {
  command
    .command('rules')
    .description('when a page takes which road to somebody: shown in words, or changed')
    .argument('<id>', 'the person, or "me"')
    .option('--high <lines>', 'for what is urgent')
    .option('--low <lines>', 'for what may wait until morning')
    .option('--quiet <hours>', 'on their own clock, when what may wait takes no road that wakes; "none" for never')
    .option(
      '--answer-within <time>',
      'without a sign of them so long after a page their next road is taken; "none" for the times of the lines',
    )
    .option('--json', 'answer as JSON')
    .addHelpText('after', HELP)
    .action((id: string, options: Options) => run(id, options))
}

async function run(id: string, options: Options): Promise<void> {
  const changes = changesFrom(options)
  const client = await (await import('./client.ts')).connect()
  const path = id === 'me' ? '/api/v1/me/rules' : `/api/v1/people/${encodeURIComponent(id)}/rules`
  const before = await client.call<OwnRulesAnswer>('GET', path)
  const { high, low, quiet, answerWithin, timezone } = before
  const isChange = Object.keys(changes).length > 0
  const body = { high, low, quiet, answerWithin, timezone, ...changes }
  const answer = isChange ? await client.call<OwnRulesAnswer>('POST', path, body) : before
  if (options.json) return printJson(answer)
  printRules(answer)
}

function changesFrom({ high, low, quiet, answerWithin }: Options): Partial<OwnRulesBody> {
  return {
    ...(high === undefined ? {} : { high: linesFrom(high, '--high') }),
    ...(low === undefined ? {} : { low: linesFrom(low, '--low') }),
    ...(quiet === undefined ? {} : { quiet: quietFrom(quiet) }),
    ...(answerWithin === undefined ? {} : { answerWithin: answerWithin === NONE ? null : answerWithin }),
  }
}

/** `push,chat@0m sms@2m` → lines. Which roads and times there are is the server's to say. */
export function linesFrom(text: string, option: string): RuleLine[] {
  if (text.trim() === NONE) return []
  const words = text.split(/[\s;]+/).filter(Boolean)
  if (words.length === 0) throw new Failure(`${option} is empty; write lines such as push,chat@0m sms@2m, or "none"`, { exitCode: MISUSED })
  return words.map((word) => {
    const [roads = '', after, ...rest] = word.split('@')
    const by = roads.split(',').filter(Boolean)
    if (after && by.length > 0 && rest.length === 0) return { after, by }
    throw new Failure(`${option}: "${word}" is no line; write roads @ time, such as push,chat@0m`, { exitCode: MISUSED })
  })
}

/** `mon,tue 22:00-07:00; sat 22:00-09:00`; without days every day. */
export function quietFrom(text: string): OwnRulesBody['quiet'] {
  if (text.trim() === NONE) return []
  return text.split(';').map((part) => {
    const found = /^\s*(?:([a-z,]+)\s+)?(\d\d:\d\d)-(\d\d:\d\d)\s*$/.exec(part)
    if (!found) throw new Failure(`--quiet: "${part.trim()}" is no time; write 22:00-07:00, or mon,tue 22:00-07:00`, { exitCode: MISUSED })
    const [, days = '', from = '', to = ''] = found
    return { days: days.split(',').filter(Boolean) as OwnRulesBody['quiet'][number]['days'], from, to }
  })
}

function printRules({ high, low, levels, quiet, zone, answerWithin, conditional, roads }: OwnRulesAnswer): void {
  const lost = new Set(roads.filter(({ counts }) => !counts).map(({ road }) => road))
  printUrgency('High urgency', { lines: high, levels: levels.high, lost })
  printUrgency('Low urgency', { lines: low, levels: levels.low, lost })
  const hours = quiet.map(({ days, from, to }) => `${days.length > 0 ? days.join(', ') : 'every day'} ${from}-${to}`)
  if (hours.length > 0) printLine(`Quiet: ${hours.join('; ')} (${zone}); what is of low urgency wakes nobody until they end`)
  if (answerWithin) printLine(`Without a sign of them within ${answerWithin} the next road is taken`)
  if (conditional > 0)
    printLine(`${conditional} more with a condition; the policy has ${conditional === 1 ? 'it' : 'them'} ("tocsin export")`)
}

type Urgency = { lines: OwnRulesAnswer['high']; levels: OwnRulesAnswer['levels']['high']; lost: ReadonlySet<string> }

function printUrgency(title: string, { lines, levels, lost }: Urgency): void {
  const names = levels.map(({ name }) => name).join(', ')
  printLine(`${title}${names ? ` (${names})` : ''}:`)
  if (lines.length === 0) printLine("  the severity's roads, all at once")
  printTable(lines.map(({ after, by }) => [`  ${isAtOnce(after) ? 'at once' : `after ${after}`}`, by.join(', '), warningOf(by, lost)]))
}

const isAtOnce = (after: string): boolean => Number.parseFloat(after) === 0

function warningOf(by: readonly string[], lost: ReadonlySet<string>): string {
  const gone = by.filter((road) => lost.has(road))
  return gone.length > 0 ? styled('yellow', `${gone.join(', ')} reaches nobody: no such contact, or nothing sends it here`) : ''
}
