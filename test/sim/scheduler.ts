import type { Random } from './random.ts'

type Gate = { owner: string; open: () => void }

/** Lets everything that waits on promises run until it waits on a gate, a clock or nothing. */
const drain = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

/**
 * Decides who goes on. Every step that would leave a process (a query, an answer) waits at a gate; the scheduler opens
 * one at a time in an order that the seed draws. A killed process never gets past its gates again: that is a crash
 * between any two awaits.
 */
export class Scheduler {
  private readonly gates: Gate[] = []
  private readonly dead = new Set<string>()
  private readonly random: Random
  private later: { at: number; call: () => void }[] = []
  private opened = 0

  constructor(random: Random) {
    this.random = random
  }

  gate(owner: string): Promise<void> {
    return new Promise((resolve) => {
      if (!this.dead.has(owner)) this.gates.push({ owner, open: resolve })
    })
  }

  kill(owner: string): void {
    this.dead.add(owner)
    for (let i = this.gates.length - 1; i >= 0; i -= 1) if (this.gates[i]?.owner === owner) this.gates.splice(i, 1)
  }

  /** Calls back after so many more gates have been opened. */
  after(gates: number, call: () => void): void {
    this.later.push({ at: this.opened + gates, call })
  }

  private ring(): void {
    // With nobody waiting at a gate the count stands still, so what was to come comes now.
    const due = this.later.filter((each) => each.at <= this.opened || this.gates.length === 0)
    this.later = this.later.filter((each) => !due.includes(each))
    for (const each of due) each.call()
  }

  isDead(owner: string): boolean {
    return this.dead.has(owner)
  }

  /** Opens one gate and lets its process run on; false when nobody waits at one. */
  async step(): Promise<boolean> {
    await drain()
    this.ring()
    if (this.gates.length === 0) return false
    this.opened += 1
    const [gate] = this.gates.splice(this.random.below(this.gates.length), 1)
    gate?.open()
    await drain()
    return true
  }
}
