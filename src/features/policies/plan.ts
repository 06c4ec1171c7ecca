import { rebaseTurns } from '../../core/oncall/rebase.ts'
import { addressesOf, addressProblems, type Objection } from '../../core/policy/addresses.ts'
import type { Finding, Problem } from '../../core/policy/finding.ts'
import { findingOf, inReadingOrder } from '../../core/policy/finding.ts'
import { parseBundle } from '../../core/policy/parse.ts'
import { fillPlaceholders } from '../../core/policy/placeholder.ts'
import { printBundle, writtenForm } from '../../core/policy/print.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import { isText } from '../../core/policy/texts.ts'
import type { BundleFile } from '../../core/policy/yaml-source.ts'
import { readSource } from '../../core/policy/yaml-source.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { SectionDifference } from './differences.ts'
import { differencesOf } from './differences.ts'
import type { LintQuestion } from './found-by-lint.ts'
import { ownedBy, withDisabled } from './rules.ts'
import type { SecretRules, ToSeal, Variables } from './secrets.ts'
import { sealSecrets } from './secrets.ts'

/** What applying would come to. `bundle` is null when a finding is an error: then nothing is applied, not even in part. */
export type Plan = {
  bundle: Bundle | null
  findings: Finding[]
  differences: SectionDifference[]
  toSeal: ToSeal[]
  /** Sections of the running policy that the files do not have, and that stay. */
  kept: string[]
}

/** A plan to which what lint finds is still to be added; `lint` is null where nothing can be applied. */
export type Draft = Plan & { lint: LintQuestion | null; leaving: Finding[] }

/** People who leave come first, then everything in the order of the files. */
export const withRisks = ({ lint: _, leaving, ...plan }: Draft, risks: readonly Finding[]): Plan => ({
  ...plan,
  findings: [...leaving, ...inReadingOrder([...plan.findings, ...risks])],
})

const unusable = (findings: Finding[]): Draft => ({
  bundle: null,
  findings,
  differences: [],
  toSeal: [],
  kept: [],
  lint: null,
  leaving: [],
})

/** `at` is the moment the bundle is judged for. `isWhole`: the files are the whole policy, and nothing that runs stays beside them. */
export type Known = {
  current: Bundle | null
  variables: Variables
  rules: SecretRules
  at: Temporal.Instant
  objection: Objection
  isWhole?: boolean
}

/** How findings name what is not in the files but runs. */
export const RUNNING = '(the running policy)'

/**
 * Reads files against what runs: sections that they have are theirs, all others stay, and the two together must hold.
 * `${VAR}` takes its value, except for secrets: they are named in the bundle and kept apart from it.
 */
export function planFiles(files: readonly BundleFile[], known: Known): Draft {
  const sections = files.filter((file) => !isText(file)).flatMap((file) => [...(readSource(file).source?.sections.keys() ?? [])])
  const rest = ownedBy(sections, known.isWhole ? null : known.current)
  const running = Object.keys(rest).length > 0 ? [{ path: RUNNING, text: printBundle(rest) }] : []
  const all = [...files, ...running]
  const variables = asWritten(files, running, known.variables)
  const { bundle: read, findings, locate } = parseBundle(all, variables)
  if (!read) return unusable(findings.map((finding) => withWayOut(finding, rest)))
  const forbidden = forbiddenIn(read, known).map((problem) => findingOf(problem, locate))
  if (forbidden.some(({ level }) => level === 'error')) return unusable(inReadingOrder([...findings, ...forbidden]))
  const { bundle: sealed, toSeal } = sealSecrets(read, known)
  const filled = fillRest(sealed, known.variables)
  if (!filled) return planFilled(files, running, known)
  const told = findings.filter((finding) => finding.rule !== 'placeholder' || isStillWritten(finding, filled))
  const bundle = rebaseTurns(known.current, withDisabled(filled, known.current), known.at)
  return {
    bundle,
    findings: [...told, ...forbidden],
    differences: differencesOf(known.current, bundle),
    toSeal,
    kept: Object.entries(rest).flatMap(([section, entries]) => (isSaid(entries) ? [section] : [])),
    lint: { files: all, variables, bundle: filled, at: momentOf(known.at) },
    leaving: leaving(known.current, bundle),
  }
}

const isSaid = (entries: unknown): boolean =>
  Array.isArray(entries) ? entries.length > 0 : typeof entries === 'object' && entries !== null

/** What stays and names what goes can be kept with it, or given up. */
function withWayOut(finding: Finding, rest: Partial<Bundle>): Finding {
  const section = /^\W*([a-z_]+)/.exec(finding.message)?.[1] ?? ''
  if (finding.file !== RUNNING || !(section in rest)) return finding
  const empty = Array.isArray(rest[section as keyof Bundle]) ? `write \`${section}: []\` in the bundle, or ` : ''
  const remedy = `${finding.remedy}; or give up what runs: ${empty}add --replace, which makes the bundle the whole policy`
  return { ...finding, remedy }
}

/** Addresses that nothing may be sent to, before secrets are taken out: some of them are addresses. What runs already is only warned of. */
function forbiddenIn(read: Bundle, { current, variables, objection }: Known): Problem[] {
  const running = new Set(current ? addressesOf(current).map(({ url }) => url) : [])
  return addressProblems(fillRest(read, variables) ?? read, { objection, level: (url) => (running.has(url) ? 'warning' : 'error') })
}

/** People that a bundle leaves out, said before everything else: whoever applies it may be one of them. */
function leaving(current: Bundle | null, next: Bundle): Finding[] {
  const staying = new Set((next.users ?? []).map((user) => user.id))
  const gone = (current?.users ?? []).filter((user) => !staying.has(user.id)).map((user) => user.id)
  if (gone.length === 0) return []
  const who = gone.join(', ')
  return [
    {
      level: 'warning',
      rule: 'person-leaves',
      file: RUNNING,
      line: 1,
      column: 1,
      message: `${who} will no longer be in the policy`,
      remedy: `add them under users: to keep them reachable, or disable their accounts if they have left`,
      cost: `nothing pages ${who} any more, although they can still sign in`,
    },
  ]
}

/** A value that a variable brings is wrong where it stands: say it at its place. */
function planFilled(files: readonly BundleFile[], running: BundleFile[], { variables }: Known): Draft {
  const { findings } = parseBundle([...files, ...running], variables)
  return unusable(findings)
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g
const namesIn = (files: readonly BundleFile[]): string[] =>
  files.flatMap(({ text }) => [...text.matchAll(VARIABLE)].map((match) => match[1] ?? ''))

/** Variables that stand for themselves: those with a value are filled later, those that run already are nobody's mistake. */
function asWritten(files: readonly BundleFile[], running: readonly BundleFile[], variables: Variables): Record<string, string> {
  const known = [...namesIn(files).filter((name) => variables[name] !== undefined), ...namesIn(running)]
  return Object.fromEntries(known.map((name) => [name, `\${${name}}`]))
}

/** Null when a value does not fit. The sections that run were filled when they were applied. */
function fillRest(bundle: Bundle, variables: Variables): Bundle | null {
  const written = writtenForm(bundle)
  const { filled } = fillPlaceholders(written, variables)
  if (JSON.stringify(filled) === JSON.stringify(written)) return bundle
  return bundleSchema.safeParse(filled).data ?? null
}

function isStillWritten({ message }: Finding, bundle: Bundle): boolean {
  const placeholder = message.match(VARIABLE)?.[0]
  return placeholder === undefined || JSON.stringify(bundle).includes(placeholder)
}
