import { CHECKS } from './checks/all-checks.ts'
import type { Draft } from './draft.ts'
import { draftOf } from './draft.ts'
import type { Finding, Locate, Problem } from './finding.ts'
import { findingOf, inReadingOrder, MOST_FINDINGS } from './finding.ts'
import { mergeSources } from './merge.ts'
import { fillPlaceholders } from './placeholder.ts'
import { writtenForm } from './print.ts'
import type { Bundle } from './schema/bundle.ts'
import { bundleSchema } from './schema/bundle.ts'
import { shapeProblems } from './shape-problems.ts'
import { attachTexts, isText, type ReadTexts, textNamesIn } from './texts.ts'
import type { BundleFile } from './yaml-source.ts'
import { readSource } from './yaml-source.ts'

/** `bundle` is null as soon as one finding is an error: nothing is applied in part. `locate` places later findings. */
export type ParsedBundle = { bundle: Bundle | null; findings: Finding[]; locate: Locate }

/**
 * Reads the files of a bundle and validates them as a whole. Every error is told at once, each with its place, the value
 * and the remedy. `${VAR}` takes its value from `environment`; absent variables stay written and are a warning. Texts beside the
 * YAML (`.md`, by their path below the bundle's folder) are among `files`, or what `readTexts` finds for the names it is given.
 */
export function parseBundle(
  files: readonly BundleFile[],
  environment: Readonly<Record<string, string | undefined>> = {},
  readTexts: ReadTexts = () => [],
): ParsedBundle {
  const readings = files.filter((file) => !isText(file)).map(readSource)
  const { raw: written, locate, findings: twice } = mergeSources(readings.flatMap(({ source }) => source ?? []))
  const texts = [...files.filter(isText), ...readTexts(textNamesIn(written))]
  const { raw, problems: lost } = attachTexts(written, texts)
  const { filled, problems: missing } = fillPlaceholders(raw, environment)
  const isReadable = readings.every(({ source, findings }) => source !== null || findings.every((finding) => finding.level !== 'error'))
  const { bundle, problems } = validate(filled as Record<string, unknown>, isReadable)
  const findings = [
    ...readings.flatMap((reading) => reading.findings),
    ...twice,
    ...worstFirst([...missing, ...lost, ...problems]).map((each) => findingOf(each, locate)),
  ]
  const isValid = findings.every((finding) => finding.level !== 'error')
  return { bundle: isValid ? bundle : null, findings: inReadingOrder(findings), locate }
}

/** At most so many as anybody reads, and no warning in the place of an error. */
const worstFirst = (problems: readonly Problem[]): readonly Problem[] =>
  problems.length <= MOST_FINDINGS
    ? problems
    : Object.values(Object.groupBy(problems, ({ level }) => RANKS[level]))
        .flat()
        .slice(0, MOST_FINDINGS)

const RANKS = { error: 0, warning: 1, advisory: 2 } as const

/**
 * Holds a bundle that was changed in memory to the same rules as one that was written. `bundle` is null as soon as one
 * problem is an error; problems carry their path, for there are no files.
 */
export function checkBundle(changed: Bundle): { bundle: Bundle | null; problems: Problem[] } {
  const { bundle, problems } = validate(writtenForm(changed), true)
  return { bundle: problems.some((problem) => problem.level === 'error') ? null : bundle, problems }
}

/** Without one of the files, what is missing or dangling is a guess: only what stands there is judged. */
function validate(raw: Record<string, unknown>, isComplete: boolean): { bundle: Bundle | null; problems: Problem[] } {
  const parsed = bundleSchema.safeParse(raw)
  const shape = parsed.success ? [] : shapeProblems(parsed.error.issues, raw)
  const draft = draftOf(raw)
  const checked = isComplete ? CHECKS.flatMap((check) => check(draft)) : []
  const known = isComplete ? shape : shape.filter((problem) => problem.rule !== 'missing')
  return { bundle: parsed.data ?? null, problems: [...known, ...checked, ...namelessLevels(draft)] }
}

/** A level without a name is usable, but people will read its bare id. */
function namelessLevels(draft: Draft): Problem[] {
  return (draft.bundle.severities ?? []).flatMap((severity) => {
    if (severity.name) return []
    const message = `severity ${severity.id} has no name`
    return [
      {
        level: 'warning',
        rule: 'level-without-name',
        path: draft.pathOf(severity),
        message,
        remedy: 'add `name:`, for example "Critical"',
      },
    ]
  })
}
