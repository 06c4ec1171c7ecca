import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml'

/** A part of the text with the name that findings give it: `obligations[internal-update].every`. Offsets, half open. */
export type NamedPlace = { name: string; from: number; to: number }

/** Every key and entry of a text; none where it cannot be read. */
export function placesIn(text: string): NamedPlace[] {
  const document = parseDocument(text)
  const found: NamedPlace[] = []
  if (document.errors.length === 0) collect(document.contents, '', found)
  return found
}

/** The smallest of them in which a place stands. */
export const nameAt = (places: readonly NamedPlace[], offset: number): string | null =>
  places
    .filter(({ from, to }) => from <= offset && offset <= to)
    .reduce<NamedPlace | null>((best, each) => (best && best.to - best.from < each.to - each.from ? best : each), null)?.name ?? null

function collect(node: unknown, name: string, found: NamedPlace[]): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue
      const child = name ? `${name}.${String(key.value)}` : String(key.value)
      const from = key.range?.[0] ?? 0
      found.push({ name: child, from, to: endOf(value) ?? key.range?.[1] ?? from })
      collect(value, child, found)
    }
  } else if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      const id = isMap(item) ? item.get('id') : undefined
      const child = `${name}[${typeof id === 'string' ? id : i}]`
      found.push({ name: child, from: (item as Node).range?.[0] ?? 0, to: endOf(item) ?? 0 })
      collect(item, child, found)
    }
  }
}

const endOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[1]
