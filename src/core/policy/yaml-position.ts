import type { Document, LineCounter, Node, Pair, YAMLMap } from 'yaml'
import { isAlias, isMap, isNode, isPair, isScalar, isSeq } from 'yaml'
import type { At, Path } from './finding.ts'

export type YamlTree = { document: Document.Parsed; lines: LineCounter; text: string }

/** Line and column of what stands at `path`, or of the nearest thing above it that is written. */
export function positionOf({ document, lines, text }: YamlTree, path: Path, at?: At): { line: number; column: number } {
  let node: Node | null = document.contents
  let offset = startOf(node)
  for (const [index, part] of path.entries()) {
    const resolved = resolve(document, node)
    const pair = isMap(resolved) ? pairOf(document, resolved, String(part)) : undefined
    const next = pair ? pair.value : isSeq(resolved) && typeof part === 'number' ? resolved.items[part] : null
    const isLast = index === path.length - 1
    if (pair && (at === 'key' || !isNode(next)) && isLast) offset = startOf(pair.key)
    else if (isNode(next)) offset = startOf(next)
    // A single value written for a list of one has no index of its own: stay where it is.
    if (!isNode(next) && part === 0) continue
    if (!isNode(next)) break
    node = next
  }
  if (typeof at === 'object' && node !== null) offset += placeWithin(node, text, at.words)
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

/** How far into a text its words stand; where they are folded or written otherwise, its beginning. */
function placeWithin(node: Node, text: string, words: string): number {
  if (!isScalar(node) || !node.range) return 0
  return Math.max(0, text.slice(node.range[0], node.range[1]).indexOf(words))
}

const startOf = (node: unknown): number => (isNode(node) && node.range ? node.range[0] : 0)

const resolve = (document: Document.Parsed, node: Node | null): Node | null => (isAlias(node) ? (node.resolve(document) ?? null) : node)

function pairOf(document: Document.Parsed, map: YAMLMap, key: string): Pair | undefined {
  const own = map.items.find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key)
  if (own) return own
  for (const pair of map.items) {
    const merged = isScalar(pair.key) && String(pair.key.value) === '<<' && isNode(pair.value) ? resolve(document, pair.value) : null
    if (isMap(merged)) return pairOf(document, merged, key)
  }
  return undefined
}
