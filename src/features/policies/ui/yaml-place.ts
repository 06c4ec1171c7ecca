/** Where somebody types: the keys above (`[]` is an entry of a list), what is begun, and whether it is a key or the value of one. */
export type Typed = { path: string[]; kind: 'key' | 'value'; word: string /** Where the word begins in the line, from 0. */; from: number }

type Token = { column: number; key: string }

export const ENTRY = '[]'
const DASHES = /^(\s*)((?:-\s+)*)/
const KEY = /^("[^"]*"|'[^']*'|[^\s:#,{}[\]][^:#,{}[\]]*?)\s*:(?=\s|$)/

/** The dashes and the key of a line, with their columns. */
function tokensOf(line: string): Token[] {
  const [, indent = '', dashes = ''] = DASHES.exec(line) ?? []
  const tokens = [...dashes.matchAll(/-/g)].map(({ index }): Token => ({ column: indent.length + index, key: ENTRY }))
  const column = indent.length + dashes.length
  const key = KEY.exec(line.slice(column))?.[1]
  return key === undefined ? tokens : [...tokens, { column, key: key.replace(/^["']|["']$/g, '') }]
}

/**
 * Reads the place from the lines up to the cursor. Knows the block form, and maps and lists that stand on one line
 * (`when: { severity: [SEV-1] }`).
 */
export function placeOf(linesBefore: readonly string[]): Typed {
  const line = linesBefore.at(-1) ?? ''
  const [, indent = '', dashes = ''] = DASHES.exec(line) ?? []
  const column = indent.length + dashes.length
  const above = (own: readonly Token[]): string[] => pathAbove(linesBefore.slice(0, -1), own, column)
  const tokens = tokensOf(line)
  const owner = tokens.at(-1)
  if (!owner || owner.key === ENTRY || owner.column !== column) {
    const word = line.slice(column)
    const path = above(tokens)
    if (!/^[{[]/.test(word)) return { path, kind: 'key', word, from: column }
    const inside = flowAt(word)
    return { path: [...path, ...inside.path], kind: inside.kind, word: inside.word, from: column + inside.from }
  }
  const value = line.slice(column).replace(KEY, '')
  const start = line.length - value.length
  const inside = flowAt(value)
  const path = [...above(tokens.slice(0, -1)), owner.key, ...inside.path]
  return { path, kind: inside.kind, word: inside.word, from: start + inside.from }
}

/** Climbs from the line to the first column. An entry of a list may stand at the column of its key. */
function pathAbove(lines: readonly string[], own: readonly Token[], column: number): string[] {
  const path: string[] = []
  let [keyBelow, dashBelow] = [column, column]
  const climb = (tokens: readonly Token[]): void => {
    for (const token of tokens.toReversed()) {
      const isEntry = token.key === ENTRY
      if (token.column >= (isEntry ? dashBelow : keyBelow)) continue
      path.unshift(token.key)
      dashBelow = token.column
      keyBelow = isEntry ? token.column + 1 : token.column
    }
  }
  climb(own)
  for (const line of lines.toReversed()) {
    if (keyBelow === 0) break
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    climb(tokensOf(line))
  }
  return path
}

type Flow = { path: string[]; kind: 'key' | 'value'; word: string; from: number }

/** The place within `{ severity: [SEV-1, ` */
function flowAt(value: string): Flow {
  const open: { sign: string; key: string | null }[] = []
  let from = 0
  for (const [i, sign] of [...value].entries()) {
    const inner = open.at(-1)
    if (sign === '{' || sign === '[') open.push({ sign, key: null })
    else if (sign === '}' || sign === ']') open.pop()
    else if (sign === ',' && inner) inner.key = null
    else if (sign === ':' && inner?.sign === '{') inner.key = value.slice(from, i).trim()
    else continue
    from = i + 1
  }
  const path = open.flatMap(({ sign, key }) => (sign === '[' ? [ENTRY] : key === null ? [] : [key]))
  const word = value.slice(from).trimStart()
  const inner = open.at(-1)
  return { path, kind: inner?.sign === '{' && inner.key === null ? 'key' : 'value', word, from: value.length - word.length }
}
