import type { Address } from '../../src/core/command/command.ts'
import type { Moment } from '../../src/core/time/moment.ts'
import type { MemoryStore } from '../../src/engine/memory-store.ts'
import type { Changes, MessageClaim, QueuedMessage, Row, Store, Timer, TimerClaim, Writer } from '../../src/engine/store.ts'
import type { Scheduler } from './scheduler.ts'

/** One process' connection to the database: each call waits before it happens and before its answer arrives. */
export class ProcessStore implements Store {
  private readonly shared: MemoryStore
  private readonly scheduler: Scheduler
  private readonly name: string

  constructor(shared: MemoryStore, scheduler: Scheduler, name: string) {
    this.shared = shared
    this.scheduler = scheduler
    this.name = name
  }

  private async crossing<T>(work: () => Promise<T>): Promise<T> {
    await this.scheduler.gate(this.name)
    const answer = await work()
    await this.scheduler.gate(this.name)
    return answer
  }

  load(addresses: Address[]): Promise<Row[]> {
    return this.crossing(() => this.shared.load(addresses))
  }

  find(kind: string, column: string, values: string[]): Promise<{ id: string; value: string }[]> {
    return this.crossing(() => this.shared.find(kind, column, values))
  }

  counters(names: string[]): Promise<Map<string, number>> {
    return this.crossing(() => this.shared.counters(names))
  }

  write(changes: Changes): Promise<void> {
    return this.crossing(() => this.shared.write(changes))
  }

  async withDueTimers<T>(claim: TimerClaim, work: (due: Timer[], writer: Writer) => Promise<T>): Promise<T> {
    await this.scheduler.gate(this.name)
    // A dead process' locks fall with it: its claim ends although its work never returns.
    return this.shared.withDueTimers(claim, (due, writer) => Promise.race([work(due, this.through(writer)), this.death<T>()]))
  }

  private through(writer: Writer): Writer {
    return {
      load: (addresses) => this.crossing(() => writer.load(addresses)),
      find: (kind, column, values) => this.crossing(() => writer.find(kind, column, values)),
      counters: (names) => this.crossing(() => writer.counters(names)),
      write: (changes) => this.crossing(() => writer.write(changes)),
    }
  }

  private death<T>(): Promise<T> {
    return new Promise((_, reject) => this.onDeath.push(() => reject(new Error('the process died'))))
  }

  private readonly onDeath: (() => void)[] = []

  /** The connection breaks: the database lets go of what this process had locked. */
  die(): void {
    for (const each of this.onDeath.splice(0)) each()
  }

  beat(owner: string, aliveUntil: Moment): Promise<void> {
    return this.crossing(() => this.shared.beat(owner, aliveUntil))
  }

  claimMessages(claim: MessageClaim): Promise<QueuedMessage[]> {
    return this.crossing(() => this.shared.claimMessages(claim))
  }

  beginMessages(ids: string[], owner: string, begin: (messages: QueuedMessage[]) => void): Promise<void> {
    return this.crossing(() => this.shared.beginMessages(ids, owner, begin))
  }

  nextDue(): Promise<{ timer: Moment | null; message: Moment | null }> {
    return this.shared.nextDue()
  }

  facts(stream: string, after?: number): ReturnType<Store['facts']> {
    return this.crossing(() => this.shared.facts(stream, after))
  }
}
