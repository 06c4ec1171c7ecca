/** One line of the issue: what was measured, and what it must be. */
export type Line = { what: string; ours: string; theirs?: string; ratio?: string; target: string; isMet: boolean }

export const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Runs `each` for all in turns, `rounds` times over, so that a busy moment of the machine meets all of them. */
export async function inTurns<K extends string, R>(
  names: K[],
  rounds: number,
  each: (name: K, round: number) => Promise<R>,
): Promise<Record<K, R[]>> {
  const found = Object.fromEntries(names.map((name) => [name, [] as R[]])) as Record<K, R[]>
  for (let round = 0; round < rounds; round += 1) for (const name of names) found[name].push(await each(name, round))
  return found
}

export const shown = (value: number, unit = ''): string =>
  `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1)}${unit}`

export function printTable(title: string, lines: Line[]): void {
  console.log(`\n### ${title}\n\n| what | Tocsin | Alertmanager | ratio | target | |\n|---|---|---|---|---|---|`)
  for (const { what, ours, theirs = '', ratio = '', target, isMet } of lines)
    console.log(`| ${what} | ${ours} | ${theirs} | ${ratio} | ${target} | ${isMet ? 'met' : '**missed**'} |`)
}
