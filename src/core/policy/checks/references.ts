import { closestTo, oneOf } from '../did-you-mean.ts'
import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'
import { nameOfPath } from '../finding.ts'
import { plainSpelling } from '../policy.ts'
import type { Kind, ReferenceRule } from './reference-table.ts'
import { HOME_OF, REFERENCES } from './reference-table.ts'
import { eachText } from './walk.ts'

/** Per kind what may be written, and how it is shown. */
type Defined = Record<Kind, Map<string, string>>

/** Every name that names nothing, over everything that is written, valid or not. */
export function danglingReferences({ raw }: Draft): Problem[] {
  const defined = definitions(raw)
  const problems: Problem[] = []
  eachText(raw, (text, { path, keys }) => {
    const rule = REFERENCES[keys.replace(/^.*\.(?:when|suggest_when)\./, 'when.')]
    const problem = rule && check(text, rule, defined)
    if (problem)
      problems.push({
        level: 'error',
        rule: 'dangling-reference',
        path,
        ...problem,
        message: `\`${nameOfPath(path, raw)}\`: ${problem.message}`,
      })
  })
  return problems
}

function definitions(raw: Draft['raw']): Defined {
  const idsIn = (entries: unknown): string[] =>
    (Array.isArray(entries) ? entries : []).flatMap((entry) => (typeof entry?.id === 'string' ? [entry.id] : []))
  const incident = raw.incident as { types?: unknown } | null | undefined
  const found = Object.entries(HOME_OF).map(
    ([kind, section]) => [kind, named(idsIn(kind === 'type' ? incident?.types : raw[section]))] as const,
  )
  const defined = Object.fromEntries(found) as Defined
  defined.severity = severitySpellings(raw.severities)
  return defined
}

const named = (ids: readonly string[]): Map<string, string> => new Map(ids.map((id) => [id, id]))

function severitySpellings(entries: unknown): Map<string, string> {
  const spellings = (Array.isArray(entries) ? entries : []).flatMap((entry) => [entry?.id, entry?.name, entry?.aliases].flat())
  return new Map(spellings.filter((each) => typeof each === 'string').map((each) => [plainSpelling(each), each]))
}

type Complaint = { message: string; remedy: string }

function check(written: string, rule: ReferenceRule, defined: Defined): Complaint | null {
  if (rule.words?.includes(written)) return null
  const [first] = rule.kinds as [Kind]
  if (first === 'severity')
    return defined.severity.has(plainSpelling(written)) ? null : unknownName(written, 'severity', [...defined.severity.values()])
  const colon = written.indexOf(':')
  const id = written.slice(colon + 1)
  const kind = colon < 0 ? first : written.slice(0, colon)
  if (!isKind(kind, rule)) return wrongKind(written, kind, rule)
  if (defined[kind].has(id)) return null
  const elsewhere = colon < 0 ? rule.kinds.find((each) => defined[each].has(id)) : undefined
  if (elsewhere) return { message: `"${written}" names no ${kind}`, remedy: `write \`${elsewhere}:${id}\`` }
  const prefix = colon < 0 ? '' : `${kind}:`
  return unknownName(written, kind, [...[...defined[kind].keys()].map((each) => prefix + each), ...(rule.words ?? [])])
}

const isKind = (kind: string, rule: ReferenceRule): kind is Kind => (rule.kinds as readonly string[]).includes(kind)

function wrongKind(written: string, kind: string, rule: ReferenceRule): Complaint {
  const wanted = rule.kinds.map((each) => `${each}:…`)
  return { message: `"${written}": ${kind} is not possible here`, remedy: `write ${oneOf([...wanted, ...(rule.words ?? [])])}` }
}

function unknownName(written: string, kind: Kind, candidates: readonly string[]): Complaint {
  const meant = closestTo(written, candidates)
  const add = `add it under \`${HOME_OF[kind]}:\``
  const message = `"${written}" names no ${kind === 'ladder' ? 'escalation policy' : kind}`
  if (meant) return { message, remedy: `did you mean \`${meant}\`? Otherwise ${add}` }
  return { message, remedy: candidates.length > 0 ? `write one of ${oneOf(candidates)}, or ${add}` : add }
}
