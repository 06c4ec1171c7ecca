import type { Finding } from './queries.ts'

/** The one file that the console's draft is. */
export const FILE = 'tocsin.yaml'
/** More words than these are a list to read, not buttons to press. */
const MOST_BUTTONS = 3

/** What to write instead, where the finding says so in so many words. */
export function wordsInstead({ file, remedy }: Pick<Finding, 'file' | 'remedy'>): string[] {
  if (file !== FILE) return []
  const meant = /did you mean `([^`]+)`\?/.exec(remedy)?.[1]
  if (meant) return [meant]
  const known = /^write (?:one of )?([\w.:-]+(?:, [\w.:-]+)*)$/.exec(remedy)?.[1]?.split(', ') ?? []
  return known.length <= MOST_BUTTONS ? known : []
}

/** What stands at a place, up to the next space or sign; columns from 1. */
export function wordAt(line: string, column: number): { from: number; to: number } {
  const from = Math.min(Math.max(0, column - 1), line.length)
  const quoted = /^"[^"]*"|^'[^']*'/.exec(line.slice(from))?.[0]
  const plain = /^[^\s,:{}[\]#]+(?::[^\s,:{}[\]#]+)*/.exec(line.slice(from))?.[0]
  const word = quoted ?? plain ?? ''
  return { from, to: from + Math.max(1, word.length) }
}

/** The text with the word at the finding's place replaced. */
export function repaired(text: string, { line, column }: Pick<Finding, 'line' | 'column'>, word: string): string {
  const lines = text.split('\n')
  const own = lines[line - 1] ?? ''
  const { from, to } = wordAt(own, column)
  lines[line - 1] = `${own.slice(0, from)}${word}${own.slice(to)}`
  return lines.join('\n')
}
