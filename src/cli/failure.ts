/** Ends a verb with a sentence and an exit code instead of a stack: 1 it did not work, 2 it was asked wrongly. */
export class Failure extends Error {
  override name = 'Failure'
  readonly exitCode: number
  readonly details: readonly string[]
  constructor(message: string, { exitCode = 1, details = [] }: { exitCode?: number; details?: readonly string[] } = {}) {
    super(message)
    this.exitCode = exitCode
    this.details = details
  }
}
