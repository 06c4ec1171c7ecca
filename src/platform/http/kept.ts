import { AsyncLocalStorage } from 'node:async_hooks'
import { Problem } from './problem.ts'

type Standing = { isKept: boolean }

const standings = new AsyncLocalStorage<Standing>()
const ofRequest = new WeakMap<object, Standing>()

/** Runs what follows as the work of this request. */
export function asWorkOf(request: object, work: () => void): void {
  const standing = { isKept: false }
  ofRequest.set(request, standing)
  standings.run(standing, work)
}

/** Says that what the running request asked for was committed. */
export function noteKept(): void {
  const standing = standings.getStore()
  if (standing) standing.isKept = true
}

/**
 * What goes wrong after a commit went wrong with the answer only: it must not read as if nothing had been done, or as an
 * invitation to do it again.
 */
export function afterKeeping(problem: Problem, request: object): Problem {
  if (problem.status < 500 || !ofRequest.get(request)?.isKept) return problem
  const because = problem.cause instanceof Error && problem.status === 503 ? ` (${problem.cause.message.replace(/\.$/, '')})` : ''
  return new Problem({
    code: 'kept-not-shown',
    status: problem.status,
    detail: `What you asked for was done and is kept; only the answer could not be read${because}. Do not send it again: look at it in a few seconds.`,
    cause: problem.cause ?? problem,
  })
}
