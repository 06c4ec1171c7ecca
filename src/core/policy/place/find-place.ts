import { HOME_OF } from '../checks/reference-table.ts'
import { closestTo, oneOf } from '../did-you-mean.ts'
import { nameOfPath, type Path } from '../finding.ts'
import { plainSpelling } from '../policy.ts'

type Written = Record<string, unknown>
/** Where something stands in what is written, or why nothing does. */
export type Place = { path: Path; value: unknown } | { problem: string }

/** What an entry of a list is called by, the first that it has. */
const NAMES = ['id', 'name', 'phase', 'situation', 'action', 'rule', 'item', 'text'] as const

/**
 * Finds a place by its name: `severities.sev-1.respond_within`, `severities[SEV-1]`, `users.ann`, `services.0`, or what others call
 * it (`role:commander`). Levels are found in any spelling. `written` is the bundle as plain data.
 */
export function findPlace(written: Written, name: string): Place {
  let here: unknown = written
  const path: (string | number)[] = []
  for (const part of partsOf(name)) {
    const key = keyIn(here, part)
    if (key === null) return { problem: complaint({ part, path, here, written }) }
    path.push(key)
    here = (here as Record<string | number, unknown>)[key]
  }
  return path.length > 0 ? { path, value: here } : { problem: `name a place, such as ${oneOf(Object.keys(written))}` }
}

/** A reference is a place, too. */
function partsOf(name: string): string[] {
  const [, kind = '', id = ''] = /^([a-z_]+):([^.[\]]+)$/.exec(name) ?? []
  const home = Object.hasOwn(HOME_OF, kind) ? HOME_OF[kind as keyof typeof HOME_OF] : null
  if (home) return [...home.split('.'), id]
  return name
    .replace(/\[([^\]]*)\]/g, '.$1')
    .split(/[.›]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function keyIn(here: unknown, part: string): string | number | null {
  if (typeof here !== 'object' || here === null) return null
  if (!Array.isArray(here)) return Object.hasOwn(here, part) ? part : null
  const index = here.findIndex((entry) => namesOf(entry).some((name) => plainSpelling(name) === plainSpelling(part)))
  if (index >= 0) return index
  return /^\d+$/.test(part) && Number(part) < here.length ? Number(part) : null
}

function namesOf(entry: unknown): string[] {
  if (typeof entry === 'string') return [entry]
  if (typeof entry !== 'object' || entry === null) return []
  const { aliases } = entry as { aliases?: unknown }
  const named = NAMES.map((key) => (entry as Written)[key])
  return [...named, ...(Array.isArray(aliases) ? aliases : [])].filter((each) => typeof each === 'string')
}

type Lost = { part: string; path: Path; here: unknown; written: Written }

function complaint({ part, path, here, written }: Lost): string {
  const at = path.length === 0 ? 'the policy' : `\`${nameOfPath(path, written)}\``
  if (typeof here !== 'object' || here === null) return `${at} is ${JSON.stringify(here)}: there is nothing below it; leave ".${part}" out`
  const names = Array.isArray(here) ? here.flatMap((entry) => namesOf(entry).slice(0, 1)) : Object.keys(here)
  const meant = closestTo(part, names)
  return `"${part}" is not in ${at}; ${meant ? `did you mean "${meant}"?` : `write one of ${oneOf(names)}`}`
}
