import type { Finding } from '../../core/policy/finding.ts'
import { Problem } from '../../platform/http/problem.ts'

/** `tocsin.yaml:12:3 error users[ann].rol is not a key → did you mean role?` */
export const lineOf = ({ file, line, column, level, message, remedy }: Finding): string =>
  `${file}:${line}:${column} ${level} ${message} → ${remedy}`

/** Why a bundle was not applied: each error with its place in the files. */
export function problemOfFindings(findings: readonly Finding[]): Problem {
  const errors = findings.filter((finding) => finding.level === 'error')
  const first = errors[0] ? `, first ${lineOf(errors[0])}` : ''
  return new Problem({
    code: 'policy-invalid',
    status: 422,
    detail: `The bundle has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}${first}. Nothing was applied.`,
    errors: errors.map(({ file, line, column, message, remedy }) => ({
      field: `${file}:${line}:${column}`,
      message: `${message} → ${remedy}`,
    })),
  })
}
