import type { Command } from 'commander'
import type { PlanAnswer } from '../features/policies/contract.ts'
import { printJson, printLine, styled } from './print.ts'
import { printAfter, printOwn, sortFindings } from './told-findings.ts'

const FINDINGS = 1
/** More lines of one kind than this nobody reads. */
const MOST_LINES = 20

export function define(command: Command): void {
  command
    .argument('<dir>', 'folder of a policy bundle, or one file')
    .option('--replace', 'the bundle is the whole policy: sections that it does not have go')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nChanges nothing. Ends with 1 when the bundle cannot be applied.\n\nExamples:\n  tocsin plan policies/example\n  tocsin plan policies/example --json',
    )
    .action((dir: string, options: Options) => run(dir, options))
}

type Options = { json?: boolean; replace?: boolean }

async function run(dir: string, { json = false, replace = false }: Options): Promise<void> {
  const [{ connect }, { readUpload }] = await Promise.all([import('./client.ts'), import('./bundle-upload.ts')])
  const upload = readUpload(dir)
  const client = await connect()
  const plan = await client.call<PlanAnswer>('POST', '/api/v1/policy/plan', { ...upload, replace })
  if (json) printJson(plan)
  else await printPlan(dir, plan)
  process.exitCode = plan.isApplicable ? 0 : FINDINGS
}

async function printPlan(
  dir: string,
  { basedOn, isApplicable, findings, differences, kept, people, paging, coverage }: PlanAnswer,
): Promise<void> {
  const told = await sortFindings(dir, findings)
  printOwn(told)
  printDifferences(differences)
  printKept(kept)
  printWords('who is on call', people)
  printWords('who is paged when nobody answers', paging)
  const [worse, better] = [coverage.filter(({ becomes }) => becomes === 'worse'), coverage.filter(({ becomes }) => becomes === 'better')]
  printWords(
    styled('red', basedOn === 0 ? 'not covered' : 'no longer covered'),
    worse.filter(({ isBreaking }) => isBreaking),
  )
  printWords(
    styled('yellow', basedOn === 0 ? 'weaker than it should be' : 'weaker than before'),
    worse.filter(({ isBreaking }) => !isBreaking),
  )
  printWords('better covered', better)
  printAfter(told, dir)
  if (!isApplicable) printLine('Nothing can be applied until the errors are gone.')
  else if (differences.length === 0) printLine(`Nothing would change; version ${basedOn} says the same.`)
  else printLine(`This would become version ${basedOn + 1}; "tocsin apply" does it.`)
}

function printWords(title: string, changes: readonly { words: string }[]): void {
  if (changes.length === 0) return
  printLine(title)
  for (const { words } of changes.slice(0, MOST_LINES)) printLine(`  ${words}`)
  if (changes.length > MOST_LINES) printLine(`  and ${changes.length - MOST_LINES} more; --json has them all`)
}

/** What the files say nothing of and what runs all the same. */
export function printKept(kept: PlanAnswer['kept']): void {
  if (kept.length > 0) printLine(`kept from the running policy: ${kept.join(', ')} (--replace gives them up)`)
}

export function printDifferences(differences: PlanAnswer['differences']): void {
  for (const { section, changes } of differences) {
    printLine(section)
    for (const change of changes) printLine(`  ${change}`)
  }
}
