import type { Command } from 'commander'
import type { PlanAnswer } from '../features/policies/contract.ts'
import { printJson, printLine } from './print.ts'
import { printAfter, printOwn, sortFindings } from './told-findings.ts'

const FINDINGS = 1
/** More lines than this nobody reads. */
const MOST_MOVES = 20

export function define(command: Command): void {
  command
    .argument('<dir>', 'folder of a policy bundle, or one file')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nChanges nothing. Ends with 1 when the bundle cannot be applied.\n\nExamples:\n  tocsin plan policies/example\n  tocsin plan policies/example --json',
    )
    .action((dir: string, options: { json?: boolean }) => run(dir, options.json === true))
}

async function run(dir: string, isJson: boolean): Promise<void> {
  const [{ connect }, { readUpload }] = await Promise.all([import('./client.ts'), import('./bundle-upload.ts')])
  const upload = readUpload(dir)
  const client = await connect()
  const plan = await client.call<PlanAnswer>('POST', '/api/v1/policy/plan', upload)
  if (isJson) printJson(plan)
  else await printPlan(dir, plan)
  process.exitCode = plan.isApplicable ? 0 : FINDINGS
}

async function printPlan(dir: string, { basedOn, isApplicable, findings, differences, people }: PlanAnswer): Promise<void> {
  const told = await sortFindings(dir, findings)
  printOwn(told)
  printDifferences(differences)
  printPeople(people)
  printAfter(told, dir)
  if (!isApplicable) printLine('Nothing can be applied until the errors are gone.')
  else if (differences.length === 0) printLine(`Nothing would change; version ${basedOn} says the same.`)
  else printLine(`This would become version ${basedOn + 1}; "tocsin apply" does it.`)
}

function printPeople(people: PlanAnswer['people']): void {
  if (people.length === 0) return
  printLine('who is on call')
  for (const { words } of people.slice(0, MOST_MOVES)) printLine(`  ${words}`)
  if (people.length > MOST_MOVES) printLine(`  and ${people.length - MOST_MOVES} more; --json has them all`)
}

export function printDifferences(differences: PlanAnswer['differences']): void {
  for (const { section, changes } of differences) {
    printLine(section)
    for (const change of changes) printLine(`  ${change}`)
  }
}
