import type { Draft } from '../draft.ts'
import type { Path, Problem } from '../finding.ts'
import { plainSpelling } from '../policy.ts'

/** Two entries of one section, or two layers of one schedule, with the same id; two severities with one spelling. */
export function duplicateIds({ raw }: Draft): Problem[] {
  const problems: Problem[] = []
  for (const [section, entries] of Object.entries(raw)) {
    if (!Array.isArray(entries)) continue
    problems.push(...twiceIn(entries, [section]))
    if (section === 'schedules') problems.push(...entries.flatMap((entry, index) => twiceIn(entry?.layers, [section, index, 'layers'])))
  }
  return problems.concat(sameSpelling(raw.severities))
}

function twiceIn(entries: unknown, path: Path): Problem[] {
  const seen = new Set<string>()
  return (Array.isArray(entries) ? entries : []).flatMap((entry, index) => {
    const id: unknown = entry?.id
    if (typeof id !== 'string') return []
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [
      duplicate([...path, index, 'id'], `\`${path.at(-1)}\` has two entries with the id "${id}"`, 'rename one of them or merge the two'),
    ]
  })
}

function sameSpelling(severities: unknown): Problem[] {
  const owner = new Map<string, number>()
  const problems: Problem[] = []
  const levels = Array.isArray(severities) ? severities : []
  for (const [index, severity] of levels.entries()) {
    for (const name of [severity?.id, severity?.aliases].flat()) {
      if (typeof name !== 'string') continue
      const other = owner.get(plainSpelling(name))
      if (other !== undefined && other !== index) {
        const message = `"${name}" is already a spelling of ${levels[other]?.id}`
        problems.push(
          duplicate(
            ['severities', index],
            message,
            'spell each severity and alias so that it stays unique without case, dashes and spaces',
          ),
        )
      }
      owner.set(plainSpelling(name), other ?? index)
    }
  }
  return problems
}

const duplicate = (path: Path, message: string, remedy: string): Problem => ({
  level: 'error',
  rule: 'duplicate-id',
  path,
  message,
  remedy,
})
