import type { Found } from '../manifest.ts'

export type PaletteRow = {
  id: string
  label: string
  detail?: string
  keys?: string
  also?: string
  group: 'go' | 'do' | 'find'
  run: () => void
}
export type PaletteSection = { group: 'recent' | 'go' | 'find' | 'do'; rows: PaletteRow[] }

const ROWS_AT_MOST = 8

/**
 * What the palette shows for a text. Without one: the recent ones first, then everything. Every word typed must begin
 * a word of the row; rows whose label begins with the whole text stand first.
 */
export function sectionsFor(text: string, rows: readonly PaletteRow[], recent: readonly string[]): PaletteSection[] {
  const asked = text.trim().toLowerCase()
  const fitting = rows
    .filter((row) => row.group === 'find' || fits(row, asked))
    .sort((a, b) => Number(begins(b, asked)) - Number(begins(a, asked)))
  const isRecent = (row: PaletteRow): boolean => asked === '' && recent.includes(row.id)
  const groups: PaletteSection[] = [
    { group: 'recent', rows: fitting.filter(isRecent).sort((a, b) => recent.indexOf(a.id) - recent.indexOf(b.id)) },
    ...(['go', 'find', 'do'] as const).map((group) => ({ group, rows: fitting.filter((row) => row.group === group && !isRecent(row)) })),
  ]
  return groups
    .filter((section) => section.rows.length > 0)
    .map((section) => ({ ...section, rows: section.rows.slice(0, asked ? ROWS_AT_MOST : undefined) }))
}

function fits(row: PaletteRow, asked: string): boolean {
  const words = `${row.label} ${row.also ?? ''}`.toLowerCase().split(/[\s/·.-]+/)
  return asked.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)))
}

const begins = (row: PaletteRow, asked: string): boolean => asked !== '' && row.label.toLowerCase().startsWith(asked)

export const rowOfFound = (found: Found, go: (to: string) => void): PaletteRow => ({
  id: found.id,
  label: found.label,
  detail: found.detail,
  group: 'find',
  run: () => go(found.to),
})
