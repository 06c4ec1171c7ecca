/** A computation that lasts until somebody outside lets it go: `open` holds one 32-bit number that becomes 1. */
export function task({ open }: { open: SharedArrayBuffer }): string {
  Atomics.wait(new Int32Array(open), 0, 0)
  return 'let go'
}
