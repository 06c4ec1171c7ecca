import type { Command } from 'commander'
import type { DiffAnswer, Proposal, ProposalAnswer, VersionAnswer } from '../features/policies/contract/versions.ts'
import type { ApplyAnswer } from '../features/policies/contract.ts'
import { printDifferences } from './plan.ts'
import { minute, printJson, printLine, styled } from './print.ts'

type Json = { json?: boolean }
type Version = Omit<VersionAnswer, 'text' | 'can'>

export function define(command: Command): void {
  addReading(command)
  addChanging(command)
  command.addHelpText(
    'after',
    '\nExamples:\n  tocsin policy log\n  tocsin policy diff 40 41\n  tocsin policy explain severities.SEV-1.respond_within\n  tocsin policy explain role:commander --bundle policies/example\n  tocsin policy restore 40 --note "41 pages too late"\n  tocsin policy approve p3',
  )
}

const described = (command: Command, name: string, words: string): Command =>
  command.command(name).description(words).option('--json', 'answer as JSON')

function addReading(command: Command): void {
  described(command, 'log', 'who changed the policy when, and what in words')
    .option('--limit <count>', 'at most so many', '20')
    .action((options: Json & { limit: string }) => log(options))
  described(command, 'show', 'one version as it is written')
    .argument('<version>')
    .action((version: string, { json }: Json) => show(version, json === true))
  described(command, 'diff', 'what differs between two versions, in words and lines')
    .argument('<from>')
    .argument('[to]', 'default: the one in force')
    .action((from: string, to: string | undefined, { json }: Json) => diff(from, { to, isJson: json === true }))
  described(command, 'explain', 'what a place of the policy means, who wrote it, and what it causes')
    .argument('<path>', 'severities.SEV-1.respond_within, role:commander, obligations.internal-update …')
    .option('--bundle <dir>', 'read the files of a bundle instead of asking the server')
    .action(async (path: string, { json, bundle }: Json & { bundle?: string }) =>
      (await import('./explain-policy.ts')).explainPolicy(path, { bundle, isJson: json === true }),
    )
  described(command, 'proposals', 'changes that wait for an approval').action(({ json }: Json) => proposals(json === true))
}

function addChanging(command: Command): void {
  described(command, 'restore', 'come back to an older version, as a new one')
    .argument('<version>')
    .option('--note <text>', 'why, for the history of versions', '')
    .action((version: string, options: Json & { note: string }) => restore(version, options))
  described(command, 'approve', 'let a change that waits come into force')
    .argument('<proposal>')
    .option('--note <text>', 'what to add to its note', '')
    .action((id: string, options: Json & { note: string }) => approve(id, options))
  described(command, 'decline', 'do away with a change that waits')
    .argument('<proposal>')
    .requiredOption('--reason <text>', 'why, for whoever proposed it')
    .action((id: string, options: Json & { reason: string }) => decline(id, options))
}

const at = (path: string): string => `/api/v1/policy/${path}`
const get = async <T>(path: string): Promise<T> => (await (await import('./client.ts')).connect()).call<T>('GET', at(path))
const post = async <T>(path: string, body: object): Promise<T> =>
  (await (await import('./client.ts')).connect()).call<T>('POST', at(path), body)

async function log({ limit, json }: Json & { limit: string }): Promise<void> {
  const { items } = await get<{ items: Version[] }>(`versions?limit=${encodeURIComponent(limit)}`)
  if (json) return printJson(items)
  for (const { version, at: when, by, note, changes, approvedBy } of items) {
    printLine(`${version}  ${minute(when)}  ${by}${approvedBy ? `, approved by ${approvedBy}` : ''}${note ? `  ${note}` : ''}`)
    for (const change of changes) printLine(`    ${change}`)
  }
}

async function show(version: string, isJson: boolean): Promise<void> {
  const answer = await get<VersionAnswer>(`versions/${encodeURIComponent(version)}`)
  if (isJson) printJson(answer)
  else process.stdout.write(answer.text)
}

async function diff(from: string, { to, isJson }: { to: string | undefined; isJson: boolean }): Promise<void> {
  const asked = new URLSearchParams({ from, ...(to === undefined ? {} : { to }) })
  const answer = await get<DiffAnswer>(`diff?${asked}`)
  if (isJson) return printJson(answer)
  if (answer.differences.length === 0) return printLine(`Versions ${answer.from} and ${answer.to} say the same.`)
  printDifferences(answer.differences)
  printLine()
  printLines(answer.lines)
}

const SIGN = { same: '  ', added: '+ ', removed: '- ', skipped: '@@ ' } as const

function printLines(lines: DiffAnswer['lines']): void {
  for (const { kind, text } of lines) {
    const line = `${SIGN[kind]}${kind === 'skipped' ? `${text} lines` : text}`
    printLine(kind === 'added' ? styled('green', line) : kind === 'removed' ? styled('red', line) : line)
  }
}

async function proposals(isJson: boolean): Promise<void> {
  const { items } = await get<{ items: Proposal[] }>('proposals')
  if (isJson) return printJson(items)
  if (items.length === 0) return printLine('No change waits for an approval.')
  for (const { id } of items) {
    const { by, at: when, note, users, isOutdated, differences } = await get<ProposalAnswer>(`proposals/${id}`)
    const wait = isOutdated ? 'outdated: something else came into force' : `waits for ${users.join(' or ')}`
    printLine(`${id}  ${minute(when)}  ${by}  ${wait}${note ? `  ${note}` : ''}`)
    printDifferences(differences)
  }
}

async function restore(version: string, { note, json }: Json & { note: string }): Promise<void> {
  const answer = await post<ApplyAnswer>(`versions/${encodeURIComponent(version)}/restore`, { note })
  if (json) return printJson(answer)
  printDifferences(answer.differences)
  if (answer.proposal) printLine(`It waits for an approval as ${answer.proposal}; version ${answer.version} stays in force until then.`)
  else printLine(answer.isChanged ? `Version ${answer.version} is in force.` : `Nothing changed; version ${answer.version} says the same.`)
}

async function approve(id: string, { note, json }: Json & { note: string }): Promise<void> {
  const answer = await post<{ version: number }>(`proposals/${encodeURIComponent(id)}/approve`, { note })
  if (json) return printJson(answer)
  printLine(`Version ${answer.version} is in force.`)
}

async function decline(id: string, { reason, json }: Json & { reason: string }): Promise<void> {
  const answer = await post<{ items: Proposal[] }>(`proposals/${encodeURIComponent(id)}/decline`, { reason })
  if (json) return printJson(answer)
  printLine(`${id} is declined; ${answer.items.length} more wait.`)
}
