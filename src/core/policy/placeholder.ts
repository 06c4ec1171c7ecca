import { nameOfPath, type Path, type Problem, valueAt } from './finding.ts'

const PLACEHOLDER = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/** What people wrote for people; `${HOST}` in a runbook is for whoever reads it. */
const isInText = (raw: unknown, path: Path): boolean => {
  const [section, field, part] = path
  if (section === 'templates') return part === 'text' && valueAt(raw, ['templates', field ?? 0, 'file']) !== undefined
  return (section === 'postmortem' && field === 'text') || (section === 'runbooks' && field === 'texts')
}

/** A text that is nothing but one `${VAR}`: its value is not known yet. */
export const isPlaceholder = (text: string): boolean => /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text)

/** Puts the environment's values for `${VAR}` into every text; what is absent stays written and is told once per variable. */
export function fillPlaceholders(
  raw: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): { filled: unknown; problems: Problem[] } {
  const missing = new Map<string, Problem>()
  const fill = (value: unknown, path: Path): unknown => {
    if (isInText(raw, path)) return value
    if (typeof value === 'string') return value.includes('${') ? fillText(value, path) : value
    if (Array.isArray(value)) return value.map((each, index) => fill(each, [...path, index]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, [...path, key])]))
  }
  const fillText = (text: string, path: Path): string =>
    text.replace(PLACEHOLDER, (written: string, name: string) => {
      const value = environment[name]
      if (value !== undefined) return value
      if (!missing.has(name)) missing.set(name, { ...missingVariable(name, path), ...costIn(raw, path) })
      return written
    })
  return { filled: fill(raw, []), problems: [...missing.values()] }
}

/** What a missing variable of an integration does to it: that is not a blemish but something that does not work. */
function costIn(raw: unknown, path: Path): { cost?: string } {
  const [section, , field] = path
  if (section !== 'integrations') return {}
  const id = valueAt(raw, [...path.slice(0, 2), 'id'])
  const name = typeof id === 'string' ? id : nameOfPath(path.slice(0, 2), raw)
  if (field === 'key') return { cost: `no alert gets in through ${name}: whoever posts there is refused` }
  return { cost: `${name} has no ${path.at(-1)}: what needs it does not work` }
}

function missingVariable(name: string, path: Path): Problem {
  return {
    ...{ level: 'warning', rule: 'placeholder', path },
    message: `\${${name}} is not set in the environment; the placeholder is kept`,
    remedy: `set ${name} where the bundle is applied`,
  }
}
