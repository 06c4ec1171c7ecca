import type { Command } from 'commander'
import { durationMs, parseDuration } from '../core/time/duration.ts'
import type { ReplayAnswer, ReplayBody } from '../features/policies/contract/replay.ts'
import { Failure } from './failure.ts'
import { minute, printJson, printLine, printTable, styled } from './print.ts'

const MISUSED = 2
const DAY_MS = 24 * 3_600_000
/** More episodes than this nobody reads in a terminal. */
const MOST_LINES = 40

type Options = { since: string; policy?: string; version?: string; json?: boolean }

export function define(command: Command): void {
  command
    .option('--since <duration>', 'how far back', '90d')
    .option('--policy <dir>', 'folder of another policy bundle, or one file')
    .option('--version <number>', 'another version of this policy, as "tocsin policy log" lists them')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nPlays the record of alerts and of what people did again, and says which pages and promises would have been others.\nWithout --policy and --version the policies that were in force: then nothing may differ. Changes nothing.\n\nExamples:\n  tocsin replay --since 90d --policy policies/example\n  tocsin replay --since 2w --version 41 --json',
    )
    .action((options: Options) => run(options))
}

async function run({ since, policy, version, json }: Options): Promise<void> {
  const duration = parseDuration(since)
  const days = duration ? Math.ceil(durationMs(duration) / DAY_MS) : Number.NaN
  if (!(days > 0)) throw new Failure(`--since: "${since}" is no duration; write 90d, 2w or 12h`, { exitCode: MISUSED })
  if (policy !== undefined && version !== undefined)
    throw new Failure('--policy and --version: name one other policy, not two', { exitCode: MISUSED })
  if (version !== undefined && !/^[1-9]\d*$/.test(version))
    throw new Failure(`--version: "${version}" is no version; write a number such as 41`, { exitCode: MISUSED })
  const [{ connect }, { readUpload }] = await Promise.all([import('./client.ts'), import('./bundle-upload.ts')])
  const other = policy === undefined ? {} : readUpload(policy)
  const body: ReplayBody = { ...other, ...(version === undefined ? {} : { version: Number(version) }), days }
  const client = await connect()
  const answer = await client.call<ReplayAnswer>('POST', '/api/v1/policy/replay', body)
  if (json) printJson(answer)
  else print(answer)
}

function print(answer: ReplayAnswer): void {
  const { since, until, words, before, after, items, alerts, incidents, unplayable } = answer
  printLine(`${minute(since)} to ${minute(until)} UTC: ${alerts} alerts and ${incidents} incidents`)
  printTable([
    ['', 'was', 'would have been'],
    ...(['pages', 'nightPages', 'people', 'met', 'late', 'missed'] as const).map((what) => [
      NAMES[what],
      `${before[what]}`,
      `${after[what]}`,
    ]),
  ])
  printLine()
  for (const item of items.slice(0, MOST_LINES)) {
    printLine(`${minute(item.at)}  ${item.name}`)
    for (const line of item.words) printLine(`  ${line}`)
  }
  if (items.length > MOST_LINES) printLine(`and ${items.length - MOST_LINES} more; --json has them`)
  if (words.length > 0) printLine(`In all: ${words.join('; ')}.`)
  else printLine(unplayable.length > 0 ? 'Of the rest nobody would have noticed a difference.' : 'Nobody would have noticed a difference.')
  printDoubts(answer)
}

const NAMES = {
  pages: 'pages',
  nightPages: '  of them at night',
  people: 'people paged',
  met: 'obligations kept',
  late: 'obligations kept late',
  missed: 'obligations missed',
}

function printDoubts({ isReproduced, differing, unreadable, isWhole, unplayable }: ReplayAnswer): void {
  const doubts = [
    ...unplayable.map(({ name, why }) => `${name} cannot be played: ${why}; it is in neither column`),
    ...(isReproduced ? [] : [`${differing} facts of the record come out otherwise under their own policy; look at the numbers with care`]),
    ...(unreadable > 0 ? [`${unreadable} facts are from before the record says what was asked, and are left out`] : []),
    ...(isWhole ? [] : ['so much happened that some of it was left out; ask for less time']),
  ]
  for (const doubt of doubts) printLine(styled('yellow', `Note: ${doubt}.`))
}
