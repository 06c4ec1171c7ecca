import type { Finding } from '../core/policy/finding.ts'
import { findingsOf, printFinding, summaryOf } from './lint.ts'
import { printLine } from './print.ts'

/** What the server says about a bundle, apart: what only it can know, what will not work, and what `tocsin lint` says as well. */
export type Sorted = { own: Finding[]; idle: Finding[]; linted: Finding[] }

const keyOf = ({ file, line, column, rule }: Finding): string => `${file}:${line}:${column} ${rule}`

/** `dir` is checked here once more, offline: what that finds need not be told twice. Errors always are. */
export async function sortFindings(dir: string, findings: readonly Finding[]): Promise<Sorted> {
  const here = new Set((await findingsOf(dir)).map(keyOf))
  const isIdle = ({ rule, cost }: Finding): boolean => rule === 'placeholder' && cost !== undefined
  const isLinted = (each: Finding): boolean => each.level !== 'error' && here.has(keyOf(each))
  return {
    idle: findings.filter(isIdle),
    own: findings.filter((each) => !isIdle(each) && !isLinted(each)),
    linted: findings.filter((each) => !isIdle(each) && isLinted(each)),
  }
}

/** Before the differences: what is new about this bundle on this server. */
export const printOwn = ({ own }: Sorted): void => own.forEach(printFinding)

/** After them: what does not work although the bundle is in order, how to set it, and where the rest is told. */
export function printAfter({ idle, linted }: Sorted, dir: string): void {
  if (idle.length > 0) printLine('Does not work yet:')
  for (const { message, cost } of idle) {
    const name = /\$\{(\w+)\}/.exec(message)?.[1] ?? ''
    printLine(`  ${cost} (${name} is not set)`)
    printLine(`    → ${name}=… tocsin apply ${dir}   or make a key at Settings, Integrations`)
  }
  if (linted.length > 0) printLine(`${summaryOf(linted)} of the bundle itself: "tocsin lint ${dir}" lists them`)
}
