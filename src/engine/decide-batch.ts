import type {
  Addressed,
  Broadcast,
  Command,
  Context,
  Decision,
  JsonObject,
  Machine,
  Reaction,
  RecordedFact,
  Refusal,
  Subject,
} from '../core/command/command.ts'
import type { Policy } from '../core/policy/policy.ts'
import { type Moment, momentOf } from '../core/time/moment.ts'
import { Causes, type LoggedFact } from './cause.ts'
import type { Reader } from './store.ts'
import { type Held, WorkingSet } from './working-set.ts'

/** How far facts may flow in one transaction. The longest honest chain is five; a loop stops here and says so. */
const maxDepth = 10

export type Outcome = { subject: Subject | null; state: unknown; facts: RecordedFact[]; refusal?: Refusal; answer?: JsonObject }

export type Policies = {
  live(): Policy
  at(version: number): Policy
  /** Makes these versions readable without waiting. */
  ensure(versions: number[]): Promise<void>
}

export type Core = {
  machines: ReadonlyMap<string, Machine>
  reactions: ReadonlyMap<string, Reaction[]>
  policies: Policies
  canSend(channel: string): boolean
}

/** What decisions stand on: the machines and policies, and the moment. */
export type Ground = { core: Core; now: Temporal.Instant }

type Step = { command: Command | Broadcast; outcome: Outcome | null }

const outcomeOf = (subject: Subject | null): Outcome => ({ subject, state: null, facts: [] })

/**
 * Decides a batch of commands and everything that follows from them, in memory. Nothing is written: the result's
 * `set` says what to write. Commands are decided in order; the facts of a round reach their reactions in the next.
 */
export async function decideBatch(
  commands: Command[],
  reader: Reader,
  { core, now }: Ground,
): Promise<{ set: WorkingSet; outcomes: Outcome[] }> {
  const set = new WorkingSet(reader, core.machines)
  const causes = new Causes(core.policies.live().version)
  const ground = { core: { ...core, canSend: causes.watching(core.canSend) }, now, causes }
  const outcomes = commands.map(() => outcomeOf(null))
  let steps: Step[] = commands.map((command, i) => ({ command, outcome: outcomes[i] ?? null }))
  for (let depth = 0; steps.length > 0; depth += 1) {
    if (depth === maxDepth)
      throw new Error(
        `facts still cause commands after ${maxDepth} rounds, last "${steps[0]?.command.name}": two reactions feed each other`,
      )
    const round = await spread(set, steps)
    await prepare(set, round, ground)
    steps = round.flatMap((step) => decideOne(set, step, ground))
  }
  causes.close(set.drawn)
  set.seal()
  for (const outcome of outcomes) if (outcome.subject) outcome.state = set.get(outcome.subject).state
  return { set, outcomes }
}

type Ready = { command: Command; outcome: Outcome | null }

/** Turns broadcasts into one command for each subject they reach. */
async function spread(set: WorkingSet, steps: Step[]): Promise<Ready[]> {
  const ready: Ready[] = []
  for (const { command, outcome } of steps) {
    if (!('toAll' in command)) {
      ready.push({ command, outcome })
      continue
    }
    const { kind, column, value } = command.toAll
    for (const to of await set.find(kind, column, value))
      ready.push({ command: { name: command.name, to, by: command.by, data: command.data }, outcome: null })
  }
  return ready
}

async function prepare(set: WorkingSet, round: Ready[], { core, now }: Ground): Promise<void> {
  await set.load(round.map((step) => step.command.to))
  const versions: number[] = []
  const names: string[] = []
  for (const { command } of round) {
    const machine = set.machine(command.to.kind)
    if (machine.numbers) names.push(...machine.numbers(command as Command<never>, core.policies.live(), now))
  }
  for (const held of set.held.values()) {
    const frozen = (held.state as { policy?: number } | null)?.policy
    if (frozen !== undefined) versions.push(frozen)
  }
  await core.policies.ensure(versions)
  await set.loadCounters(names)
}

function decideOne(set: WorkingSet, step: Ready, { core, now, causes }: Ground & { causes: Causes }): Step[] {
  const { command, outcome } = step
  const subject = set.resolve(command.to)
  if (!subject)
    return refused(outcome, { code: 'not-found', status: 404, message: `there is no ${command.to.kind} for ${JSON.stringify(command.to)}` })
  const machine = set.machine(subject.kind)
  const held = set.get(subject)
  const policies = core.policies
  const wanted = machine.numbers?.(command as Command<never>, policies.live(), now) ?? []
  const context: Context = {
    now,
    policy: policies.live(),
    policyAt: (version) => policies.at(version),
    canSend: core.canSend,
    numbers: set.draw(wanted),
  }
  const decision = machine.decide(held.state, { ...command, to: subject } as Addressed<never>, context)
  if (outcome) outcome.subject = subject
  if (outcome && decision.answer) outcome.answer = decision.answer
  if (decision.refusal) {
    set.giveBack(wanted)
    return refused(outcome, decision.refusal)
  }
  const facts = absorb(set, held, { decision, now: momentOf(now) })
  const [first] = facts
  // What comes from outside has somebody who waits for its outcome.
  if (outcome && first) first.cause = causes.of(command, subject, first.seq)
  outcome?.facts.push(...facts)
  return facts.flatMap((fact) => following(fact, core, context))
}

function refused(outcome: Outcome | null, refusal: Refusal): Step[] {
  if (outcome) outcome.refusal = refusal
  return []
}

/** Takes a decision over into the working set. A change of state without a fact would be untold, so it is refused. */
function absorb(set: WorkingSet, held: Held, { decision, now }: { decision: Decision<unknown>; now: Moment }): LoggedFact[] {
  if (decision.state !== undefined && decision.facts.length === 0)
    throw new Error(`a decision about ${held.subject.kind} ${held.subject.id} changes the state but tells no fact`)
  const facts = decision.facts.map((fact) => {
    held.seq += 1
    return { name: fact.name, of: fact.of, by: fact.by, data: fact.data, seq: held.seq, at: now, hash: '' }
  })
  if (decision.state !== undefined) set.put(held, decision.state)
  if (decision.next !== undefined) held.next = decision.next
  if (decision.withdraw) set.takeBack(held.subject, decision.withdraw === 'all' ? null : decision.withdraw)
  if (decision.messages) set.messages.push(...decision.messages)
  set.facts.push(...facts)
  return facts
}

function following(fact: RecordedFact, core: Core, context: Context): Step[] {
  const reactions = core.reactions.get(fact.name) ?? []
  return reactions.flatMap((reaction) => reaction.to(fact as RecordedFact<never>, context)).map((command) => ({ command, outcome: null }))
}
