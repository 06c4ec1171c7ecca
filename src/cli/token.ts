import type { Command } from 'commander'
import { printJson, printLine, printTable } from './print.ts'

type Token = {
  id: string
  name: string
  role: string
  scopes: string[]
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
}
type CreateOptions = { role: string; scope: string[]; expires?: string; json?: boolean }

const collect = (value: string, before: string[]): string[] => [...before, value]

export function define(command: Command): void {
  command
    .command('create')
    .description('make a token; its secret is shown once')
    .argument('<name>', 'what it is for')
    .option('--role <role>', 'admin, responder or viewer', 'responder')
    .option('--scope <scope>', 'what of the role it may use, may be given again (default: *)', collect, [])
    .option('--expires <moment>', 'when it ends, for example 2027-01-01T00:00:00Z')
    .option('--json', 'answer as JSON')
    .action((name: string, options: CreateOptions) => create(name, options))
  command
    .command('list')
    .description('tokens that work')
    .option('--json', 'answer as JSON')
    .action((options: { json?: boolean }) => list(options.json === true))
  command
    .command('revoke')
    .description('end a token now')
    .argument('<id>')
    .action((id: string) => revoke(id))
  command.addHelpText('after', '\nExamples:\n  tocsin token create ci --role responder --scope alert\n  tocsin token revoke 0d9c…')
}

async function create(name: string, { role, scope, expires, json }: CreateOptions): Promise<void> {
  const client = await connected()
  const body = { name, role, scopes: scope.length > 0 ? scope : ['*'], expiresAt: expires ?? null }
  const made = await client.call<{ id: string; secret: string }>('POST', '/api/v1/tokens', body)
  if (json) return printJson(made)
  printLine(made.secret)
  printLine('It is not shown again.')
}

async function list(isJson: boolean): Promise<void> {
  const client = await connected()
  const tokens = await client.call<Token[]>('GET', '/api/v1/tokens')
  if (isJson) return printJson(tokens)
  printTable(tokens.map(({ id, name, role, scopes, lastUsedAt }) => [id, name, role, scopes.join(','), lastUsedAt ?? 'never used']))
}

async function revoke(id: string): Promise<void> {
  const client = await connected()
  await client.call('DELETE', `/api/v1/tokens/${encodeURIComponent(id)}`)
  printLine(`${id} no longer works.`)
}

const connected = async () => (await import('./client.ts')).connect()
