import type { z } from 'zod'
import { closestTo, oneOf } from './did-you-mean.ts'
import type { Path, Problem } from './finding.ts'
import { MOST_FINDINGS, nameOfPath, valueAt } from './finding.ts'
import { keysAt } from './json-schema.ts'

type Issue = z.core.$ZodIssue

/** What the schema found, in the words of the language: the value that is there and what to write instead. */
export function shapeProblems(issues: readonly Issue[], raw: unknown): Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, issue.path as Path, raw))
}

function problemsOf(issue: Issue, path: Path, raw: unknown): Problem[] {
  const error = (message: string, remedy: string, rule = 'shape'): Problem[] => [{ level: 'error', rule, path, message, remedy }]
  const name = nameOfPath(path, raw) || 'the bundle'
  const value = valueAt(raw, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MOST_FINDINGS).map((key) => unknownKey(key, path, raw))
    case 'invalid_value':
      if (value === undefined) return error(`\`${name}\` is missing`, `write ${oneOf(issue.values.map(String))}`, 'missing')
      return error(`\`${name}\` is ${shown(value)}`, chooseFrom(String(value), issue.values.map(String)), 'value')
    case 'invalid_type':
      if (value === undefined)
        return error(`\`${name}\` is missing`, `add \`${path.at(-1)}:\` (${NOUNS[issue.expected] ?? issue.expected})`, 'missing')
      return error(
        `\`${name}\` is ${shown(value)}, not ${NOUNS[issue.expected] ?? issue.expected}`,
        remedyForType(issue.expected, value),
        'type',
      )
    case 'too_small':
      if (Array.isArray(value)) return error(`\`${name}\` is an empty list`, 'give it at least one member or remove the key', 'empty')
      if (value === '') return error(`\`${name}\` is an empty text`, 'write a text or remove the key', 'empty')
      return error(`\`${name}\` is ${shown(value)}`, `write at least ${issue.minimum}`, 'value')
    case 'too_big':
      return error(`\`${name}\` is ${shown(value)}`, `write at most ${issue.maximum}`, 'value')
    case 'invalid_format':
      return error(`\`${name}\` is ${shown(value)}`, 'write lower-case letters, digits and underscores', 'value')
    case 'invalid_key':
      return error(`\`${name}\` is not a valid key`, firstRemedy(issue.issues) ?? 'write lower-case letters, digits and dashes', 'key')
    case 'invalid_union':
      return unionProblems(issue, path, raw)
    case 'custom':
      return error(`\`${name}\`: ${issue.message}`, String(issue.params?.remedy ?? 'correct the value'), 'value')
    default:
      return error(`\`${name}\`: ${issue.message}`, 'correct the value')
  }
}

/** Of several forms the one that was meant is the one that fails deepest; when none stands out, every form's remedy is told. */
function unionProblems(issue: Issue & { code: 'invalid_union' }, path: Path, raw: unknown): Problem[] {
  const value = valueAt(raw, path)
  const isNoText = typeof value === 'object'
  const forms = issue.errors.map((errors) => errors.flatMap((each) => problemsOf(each, [...path, ...(each.path as Path)], raw)))
  const isShallow = (problems: Problem[]) =>
    problems.every((each) => each.path.length === path.length && (each.rule === 'type' || isNoText))
  const meant = forms.filter((problems) => !isShallow(problems))
  if (meant.length === 1) return meant[0] as Problem[]
  const remedies = [...new Set((meant.length > 0 ? meant : forms).flat().map((problem) => problem.remedy))]
  const name = nameOfPath(path, raw)
  if (value === undefined)
    return [{ level: 'error', rule: 'missing', path, message: `\`${name}\` is missing`, remedy: `add \`${path.at(-1)}:\`` }]
  return [{ level: 'error', rule: 'value', path, message: `\`${name}\` is ${shown(value)}`, remedy: remedies.join('; or ') }]
}

function unknownKey(key: string, path: Path, raw: unknown): Problem {
  const known = keysAt(path)
  const meant = closestTo(key, known)
  const place = path.length === 0 ? 'the bundle' : `\`${nameOfPath(path, raw)}\``
  return {
    ...{ level: 'error', rule: 'unknown-key', path: [...path, key], at: 'key' },
    message: `\`${key}\` is not a key of ${place}`,
    remedy: meant ? `did you mean \`${meant}\`?` : `write one of ${known.join(', ')}`,
  }
}

function chooseFrom(written: string, values: readonly string[]): string {
  const meant = closestTo(written, values)
  return `${meant ? `did you mean \`${meant}\`? ` : ''}write ${values.length > 1 ? 'one of ' : ''}${oneOf(values)}`
}

function firstRemedy(issues: readonly Issue[]): string | undefined {
  const remedy = issues.map((issue) => (issue.code === 'custom' ? issue.params?.remedy : undefined)).find((each) => each !== undefined)
  return remedy === undefined ? undefined : String(remedy)
}

const NOUNS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
}

function remedyForType(expected: string, value: unknown): string {
  if (value === null) return 'write a value or remove the key'
  if (expected === 'string' && typeof value !== 'object') return `put it in quotes: "${value}"`
  if (expected === 'array') return 'write a list: [a, b], or one `- ` line per member'
  if (expected === 'object' || expected === 'record') return `write a map: { key: value }`
  return `write ${NOUNS[expected] ?? expected}`
}

/** Long values are cut: the message must stay a sentence. */
const LONGEST_SHOWN = 60

function shown(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  const text = String(value)
  const cut = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
  return typeof value === 'string' ? `"${cut}"` : cut
}
