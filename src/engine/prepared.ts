/** A statement that each connection plans once, under its name. */
export type Statement = { name: string; text: string; values: unknown[] }

const names = new Map<string, string>()

/** Names a text; one text has one name in a process. Use it only for texts of which there are few. */
export function prepared(text: string, values: unknown[] = []): Statement {
  const name = names.get(text) ?? `tocsin ${names.size}`
  names.set(text, name)
  return { name, text, values }
}
