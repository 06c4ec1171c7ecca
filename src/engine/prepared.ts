import { ANSWER_MS } from '../platform/db/pool.ts'

/** A statement that each connection plans once, under its name. */
export type Statement = { name: string; text: string; values: unknown[] }

/** The same, given up when somebody who waits for it has to be told something. */
export const inTime = (statement: Statement): Statement => ({ ...statement, query_timeout: ANSWER_MS }) as Statement

const names = new Map<string, string>()

/** Names a text; one text has one name in a process. Use it only for texts of which there are few. */
export function prepared(text: string, values: unknown[] = []): Statement {
  const name = names.get(text) ?? `tocsin ${names.size}`
  names.set(text, name)
  return { name, text, values }
}
