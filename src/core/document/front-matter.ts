import type { Said } from './outline.ts'

/** `---` or `+++`, lines of a map, the same mark again: what a site generator wants to know of a file. */
const FRONT = /^(---|\+\+\+)[ \t]*\n((?:(?:[\w-]+[ \t]*[:=].*|[ \t].*|-[ \t].*|#.*|)\n){1,80}?)\1[ \t]*(?:\n|$)/
const TITLE = /^title[ \t]*[:=][ \t]*(.+)$/m

/** A document without the map in front of it, its lines where they were; and the title that the map gives it. */
export function withoutFrontMatter(text: string): { text: string; title: Said | null } {
  const found = FRONT.exec(text)
  if (!found) return { text, title: null }
  const [whole, , map = ''] = found
  const said = TITLE.exec(map)
  const name = said?.[1]?.trim().replace(/^(["'])(.*)\1$/, '$2')
  // The first line is the mark.
  const line = 2 + map.slice(0, said?.index ?? 0).split('\n').length - 1
  return { text: whole.replace(/[^\n]/g, '') + text.slice(whole.length), title: name ? { text: name, line } : null }
}
