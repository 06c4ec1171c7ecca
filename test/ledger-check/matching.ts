/** As many pairs as there can be, each side used once (Kuhn). Answers who each of the right belongs to. */
export function pairUp<L, R>(left: readonly L[], right: readonly R[], fits: (l: L, r: R) => boolean): Map<R, L> {
  const pairs = new Map<R, L>()
  const place = (l: L, tried: Set<R>): boolean => {
    for (const r of right) {
      if (tried.has(r) || !fits(l, r)) continue
      tried.add(r)
      const holder = pairs.get(r)
      if (holder !== undefined && !place(holder, tried)) continue
      pairs.set(r, l)
      return true
    }
    return false
  }
  for (const l of left) place(l, new Set())
  return pairs
}
