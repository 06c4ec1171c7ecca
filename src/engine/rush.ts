import type { Clock } from './clock.ts'

/** The count halves in this time, so that it stands for about the last tenth of a second. */
const halfLifeMs = 50
/** About 250 commands a second: fewer are carried out as they come. */
const rushFrom = 18
/** In a rush timers gather this long: one transaction for a hundred of them leaves the machine to whoever wants in. */
const gatherMs = 30

/** Says whether commands arrive so fast that what follows from them is cheaper done together. */
export class Rush {
  private readonly clock: Clock
  private count = 0
  private atMs = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  add(): void {
    const nowMs = this.clock.now().epochMilliseconds
    this.count = this.at(nowMs) + 1
    this.atMs = nowMs
  }

  /** Resolves at once, or in a rush after a little. */
  async gather(): Promise<void> {
    const now = this.clock.now()
    if (this.at(now.epochMilliseconds) < rushFrom) return
    await new Promise<void>((resolve) => this.clock.at(now.add({ milliseconds: gatherMs }), resolve))
  }

  private at(nowMs: number): number {
    return this.count * 2 ** ((this.atMs - nowMs) / halfLifeMs)
  }
}
