import type { Finding, Source } from './source.ts'

/** Import cycles, types included: two files that need each other are one file, or a third that both need. */
export function checkCycles(sources: Source[]): Finding[] {
  const known = new Map(sources.map((source) => [source.path, source]))
  const done = new Set<string>()
  const findings: Finding[] = []
  const trail: string[] = []

  const visit = (path: string): void => {
    const begins = trail.indexOf(path)
    if (begins >= 0) {
      findings.push({ rule: 'cycle', path, line: 1, message: `imports itself by way of ${[...trail.slice(begins), path].join(' → ')}` })
      return
    }
    const source = known.get(path)
    if (done.has(path) || !source) return
    trail.push(path)
    for (const { target } of source.imports) if (target) visit(target)
    trail.pop()
    done.add(path)
  }
  for (const source of sources) visit(source.path)
  return findings
}
