import { FILLED } from '../../policy/lint/placeholder-rules.ts'

/** What stands in a text for customers in the place of what colleagues wrote for each other. */
const FOR_CUSTOMERS: Readonly<Record<string, string>> = {
  title: 'public_impact',
  impact: 'public_impact',
  customer_impact: 'public_impact',
  root_cause: 'public_cause',
  resolution: 'public_repair',
}

/** What is asked of whoever fills such a field in. */
export const PUBLIC_FIELDS: Readonly<Record<string, string>> = {
  public_impact: 'For customers: what does not work',
  public_cause: 'For customers: the cause, brief and non-technical',
  public_repair: 'For customers: what was done',
}

const FIELD = /(?<=\{\{ incident\.)\w+/g
/** A subject and what stands behind a label may be a title of its own; in a sentence it would be a title in a title. */
const ALONE = /(?<=^(?:.{0,60}(?::|-|–)\s+)?\{\{ incident\.)title(?= \}\}\s*$)/

/** A line as customers may read it: `{{ incident.root_cause }}` becomes `{{ incident.public_cause }}`, a field that is written for them. */
export function customerLine(line: string): string {
  return line.replace(ALONE, 'public_title').replace(FIELD, (field) => {
    if (FOR_CUSTOMERS[field]) return FOR_CUSTOMERS[field]
    return FILLED.incident?.includes(field) || field.startsWith('public_') ? field : `public_${field}`
  })
}
