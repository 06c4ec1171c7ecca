import type { Json } from '../../core/command/command.ts'
import { isObject, textOf } from '../reading.ts'

/**
 * Where to find something in a payload: paths with dots (`monitor.tags.0`), alternatives in order behind `||`,
 * and a text in quotes as the last resort: `alert.name || name || 'unnamed'`. There is nothing to execute in it.
 */
export function find(payload: Json, expression: string): Json | undefined {
  for (const alternative of expression.split('||').map((each) => each.trim())) {
    const literal = /^'(.*)'$|^"(.*)"$/.exec(alternative)
    const found = literal ? (literal[1] ?? literal[2]) : walk(payload, alternative)
    if (found !== undefined && found !== null && found !== '') return found
  }
  return undefined
}

/** A key that has dots itself is found first: `{"a.b": 1}` by `a.b`. `.` is the whole payload. */
function walk(value: Json, path: string): Json | undefined {
  if (path === '.') return value
  if (isObject(value) && Object.hasOwn(value, path)) return value[path]
  const [head = '', ...rest] = path.split('.')
  const next = stepInto(value, head)
  return next === undefined || rest.length === 0 ? next : walk(next, rest.join('.'))
}

function stepInto(value: Json, name: string): Json | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(name) ? value[Number(name)] : undefined
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

export const findText = (payload: Json, expression: string): string => textOf(find(payload, expression))
