import { checkCycles } from './cycles.ts'
import { checkImports } from './imports.ts'
import { checkPurity, checkSql } from './purity.ts'
import { checkShape } from './shape.ts'
import { type Finding, readSource } from './source.ts'

/** Every place where the tree (path → text, paths from the project's root) breaks the rules of the house. */
export function checkArchitecture(tree: ReadonlyMap<string, string>): Finding[] {
  const entries = [...tree].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const sources = entries.filter(([path]) => /\.tsx?$/.test(path)).map(([path, text]) => readSource(path, text))
  return [
    ...checkImports(sources),
    ...checkCycles(sources),
    ...sources.flatMap(checkShape),
    ...sources.flatMap(checkPurity),
    ...entries.filter(([path]) => path.endsWith('.sql')).flatMap(([path, text]) => checkSql(path, text)),
  ]
}

export const sayFinding = ({ rule, path, line, message }: Finding): string => `${path}:${line} ${message} [${rule}]`
