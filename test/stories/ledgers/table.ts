/** Spans as the tables write them: `90s`, `15m`, `1h`, `1d 2h 5m`, `0m`. */
const PART = /^(\d+(?:\.\d+)?)(s|m|h|d)$/
const MINUTES = { s: 1 / 60, m: 1, h: 60, d: 24 * 60 } as const

/** `1d 2h` or `1d2h` in minutes. */
export function minutesOf(text: string): number {
  const parts = text.match(/\d+(?:\.\d+)?[smhd]/g) ?? []
  if (parts.join('') !== text.replaceAll(' ', '')) throw new Error(`"${text}" is no span; write 15m, 1h or 1d2h`)
  return parts.reduce((sum, part) => {
    const [, amount = '0', unit = 'm'] = PART.exec(part) ?? []
    return sum + Number(amount) * MINUTES[unit as keyof typeof MINUTES]
  }, 0)
}

export function spanOf(minutes: number): string {
  const days = Math.floor(minutes / MINUTES.d)
  const hours = Math.floor((minutes % MINUTES.d) / MINUTES.h)
  const whole = Math.floor(minutes % MINUTES.h)
  const seconds = Math.round((minutes % 1) * 60)
  const said = [days && `${days}d`, hours && `${hours}h`, whole && `${whole}m`, seconds && `${seconds}s`].filter(Boolean)
  return said.length > 0 ? said.join(' ') : '0m'
}

const isSpan = (cell: string): boolean => /^(\d+[smhd] ?)+$/.test(cell)
const plainCell = (cell: string): string => (isSpan(cell) ? spanOf(minutesOf(cell)) : cell)

/** The rows of a Markdown table without its head, cells in one spelling. */
export const tableRows = (table: string): string[] =>
  table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('|'))
    .flatMap(unfolded)
    .map((line) =>
      line
        .slice(1, line.endsWith('|') ? -1 : undefined)
        .split('|')
        .map((cell) => plainCell(cell.trim()))
        .join(' | '),
    )

/** `task-{1,2}#1` is two rows that read alike. */
function unfolded(line: string): string[] {
  const [whole, names = ''] = /\{([^}]*)\}/.exec(line) ?? []
  return whole === undefined ? [line] : names.split(',').flatMap((name) => unfolded(line.replace(whole, name.trim())))
}
