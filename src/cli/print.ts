import { styleText } from 'node:util'

/** Standard output: one line, or the value as JSON when `--json` was given. */
export const printLine = (text = ''): void => {
  process.stdout.write(`${text}\n`)
}

export const printJson = (value: unknown): void => printLine(JSON.stringify(value, null, 2))

/** "2026-11-21 02:05", in UTC: what people read; JSON keeps the whole moment. */
export const minute = (moment: string): string => `${moment.slice(0, 10)} ${moment.slice(11, 16)}`

type Style = Parameters<typeof styleText>[0]

/** Coloured only where a person looks: not in files and pipes, not with NO_COLOR. */
export const styled = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout })

/** Rows in columns as wide as their longest cell. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  for (const row of rows) printLine(row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '))
}
