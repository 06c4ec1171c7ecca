import type { Command } from '../core/command/command.ts'
import type { Executor } from './execute.ts'
import type { Settlement } from './store.ts'

/** What became of a hand-over: the row's new status, and the command that tells whoever sent it. */
export type Settled = { command: Command; settlement: Settlement }

type Hooks = { onError(error: unknown): void; onSettled(id: string): void }

/** Writes outcomes of hand-overs down, those that come close together in one transaction. */
export class Settler {
  private done: Settled[] = []
  private readonly unsettled: Settled[] = []
  private running: Promise<void> | null = null
  private readonly executor: Executor
  private readonly hooks: Hooks

  constructor(executor: Executor, hooks: Hooks) {
    this.executor = executor
    this.hooks = hooks
  }

  get isBusy(): boolean {
    return this.running !== null || this.done.length > 0
  }

  add(settled: Settled): void {
    this.done.push(settled)
    this.running ??= Promise.resolve().then(() => this.run())
  }

  /** Tries again what could not be written: an outcome is known and must not be forgotten. */
  retry(): void {
    for (const each of this.unsettled.splice(0)) this.add(each)
  }

  private async run(): Promise<void> {
    while (this.done.length > 0) await this.write(this.done.splice(0))
    this.running = null
  }

  private async write(batch: Settled[]): Promise<void> {
    try {
      await this.executor.executeBatch({ commands: batch.map((each) => each.command), settled: batch.map((each) => each.settlement) })
      for (const { settlement } of batch) this.hooks.onSettled(settlement.id)
    } catch (error) {
      // One outcome must not take the others down with it: each is tried alone.
      if (batch.length > 1) for (const each of batch) await this.write([each])
      else {
        this.unsettled.push(...batch)
        this.hooks.onError(error)
      }
    }
  }
}
