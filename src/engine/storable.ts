/**
 * A text that no JSON of the database can hold: U+0000 or half of a surrogate pair. Edges strip them from what comes
 * in; here it is too late, because what is kept must be what was decided and hashed.
 */
export class Unstorable extends Error {
  override name = 'Unstorable'
  readonly code = 'unstorable-text'
}

const suspicious = /\\u(?:0000|d[89a-f])/
/** An odd number of backslashes: an even one is text that only looks like an escape. */
const unstorable = /(?<!\\)(?:\\\\)*(\\u(?:0000|d[89a-f][0-9a-f]{2}))/

/** JSON of rows for the database. Throws `Unstorable` with the place. */
export function storableJson(rows: unknown[]): string {
  const text = JSON.stringify(rows)
  if (!suspicious.test(text)) return text
  const found = unstorable.exec(text)
  if (!found) return text
  const around = text.slice(Math.max(0, found.index - 60), found.index)
  throw new Unstorable(
    `the database cannot keep the character ${found[1]} after ${JSON.stringify(around)}; take it out where the text comes in`,
  )
}
