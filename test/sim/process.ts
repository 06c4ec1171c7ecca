import type { Command } from '../../src/core/command/command.ts'
import { machines } from '../../src/core/flow/machines.ts'
import { reactions } from '../../src/core/flow/reactions.ts'
import type { Policy } from '../../src/core/policy/policy.ts'
import type { Clock } from '../../src/engine/clock.ts'
import type { Core, Outcome } from '../../src/engine/decide-batch.ts'
import { createExecutor, type Executor, type ExecutorParts } from '../../src/engine/execute.ts'
import { createOutbox, type Outbox, unprepared } from '../../src/engine/outbox.ts'
import type { Store } from '../../src/engine/store.ts'
import { createTimerLoop, type TimerLoop } from '../../src/engine/timers.ts'
import type { Fault } from './faults.ts'
import { ProcessStore } from './process-store.ts'
import type { World } from './world.ts'

/** One running copy of the product: the engine's own executor, timers and outbox on the shared database. */
export class Process {
  readonly name: string
  readonly store: ProcessStore
  private readonly world: World
  private readonly executor: Executor
  private readonly timers: TimerLoop
  private readonly outbox: Outbox
  private readonly busy = new Set<string>()

  constructor(name: string, world: World) {
    this.name = name
    this.world = world
    const { fault } = world
    this.store = new ProcessStore(world.database, world.scheduler, name)
    const store = fault?.store?.(this.store, world) ?? (this.store as Store)
    const clock = world.clock as Clock
    const onError = (error: unknown): void => world.report(name, error)
    this.executor = faulty(
      fault,
      createExecutor({
        store,
        core: coreOf(world.policy, fault),
        clock,
        owner: () => name,
        onCommit: (committed) => this.committed(committed),
      }),
    )
    this.timers = createTimerLoop({ store, executor: this.executor, clock, onError })
    this.outbox = createOutbox({
      store,
      executor: this.executor,
      clock,
      owner: name,
      onError,
      prepare: unprepared((message) => world.provider.take(message, { process: name, nowMs: world.nowMs() })),
    })
  }

  private committed({ changes }: Parameters<ExecutorParts['onCommit']>[0]): void {
    const ours = changes.messages.filter((message) => message.owner === this.name)
    if (ours.length > 0) this.outbox.accept(ours)
  }

  execute(command: Command): Promise<Outcome> {
    return this.executor.execute(command)
  }

  /** Lets the loops look after what is due, each at most once at a time, as the driver does. */
  wake(): void {
    this.once('timers', () => this.timers.runOnce())
    this.once('outbox', () => this.outbox.runOnce())
  }

  beat(): void {
    this.once('beat', () => this.outbox.beat())
  }

  private once(name: string, work: () => Promise<unknown>): void {
    if (this.busy.has(name)) return
    this.busy.add(name)
    work()
      .catch((error) => this.world.report(this.name, error))
      .finally(() => this.busy.delete(name))
  }
}

function coreOf(policy: Policy, fault: Fault | null): Core {
  const core: Core = {
    machines,
    reactions,
    canSend: () => true,
    policies: { live: () => policy, at: () => policy, ensure: async () => {} },
  }
  return fault?.core?.(core) ?? core
}

const faulty = (fault: Fault | null, executor: Executor): Executor => fault?.executor?.(executor) ?? executor
