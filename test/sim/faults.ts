import type { Decision, Machine, Reaction, Subject } from '../../src/core/command/command.ts'
import type { Core } from '../../src/engine/decide-batch.ts'
import type { Executor } from '../../src/engine/execute.ts'
import type { Changes, Store, Writer } from '../../src/engine/store.ts'
import type { World } from './world.ts'

/** A mistake planted on purpose: the checker must find it, or it would not find the real one. */
export type Fault = {
  name: string
  store?(store: Store, world: World): Store
  core?(core: Core): Core
  executor?(executor: Executor): Executor
}

const bound = (store: Store): Store => ({
  load: (addresses) => store.load(addresses),
  find: (kind, column, values) => store.find(kind, column, values),
  counters: (names) => store.counters(names),
  write: (changes) => store.write(changes),
  withDueTimers: (claim, work) => store.withDueTimers(claim, work),
  beat: (owner, until) => store.beat(owner, until),
  claimMessages: (claim) => store.claimMessages(claim),
  beginMessages: (ids, owner, begin) => store.beginMessages(ids, owner, begin),
  nextDue: () => store.nextDue(),
  facts: (stream, after) => store.facts(stream, after),
})

/** Changes what every write carries, in and outside of claims. */
const writing =
  (change: (changes: Changes) => Changes): Fault['store'] =>
  (store) => ({
    ...bound(store),
    write: (changes) => store.write(change(changes)),
    withDueTimers: (claim, work) =>
      store.withDueTimers(claim, (due, writer) => work(due, { ...reading(writer), write: (changes) => writer.write(change(changes)) })),
  })

const reading = (writer: Writer): Writer => ({
  load: (addresses) => writer.load(addresses),
  find: (kind, column, values) => writer.find(kind, column, values),
  counters: (names) => writer.counters(names),
  write: (changes) => writer.write(changes),
})

const deciding =
  (
    kind: string,
    change: (decision: Decision<never>, machine: { name: string; before: unknown; of: Subject }) => Decision<never>,
  ): Fault['core'] =>
  (core) => {
    const machine = core.machines.get(kind) as Machine<never>
    const changed: Machine<never> = {
      ...machine,
      decide: (state, command, context) =>
        change(machine.decide(state, command, context), { name: command.name, before: state, of: command.to }),
    }
    return { ...core, machines: new Map([...core.machines, [kind, changed as unknown as Machine]]) }
  }

const withoutReaction =
  (on: string): Fault['core'] =>
  (core) => ({ ...core, reactions: new Map<string, Reaction[]>([...core.reactions].filter(([name]) => name !== on)) })

type Standing = { pages: { roads: { at: string; standby?: { planned: string | null } }[] }[] }

/** Nothing stands by for a road that stays silent: what was planned comes when it was planned, what was not does not come. */
const withoutStandby = (state: Standing): Standing => ({
  ...state,
  pages: state.pages.map((page) => ({
    ...page,
    roads: page.roads
      .filter((road) => !road.standby || road.standby.planned !== null)
      .map(({ standby, ...road }) => (standby?.planned ? { ...road, at: standby.planned } : road)),
  })),
})

const early = (state: Record<string, unknown> | undefined): Record<string, unknown> | undefined =>
  typeof state?.stepAt === 'string'
    ? { ...state, stepAt: Temporal.Instant.from(state.stepAt).subtract({ seconds: 30 }).toString({ fractionalSecondDigits: 3 }) }
    : state

const ended = (state: object, of: Subject): Decision<never> => ({
  state: { ...state, status: 'acknowledged', stepAt: null, recheckAt: null } as never,
  facts: [{ name: 'escalation.ended', of, by: 'engine', data: {} }],
  next: null,
})

export const FAULTS: readonly Fault[] = [
  {
    name: 'an acknowledgement does not take back what is queued',
    core: deciding('escalation', (decision) => ({ ...decision, withdraw: undefined })),
  },
  {
    name: 'a timer is lost on the way to the disk',
    store: writing((changes) => ({
      ...changes,
      timers: changes.timers.filter((timer) => timer.subject.kind !== 'escalation' || timer.dueAt.charCodeAt(17) % 2 === 0),
    })),
  },
  {
    name: 'a message is lost on the way to the disk',
    store: writing((changes) => ({ ...changes, messages: changes.messages.filter((message) => message.road !== 'webhook') })),
  },
  {
    name: 'a claim does not keep others from claiming',
    store: (store, world) => ({
      ...bound(store),
      claimMessages: async (claim) => {
        const claimed = await store.claimMessages(claim)
        for (const { id } of claimed) Object.assign(world.database.messages.get(id) ?? {}, { status: 'queued', owner: null })
        return claimed
      },
      beginMessages: (ids, owner, begin) => {
        for (const id of ids) Object.assign(world.database.messages.get(id) ?? {}, { status: 'claimed', owner })
        return store.beginMessages(ids, owner, begin)
      },
    }),
  },
  {
    name: 'a repeated alert re-opens an acknowledged one',
    core: deciding('alert', (decision, { name, before }) =>
      name === 'open' && before && decision.state
        ? { ...decision, state: { ...(decision.state as object), status: 'triggered', acknowledged: null } as never }
        : decision,
    ),
  },
  {
    name: 'a step comes half a minute early',
    core: deciding('escalation', (decision, { name }) =>
      decision.facts.some((fact) => fact.name === 'escalation.step_fired') && name !== 'audit.repair'
        ? { ...decision, state: early(decision.state as never) as never, next: decision.next?.subtract({ seconds: 30 }) ?? decision.next }
        : decision,
    ),
  },
  {
    name: 'what was withdrawn is sent all the same',
    store: (store, world) => ({
      ...bound(store),
      beginMessages: (ids, owner, begin) => {
        for (const id of ids) {
          const message = world.database.messages.get(id)
          if (message?.status === 'withdrawn') message.status = 'claimed'
        }
        return store.beginMessages(ids, owner, begin)
      },
    }),
  },
  {
    name: 'nobody takes over what a dead process had claimed',
    store: (store, world) => ({
      ...bound(store),
      claimMessages: async (claim) =>
        (await store.claimMessages(claim)).filter((message) => {
          if (message.possibleRepeat) Object.assign(world.database.messages.get(message.id) ?? {}, { status: 'failed' })
          return !message.possibleRepeat
        }),
    }),
  },
  {
    name: 'a repeat does not say that it may be one',
    store: (store) => ({
      ...bound(store),
      claimMessages: async (claim) => (await store.claimMessages(claim)).map((message) => ({ ...message, possibleRepeat: false })),
    }),
  },
  { name: 'a resolved alert does not leave its ladder', core: withoutReaction('alert.resolved') },
  { name: 'the acknowledgement of a group does not reach its ladder', core: withoutReaction('alert.acknowledged') },
  {
    name: 'a second writer overwrites the first',
    store: (store, world) => ({
      ...bound(store),
      write: (changes) =>
        store.write({
          ...changes,
          states: changes.states.map((each) => ({
            ...each,
            was: world.database.rows.get(`${each.subject.kind}:${each.subject.id}`)?.seq ?? 0,
          })),
        }),
    }),
  },
  {
    name: 'a request is answered before it is on disk',
    executor: (executor) => ({
      ...executor,
      execute: (command) => {
        void executor.execute(command).catch(() => {})
        const { to } = command
        return Promise.resolve({
          subject: { kind: to.kind, id: 'orNew' in to ? (to.orNew as string) : (to as { id: string }).id },
          state: null,
          facts: [],
        })
      },
    }),
  },
  {
    name: 'an exhausted ladder says nothing',
    core: deciding('escalation', (decision) => ({ ...decision, facts: decision.facts.filter((fact) => fact.data.user !== 'cleo') })),
  },
  {
    name: 'a fact is altered after it was sealed',
    store: writing((changes) => ({
      ...changes,
      facts: changes.facts.map((fact) => (fact.name === 'page.delivered' ? { ...fact, by: 'somebody' } : fact)),
    })),
  },
  {
    name: 'an expired acknowledgement wakes nobody',
    core: deciding('escalation', (decision, { before }) =>
      (before as { status?: string } | null)?.status === 'acknowledged' &&
      (decision.state as { status?: string } | undefined)?.status === 'running'
        ? { ...decision, next: null }
        : decision,
    ),
  },
  {
    name: 'an acknowledgement ends the ladder that asks how long it is unresolved',
    core: deciding('escalation', (decision, { name, before, of }) =>
      name === 'acknowledge' && (before as { basis?: string } | null)?.basis === 'unresolved' ? ended(before as object, of) : decision,
    ),
  },
  {
    name: 'whoever has one ladder has those beside it',
    core: deciding('escalation', (decision, { before }) =>
      before === null && decision.state ? { ...decision, state: { ...(decision.state as object), line: 'main' } as never } : decision,
    ),
  },
  { name: 'a change of severity does not reach the ladders', core: withoutReaction('incident.severity_changed') },
  { name: 'a ladder beside does not end with its alert', core: withoutReaction('escalation.stopped') },
  {
    name: 'a trigger that waits for its time is forgotten',
    core: deciding('incident', (decision) => (decision.next === undefined ? decision : { ...decision, next: null })),
  },
  {
    name: 'a promise that runs out is told to nobody',
    core: deciding('incident', (decision) => ({
      ...decision,
      facts: decision.facts.map((fact) => (fact.name === 'obligation.missed' ? { ...fact, name: 'obligation.nagged' } : fact)),
    })),
  },
  { name: 'what is triggered pages nobody', core: withoutReaction('incident.triggered') },
  { name: 'an alert that moved stays in the incident it left', core: withoutReaction('alert.linked') },
  { name: 'an incident that is open again asks nobody', core: withoutReaction('incident.reopened') },
  { name: 'the alerts of a duplicate stay behind', core: withoutReaction('incident.merged') },
  {
    name: 'who has answered a call-out is called again',
    core: deciding('escalation', (decision, { name, before }) =>
      name === 'acknowledge' && (before as { isCallOut?: boolean } | null)?.isCallOut && decision.state
        ? { ...decision, state: { ...(decision.state as object), answers: [] } as never }
        : decision,
    ),
  },
  {
    name: 'a voicemail counts as somebody who was reached',
    core: deciding('escalation', (decision, { name, before }) =>
      name === 'evidence' && before && decision.facts.length > 0 ? { facts: decision.facts, state: before as never } : decision,
    ),
  },
  {
    name: 'a carrier that says nothing is believed',
    core: deciding('escalation', (decision, { name }) =>
      name === 'delivered' && decision.state ? { ...decision, state: withoutStandby(decision.state) as never } : decision,
    ),
  },
]
