import type { ScoreAnswer } from '../contract.ts'

const COLUMNS = ['key', 'name', 'met', 'late', 'missed', 'waived', 'dropped', 'kept'] as const

/** A sheet would run what starts like a formula; it is text. */
const RISKY = /^[=+\-@\t\r]/

function cellOf(value: string | number | null): string {
  const text = typeof value === 'string' && RISKY.test(value) ? `'${value}` : String(value ?? '')
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line for each incident, the total last: what an auditor asks for. */
export const evidenceOf = ({ items, total }: Pick<ScoreAnswer, 'items' | 'total'>): string =>
  [COLUMNS.join(','), ...[...items, total].map((row) => COLUMNS.map((column) => cellOf(row[column])).join(','))].join('\n')

export function saveEvidence(score: ScoreAnswer): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([evidenceOf(score)], { type: 'text/csv' }))
  link.download = `obligations-${score.from.slice(0, 10)}-${score.to.slice(0, 10)}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}
