import type { Command } from 'commander'
import type { InvitedAnswer, PeopleAnswer, PersonAnswer } from '../features/people/contract.ts'
import { printJson, printLine, printTable } from './print.ts'
import { defineRules } from './user-rules.ts'

type AddOptions = { email: string; role: string; zone?: string; json?: boolean }

export function define(command: Command): void {
  command
    .command('add')
    .description('add a person; prints the link with which they choose a password')
    .argument('<name>', 'as colleagues call them')
    .requiredOption('--email <address>', 'where they are reached and what they sign in with')
    .option('--role <role>', 'admin, responder or viewer', 'responder')
    .option('--zone <zone>', 'their time zone, for example Europe/Berlin')
    .option('--json', 'answer as JSON')
    .action((name: string, options: AddOptions) => add(name, options))
  command
    .command('list')
    .description('everybody, and whether they may sign in')
    .option('--json', 'answer as JSON')
    .action((options: { json?: boolean }) => list(options.json === true))
  for (const verb of ['disable', 'enable'] as const)
    command
      .command(verb)
      .description(verb === 'disable' ? 'end their sessions and tokens; they stay in the policy' : 'let them sign in again')
      .argument('<id>')
      .action((id: string) => change(verb, id))
  defineRules(command)
  command.addHelpText(
    'after',
    `\nExamples:\n  tocsin user add "Ann Ode" --email ann@example.com --role admin\n  tocsin user rules ann --high 'push@0m phone@5m'\n  tocsin user disable ann`,
  )
}

async function add(name: string, { email, role, zone, json }: AddOptions): Promise<void> {
  const client = await connected()
  const body = { name, email, role, ...(zone ? { timezone: zone } : {}) }
  const invited = await client.call<InvitedAnswer>('POST', '/api/v1/people', body)
  if (json) return printJson(invited)
  printLine(`${invited.person.name} (${invited.person.id}) chooses a password here, once:`)
  printLine(invited.url)
}

async function list(isJson: boolean): Promise<void> {
  const client = await connected()
  const answer = await client.call<PeopleAnswer>('GET', '/api/v1/people')
  if (isJson) return printJson(answer)
  printTable(answer.items.map(({ id, name, email, role, account }) => [id, name, role, account, email ?? '']))
}

async function change(verb: 'disable' | 'enable', id: string): Promise<void> {
  const client = await connected()
  const { name, account } = await client.call<PersonAnswer>('POST', `/api/v1/people/${encodeURIComponent(id)}/${verb}`)
  printLine(`${name}: ${account}`)
}

const connected = async () => (await import('./client.ts')).connect()
