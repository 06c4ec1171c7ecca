import type { Command } from 'commander'
import type { AskForCover, CoverList, CoverView } from '../features/oncall/contract/cover.ts'
import type { Client } from './client.ts'
import { Failure } from './failure.ts'
import { instantFrom } from './instant-from.ts'
import { minute, printJson, printLine, printTable } from './print.ts'

type Json = { json?: boolean }
type Asking = Json & { from: string; to: string; ask: string[]; as?: string; swap?: string; expires?: string; reason?: string }
type Answering = Json & { as?: string }

const MISUSED = 2
const client = async (): Promise<Client> => (await import('./client.ts')).connect()
const at = (text: string): string => instantFrom(text).toString()

/** Asking somebody to take over a shift, and answering. */
export function defineCover(command: Command): void {
  const cover = command.command('cover').description('ask somebody to take over a shift or to swap, and answer')
  cover.addHelpText(
    'after',
    '\nExamples:\n  tocsin oncall cover ask primary --from 2026-11-20T09:00Z --to 2026-11-20T17:00Z --ask ben --reason dentist\n  tocsin oncall cover ask primary --from 2026-11-20 --to 2026-11-21 --ask ben --swap primary,2026-11-27,2026-11-28\n  tocsin oncall cover list\n  tocsin oncall cover accept 06…',
  )
  const collect = (value: string, before: string[]): string[] => [...before, value]
  cover
    .command('ask')
    .argument('<schedule>', 'schedule it is about')
    .description('you stay on call until somebody accepts')
    .requiredOption('--from <moment>', 'first moment')
    .requiredOption('--to <moment>', 'end, itself not part of it')
    .option('--ask <id>', 'who is asked, may be given again; anybody when nobody is named', collect, [])
    .option('--swap <schedule,from,to>', 'what you take over in return')
    .option('--expires <moment>', 'when an answer is no longer waited for')
    .option('--reason <text>', 'why')
    .option('--as <id>', 'whose shift it is, with a token or on the server')
    .option('--json', 'answer as JSON')
    .action(ask)
  cover
    .command('list')
    .description('requests that wait for an answer')
    .option('--all', 'those that ended too')
    .option('--json', 'answer as JSON')
    .action(async ({ all, json }: Json & { all?: boolean }) => {
      const { items } = await (await client()).call<CoverList>('GET', `/api/v1/cover?status=${all ? 'all' : 'open'}`)
      if (json) return printJson(items)
      printTable(items.map((each) => [each.id, each.status, lineOf(each)]))
      if (items.length === 0) printLine('Nobody asks for cover.')
    })
  for (const [verb, about] of [
    ['accept', 'take it over'],
    ['decline', 'say that you cannot'],
    ['withdraw', 'take a request of yours back'],
  ] as const)
    cover
      .command(verb)
      .argument('<request>', 'its id, as ask and list show it')
      .description(about)
      .option('--as <id>', 'who answers, with a token or on the server')
      .option('--json', 'answer as JSON')
      .action((id: string, options: Answering) => answer(id, verb, options))
}

async function ask(schedule: string, { from, to, ask: asked, as, swap, expires, reason, json }: Asking): Promise<void> {
  const body: AskForCover = {
    ...{ schedule, from: at(from), to: at(to), ask: asked },
    ...(as ? { asker: as } : {}),
    ...(swap ? { swap: swapOf(swap) } : {}),
    ...(expires ? { expires: at(expires) } : {}),
    ...(reason ? { reason } : {}),
  }
  show(await (await client()).call<CoverView>('POST', '/api/v1/cover', body), json)
}

function swapOf(text: string): { schedule: string; from: string; to: string } {
  const [schedule, from, to] = text.split(',')
  if (!schedule || !from || !to)
    throw new Failure(`--swap is "${text}"; write schedule,from,to such as primary,2026-11-27T00:00Z,2026-11-28T00:00Z`, {
      exitCode: MISUSED,
    })
  return { schedule, from: at(from), to: at(to) }
}

async function answer(id: string, verb: string, { as, json }: Answering): Promise<void> {
  const body = verb === 'withdraw' || as === undefined ? {} : { user: as }
  show(await (await client()).call<CoverView>('POST', `/api/v1/cover/${encodeURIComponent(id)}/${verb}`, body), json)
}

const lineOf = ({ asker, schedule, from, to, asked, acceptedBy, swap }: CoverView): string => {
  const who = acceptedBy ? `taken by ${acceptedBy.name}` : `asks ${asked.map(({ name }) => name).join(', ') || 'anybody'}`
  const back = swap ? `, for ${swap.schedule.name} ${minute(swap.from)} to ${minute(swap.to)}` : ''
  return `${asker.name} ${who}: ${schedule.name}, ${minute(from)} to ${minute(to)} UTC${back}`
}

function show(view: CoverView, json: boolean | undefined): void {
  if (json) printJson(view)
  else tell(view)
}

function tell(view: CoverView): void {
  printLine(`${view.id}  ${view.status}`)
  printLine(lineOf(view))
  if (view.status === 'asked') printLine(`${view.asker.name} stays on call until somebody accepts.`)
  if (view.why) printLine(view.why)
}
