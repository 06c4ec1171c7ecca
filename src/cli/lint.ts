import type { Command } from 'commander'
import type { Finding, Locate } from '../core/policy/finding.ts'
import { parseBundle } from '../core/policy/parse.ts'
import type { Bundle } from '../core/policy/schema/bundle.ts'
import { textsBeside } from './bundle-texts.ts'
import { Failure } from './failure.ts'
import { printJson, printLine } from './print.ts'
import { filesOf } from './read-bundle.ts'

const FINDINGS = 1
const UNREADABLE = 2

type Options = { json?: boolean; explain?: string | true; links?: boolean }

export function define(command: Command): void {
  command
    .argument('[dir]', 'folder of a policy bundle, or one file')
    .option('--explain [rule]', 'what a rule means, with an example and its repair; without a rule, all of them')
    .option('--links', 'only open the addresses that the policy sends people to, and tell which lead nowhere (needs the network)')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nEnds with 0 when nothing is wrong (variables that are not set here are told and do not count), 1 with findings, 2 when a file cannot be read.\n\nExamples:\n  tocsin lint policies/example\n  tocsin lint policies/example --json\n  tocsin lint policies/example --links\n  tocsin lint --explain worst-case-wake',
    )
    .action((dir: string | undefined, { json, explain, links }: Options) => {
      if (explain !== undefined) return tell(explain, json === true)
      if (dir === undefined) throw new Failure('name the folder of a bundle: tocsin lint policies/example', { exitCode: UNREADABLE })
      return links ? open(dir, json === true) : run(dir, json === true)
    })
}

/** What one rule means, or in one line each what all of them do. */
async function tell(rule: string | true, isJson: boolean): Promise<void> {
  const { EXPLANATIONS, explanationOf, levelOf } = await import('../core/policy/explain/explain.ts')
  if (rule === true) {
    const rules = Object.entries(EXPLANATIONS).map(([id, { means }]) => ({ rule: id, level: levelOf(id) ?? 'error', means }))
    if (isJson) return printJson({ rules })
    for (const each of rules) printLine(`${each.rule} (${each.level}): ${each.means}`)
    return
  }
  const found = explanationOf(rule)
  if (!found) {
    const { closestTo } = await import('../core/policy/did-you-mean.ts')
    const meant = closestTo(rule, Object.keys(EXPLANATIONS))
    const remedy = meant ? `did you mean "${meant}"?` : 'tocsin lint --explain lists them'
    throw new Failure(`"${rule}" is no rule; ${remedy}`, { exitCode: UNREADABLE })
  }
  if (isJson) return printJson({ rule, level: levelOf(rule) ?? 'error', ...found })
  printLine(`${rule}${levelOf(rule) ? ` (${levelOf(rule)})` : ''}`)
  printLine(found.means)
  printLine(`\nFound in:\n${indented(found.wrong)}\n\nMended:\n${indented(found.right)}`)
  if (levelOf(rule)) printLine(`\nYours to accept: lint: { accept: [{ rule: ${rule}, at: <place>, reason: "…", until: "YYYY-MM-DD" }] }`)
}

const indented = (text: string): string => text.replace(/^/gm, '  ')

async function run(dir: string, isJson: boolean): Promise<void> {
  const findings = await findingsOf(dir)
  if (isJson) printJson({ findings })
  else for (const finding of findings) printFinding(finding)
  if (!isJson && findings.length > 0) printLine(findings.every(isUnset) ? 'Nothing is wrong with the bundle itself.' : summaryOf(findings))
  process.exitCode = codeFor(findings)
}

async function open(dir: string, isJson: boolean): Promise<void> {
  const { bundle, locate } = parseBundle(filesOf(dir), process.env, (names) => textsBeside(dir, names))
  if (!bundle) throw new Failure(`${dir} has errors; "tocsin lint ${dir}" tells them`, { exitCode: UNREADABLE })
  const { checkLinks } = await import('./check-links.ts')
  await checkLinks({ bundle, locate }, isJson)
}

/** Everything that is wrong with a bundle, or risky about it. Reads the folder only: no server is asked. */
export async function findingsOf(dir: string): Promise<Finding[]> {
  const { bundle, findings, locate } = parseBundle(filesOf(dir), process.env, (names) => textsBeside(dir, names))
  if (!bundle) return findings
  const [{ lintBundle }, { inReadingOrder }, { createClock }] = await Promise.all([
    import('../core/policy/lint.ts'),
    import('../core/policy/finding.ts'),
    import('../engine/clock.ts'),
  ])
  const risks = lintBundle({ bundle, locate, at: createClock().now() })
  return inReadingOrder([...findings, ...risks, ...(await forbiddenIn(bundle, locate))])
}

/** The server's TOCSIN_ALLOW_TARGETS may be another than the one here, so of what it could open there is only a warning. */
async function forbiddenIn(bundle: Bundle, locate: Locate): Promise<Finding[]> {
  const [{ addressProblems }, { findingOf }, { writtenTargets }] = await Promise.all([
    import('../core/policy/addresses.ts'),
    import('../core/policy/finding.ts'),
    import('../platform/outbound/written-target.ts'),
  ])
  const allowed = (process.env.TOCSIN_ALLOW_TARGETS ?? '').split(/[\s,]+/).filter(Boolean)
  return addressProblems(bundle, { objection: writtenTargets(allowed), level: () => 'warning' }).map((each) => findingOf(each, locate))
}

/** `tocsin.yaml:12:3 error … → …`, with what `lint.accept` and `--explain` call it, and what it costs on a line of its own. */
export function printFinding({ file, line, column, level, rule, subject, message, remedy, cost }: Finding): void {
  printLine(`${file}:${line}:${column} ${level} ${message} → ${remedy}${subject === undefined ? '' : ` (${rule} at ${subject})`}`)
  if (cost) printLine(`    costs: ${cost}`)
}

export function summaryOf(findings: readonly Finding[]): string {
  const counted = (['error', 'warning', 'advisory'] as const).map((level) => {
    const count = findings.filter((finding) => finding.level === level).length
    const word = level === 'advisory' ? (count === 1 ? 'advisory' : 'advisories') : `${level}${count === 1 ? '' : 's'}`
    return count > 0 ? `${count} ${word}` : null
  })
  return counted.filter((each) => each !== null).join(', ')
}

function codeFor(findings: readonly Finding[]): number {
  if (findings.some(({ rule, level }) => rule === 'yaml' && level === 'error')) return UNREADABLE
  return findings.every(isUnset) ? 0 : FINDINGS
}

/** A variable belongs to where the bundle is applied; that this machine does not know it is told, and no fault of the bundle. */
const isUnset = ({ rule }: Finding): boolean => rule === 'placeholder'
