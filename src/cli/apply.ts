import type { Command } from 'commander'
import type { ApplyAnswer } from '../features/policies/contract.ts'
import { printDifferences, printKept } from './plan.ts'
import { printJson, printLine } from './print.ts'
import { printAfter, printOwn, sortFindings } from './told-findings.ts'

type Options = { note: string; basedOn?: string; force?: string; replace?: boolean; json?: boolean }

export function define(command: Command): void {
  command
    .argument('<dir>', 'folder of a policy bundle, or one file')
    .option('--note <text>', 'why, for the history of versions', '')
    .option('--based-on <version>', 'refuse when the running version is another one (as "tocsin plan" told it)')
    .option(
      '--force <reason>',
      'do what is hardly meant (nobody is an administrator any more, somebody whom nothing can wake takes turns), and why',
    )
    .option('--replace', 'the bundle is the whole policy: sections that it does not have go')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nOwns only the sections that are present; everything is applied or nothing. Values for ${VAR} come from this environment.\n\nExamples:\n  tocsin apply policies/example --note "Ben joins"\n  PROM_KEY=… tocsin apply policies/example --based-on 41',
    )
    .action((dir: string, options: Options) => run(dir, options))
}

async function run(dir: string, { note, basedOn, force, replace = false, json }: Options): Promise<void> {
  const [{ connect }, { readUpload }, { Failure }] = await Promise.all([
    import('./client.ts'),
    import('./bundle-upload.ts'),
    import('./failure.ts'),
  ])
  const version = basedOn === undefined ? null : Number(basedOn)
  if (version !== null && !Number.isInteger(version))
    throw new Failure(`--based-on: "${basedOn}" is no version; write a number such as 41`, { exitCode: 2 })
  const upload = readUpload(dir)
  const client = await connect()
  const answer = await client.call<ApplyAnswer>('POST', '/api/v1/policy/apply', {
    ...upload,
    note,
    basedOn: version,
    replace,
    ...(force ? { force } : {}),
  })
  if (json) return printJson(answer)
  const told = await sortFindings(dir, answer.findings)
  printOwn(told)
  printDifferences(answer.differences)
  printKept(answer.kept)
  printAfter(told, dir)
  if (answer.proposal) printLine(`It waits for an approval as ${answer.proposal}; version ${answer.version} stays in force until then.`)
  else printLine(answer.isChanged ? `Version ${answer.version} is in force.` : `Nothing changed; version ${answer.version} says the same.`)
}
