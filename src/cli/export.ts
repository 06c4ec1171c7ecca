import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import type { ExportAnswer } from '../features/policies/contract.ts'
import { Failure } from './failure.ts'
import { printJson, printLine } from './print.ts'

const MISUSED = 2

export function define(command: Command): void {
  command
    .argument('<what>', 'bundle')
    .argument('[dir]', 'folder to write into; without it the text is printed')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nSecrets are written as ${VAR}, never in clear. Applying what was exported changes nothing.\n\nExamples:\n  tocsin export bundle policies/mine\n  tocsin export bundle > tocsin.yaml',
    )
    .action((what: string, dir: string | undefined, options: { json?: boolean }) => run({ what, dir, isJson: options.json === true }))
}

async function run({ what, dir, isJson }: { what: string; dir: string | undefined; isJson: boolean }): Promise<void> {
  if (what !== 'bundle') throw new Failure(`"${what}" cannot be exported; write "tocsin export bundle DIR"`, { exitCode: MISUSED })
  const { connect } = await import('./client.ts')
  const client = await connect()
  const answer = await client.call<ExportAnswer>('GET', `/api/v1/policy/export?whole=${dir === undefined}`)
  if (answer.files.length === 0) throw new Failure('there is no policy yet; apply one, or finish the set-up')
  if (dir !== undefined) for (const { path, text } of answer.files) writeInto(dir, path, text)
  if (isJson) return printJson(answer)
  if (dir === undefined) for (const { text } of answer.files) process.stdout.write(text)
  else printLine(`Version ${answer.version} is in ${dir}: ${answer.files.map(({ path }) => path).join(', ')}`)
}

/** A server must not write anywhere but below the folder it was given. */
function writeInto(dir: string, path: string, text: string): void {
  const target = join(dir, path)
  if (!resolve(target).startsWith(resolve(dir) + sep)) throw new Failure(`the server names a file outside of ${dir}: ${path}`)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
}
