import type { Command } from 'commander'
import type { AuditAnswer, VerificationAnswer } from '../features/policies/contract.ts'
import { printJson, printLine, printTable } from './print.ts'

const BROKEN = 1

type ListOptions = { stream?: string; by?: string; limit: string; json?: boolean }

export function define(command: Command): void {
  command
    .command('verify')
    .description('check every chain of facts; names an altered or missing one')
    .option('--json', 'answer as JSON')
    .action((options: { json?: boolean }) => verify(options.json === true))
  command
    .command('list')
    .description('what happened, newest first')
    .option('--stream <kind:id>', 'of one subject only, for example policy:organization')
    .option('--by <actor>', 'by one actor only, for example user:ana')
    .option('--limit <n>', 'how many', '50')
    .option('--json', 'answer as JSON')
    .action((options: ListOptions) => list(options))
  command.addHelpText('after', '\nExamples:\n  tocsin audit verify\n  tocsin audit list --by user:ana --limit 20')
}

async function verify(isJson: boolean): Promise<void> {
  const client = await connected()
  const found = await client.call<VerificationAnswer>('GET', '/api/v1/audit/verify')
  process.exitCode = found.isWhole ? 0 : BROKEN
  if (isJson) return printJson(found)
  for (const { stream, seq, what } of found.breaks) printLine(`${stream} #${seq} is ${what}`)
  const { streams, facts, breaks } = found
  printLine(found.isWhole ? `${facts} facts in ${streams} streams: the record is whole.` : `${breaks.length} breaks in ${streams} streams.`)
}

async function list({ stream, by, limit, json }: ListOptions): Promise<void> {
  const client = await connected()
  const asked = new URLSearchParams({ limit, ...(stream ? { stream } : {}), ...(by ? { by } : {}) })
  const answer = await client.call<AuditAnswer>('GET', `/api/v1/audit?${asked}`)
  if (json) return printJson(answer)
  printTable(answer.items.map(({ at, by: actor, name, stream: of, seq }) => [at, actor, name, `${of} #${seq}`]))
}

const connected = async () => (await import('./client.ts')).connect()
