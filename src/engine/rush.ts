import type { Clock } from './clock.ts'
import { Lines } from './lines.ts'

/** The count halves in this time, so that it stands for about the last tenth of a second. */
const halfLifeMs = 50
/** About 250 commands a second: fewer are carried out as they come. */
const rushFrom = 18
/** In a rush timers gather at least this long: one transaction for a hundred of them leaves the machine to whoever wants in. */
const gatherMs = 30
/** And as long as the last turn took, so that those who want in have half of the machine; more would keep pages waiting. */
const longestGatherMs = 150

/** Says whether commands arrive so fast that what follows from them is cheaper done together. */
export class Rush {
  private readonly clock: Clock
  private readonly lines = new Lines()
  private count = 0
  private atMs = 0
  private lastTurnMs = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Counts a command; says how long what follows from it can wait, null when it is the first of its line. */
  add(line: string | undefined): number | null {
    const nowMs = this.clock.now().epochMilliseconds
    this.count = this.at(nowMs) + 1
    this.atMs = nowMs
    return line === undefined ? null : this.lines.join(line, nowMs)
  }

  isOn(): boolean {
    return this.at(this.clock.now().epochMilliseconds) >= rushFrom
  }

  /** Does it at once, or in a rush after a little. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.isOn()) await this.pause(Math.min(longestGatherMs, Math.max(gatherMs, this.lastTurnMs)))
    const begun = this.clock.now().epochMilliseconds
    const done = await work()
    this.lastTurnMs = this.clock.now().epochMilliseconds - begun
    return done
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.at(this.clock.now().add({ milliseconds: ms }), resolve))
  }

  private at(nowMs: number): number {
    return this.count * 2 ** ((this.atMs - nowMs) / halfLifeMs)
  }
}
