/** Spreadsheets take a cell that begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** Rows as CSV (RFC 4180); what a spreadsheet would calculate is text, marked by an apostrophe. Numbers stay numbers. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string => rows.map((row) => row.map(cellOf).join(',')).join('\r\n')

function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
