export type Row = { id: string; title: string; isClaimed: boolean }

/** One test whose title names one row. */
export type Naming = { row: string; path: string; title: string }

/** What an organisation asks (`S6.8`), what lint must find (`L8`), what hurts in the field (`W30`), what must always hold (`I-13`). */
const ID = String.raw`(?:S\d{1,2}\.\d{1,2}|[LW]\d{1,2}|I-\d{1,2})`
const ROW_ID = new RegExp(`^${ID}$`)
const IDS_IN_TITLE = new RegExp(`\\b${ID}\\b`, 'g')
const TITLE = /\b(?:test|it|story|describe|suite)(?:\.\w+)?\s*\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g
/** Stories that are data say their rows themselves (`rows: 'S1.4 S1.9'`, then their title), and their test's title is made of them. */
const DECLARED = new RegExp(String.raw`\brows?: '(${ID}(?: ${ID})*)'(?:,\s*title: '((?:\\.|[^'\\])*)')?`, 'g')

/** The table rows of the requirements: first cell the id, second the title, last the claim (anything written there counts). */
export function rowsIn(markdown: string): Row[] {
  const rows: Row[] = []
  for (const line of markdown.split('\n')) {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
    const [, id = '', title = ''] = cells
    if (!line.startsWith('|') || !ROW_ID.test(id)) continue
    if (rows.some((row) => row.id === id)) throw new Error(`row ${id} stands twice in the requirements; keep one`)
    rows.push({ id, title, isClaimed: (cells.at(-2) ?? '') !== '' })
  }
  return rows
}

/** Which rows the titles of a test file name, written or computed. Skipped and to-do tests prove nothing and do not count. */
export function namingsIn(path: string, source: string): Naming[] {
  const namings: Naming[] = []
  for (const [, rows = '', title = ''] of source.matchAll(DECLARED))
    for (const row of rows.split(' ')) namings.push({ row, path, title: `${rows} ${title}`.trim() })
  for (const match of source.matchAll(TITLE)) {
    const title = match[2] ?? ''
    if (/^\w+\.(skip|todo)/.test(match[0])) continue
    for (const id of title.match(IDS_IN_TITLE) ?? []) namings.push({ row: id, path, title })
  }
  return namings
}

/** What is wrong, one sentence each: a claimed row without a test, a test that names a row there is not. */
export function unproved(rows: Row[], namings: Naming[]): string[] {
  const named = new Set(namings.map((naming) => naming.row))
  const known = new Set(rows.map((row) => row.id))
  const bare = rows.filter((row) => row.isClaimed && !named.has(row.id))
  const strays = namings.filter((naming) => !known.has(naming.row))
  return [
    ...bare.map(
      (row) => `${row.id} "${row.title}" is claimed, but no test names it: write ${row.id} into the title of the test that shows it`,
    ),
    ...strays.map(({ row, path, title }) => `${path}: "${title}" names ${row}, which policies/REQUIREMENTS.md does not have`),
  ]
}
