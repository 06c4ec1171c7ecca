import type { Finding } from '../../core/policy/finding.ts'
import { lintBundle } from '../../core/policy/lint.ts'
import { parseBundle } from '../../core/policy/parse.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { BundleFile } from '../../core/policy/yaml-source.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'

/** `bundle` is what the files say with every `${VAR}` filled; the files tell where its parts stand. */
export type LintQuestion = { files: BundleFile[]; variables: Record<string, string>; bundle: Bundle; at: Moment }

/** Runs in a thread of its own: proving coverage takes seconds for a large policy. */
export function task({ files, variables, bundle, at }: LintQuestion): Finding[] {
  const { locate } = parseBundle(files, variables)
  return lintBundle({ bundle, locate, at: instantOf(at) })
}
