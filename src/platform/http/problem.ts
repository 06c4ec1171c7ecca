import type { Refusal } from '../../core/command/command.ts'
import { withTokenNames } from '../auth/token-names.ts'

/** What is wrong with one field of the input. */
export type FieldError = { field: string; message: string }

export type ProblemOptions = {
  /** A contract: programs compare it. */
  code: string
  status: number
  /** Carries the value and the remedy. */
  detail: string
  errors?: FieldError[]
  retryAfterSeconds?: number
  cause?: unknown
}

/** An answer of RFC 9457: throw it anywhere below a route. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: string
  readonly status: number
  readonly errors: FieldError[] | undefined
  readonly retryAfterSeconds: number | undefined
  constructor({ code, status, detail, errors, retryAfterSeconds, cause }: ProblemOptions) {
    super(detail, { cause })
    this.code = code
    this.status = status
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export const problemOf = ({ code, status, message }: Refusal): Problem => new Problem({ code, status, detail: withTokenNames(message) })

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

const TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'Not possible now',
  413: 'Too large',
  415: 'Not a format Tocsin reads',
  422: 'The request makes no sense',
  429: 'Too many requests',
  500: 'Tocsin has a defect',
  503: 'Try again shortly',
}

/** The body of the answer. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: `urn:tocsin:problem:${problem.code}`,
    title: TITLES[problem.status] ?? 'The request was refused',
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    ...(problem.errors && { errors: problem.errors }),
    requestId,
  }
}
