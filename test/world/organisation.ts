import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Command } from '../../src/core/command/command.ts'
import { machines } from '../../src/core/flow/machines.ts'
import { reactions } from '../../src/core/flow/reactions.ts'
import { policySubject } from '../../src/core/policy/machine.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { instantOf, isBefore } from '../../src/core/time/moment.ts'
import { noSignals } from '../../src/engine/announcer.ts'
import { createBus } from '../../src/engine/bus.ts'
import { createSteppedClock } from '../../src/engine/clock.ts'
import type { Outcome } from '../../src/engine/decide-batch.ts'
import { createExecutor } from '../../src/engine/execute.ts'
import { createOutbox, type Prepare, type Receipt, unprepared } from '../../src/engine/outbox.ts'
import { openPgStore } from '../../src/engine/pg-store.ts'
import { StoredPolicies } from '../../src/engine/policies.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import { createTimerLoop } from '../../src/engine/timers.ts'
import { type App, type Feature, routesOf } from '../../src/features/feature.ts'
import { loadIntegrations } from '../../src/integrations/list.ts'
import type { Principal } from '../../src/platform/auth/permissions.ts'
import { openPools } from '../../src/platform/db/pool.ts'
import { startTestDatabase } from '../../src/platform/db/test-database.ts'
import { createMetrics } from '../../src/platform/http/metrics.ts'
import { createHttpServer } from '../../src/platform/http/server.ts'
import { createLog } from '../../src/platform/log.ts'
import { createSecrets } from '../../src/platform/secrets.ts'
import { signedLinks } from '../../src/platform/signed-links.ts'
import { createWork } from '../../src/platform/work/work.ts'
import { readPolicy } from '../policies/read-policy.ts'

/** What a person was sent, and when. */
export type Sent = { at: string; user: string; road: string; kind: string; title: string; escalation: string | null }

export type Organisation = {
  app: App
  server: FastifyInstance
  sent: Sent[]
  now(): Temporal.Instant
  execute(command: Command): Promise<Outcome>
  /** Lets time pass, stopping at every moment at which something is due. */
  pass(duration: string): Promise<void>
  /** Asks the API as a person (by id, with their role in the policy), or as nobody. */
  ask(as: string | null, method: InjectOptions['method'], url: string, body?: object): Promise<LightMyRequestResponse>
  /** The link that a page for this person carries. */
  ackLink(escalation: string, user: string, life?: string): string
  close(): Promise<void>
}

export type OrganisationParts = {
  policy: string
  start: string
  features: readonly Feature[]
  /** Whoever asks without saying who is this person: browsers of a test need not sign in. */
  everybodyIs?: string
  /** The policy's text, instead of the folder that `policy` names. */
  written?: string
  /** What really hands messages over; without it they are only recorded. */
  sender?: (app: App) => Prepare
}

const ORIGIN = 'http://127.0.0.1:4400'

/** A whole organisation on a real database with a stepped clock: its engine, its routes, and a record of what was sent. */
export async function openOrganisation({
  policy,
  start,
  features,
  everybodyIs,
  written,
  sender,
}: OrganisationParts): Promise<Organisation> {
  const database = await (await startTestDatabase()).createDatabase()
  const pools = openPools(database.url)
  const store = await openPgStore({ pool: pools.page })
  const clock = createSteppedClock(instantOf(start))
  const sent: Sent[] = []
  const fail = (error: unknown): never => {
    throw error
  }
  const policies = new StoredPolicies({ store, onError: fail })
  const canSend = (): boolean => true
  const executor = createExecutor({
    store,
    core: { machines, reactions, policies, canSend },
    clock,
    owner: () => null,
    onCommit: (committed) => policies.committed(committed),
  })
  const timers = createTimerLoop({ store, executor, clock, onError: fail })
  const send = async (message: QueuedMessage): Promise<Receipt> => {
    if (message.channel === 'internal')
      await jobs.get(String(message.content.job))?.(message.content, { ...app, engine: { ...app.engine, execute: carryOut } })
    else sent.push(sentOf(message, clock.now()))
    return { ok: true, said: 'answered 200', proof: 'accepted' }
  }
  const jobs = new Map(features.flatMap((feature) => Object.entries(feature.jobs ?? {})))
  const outbox = createOutbox({ store, executor, clock, prepare: (message) => prepare(message), owner: 'test', onError: fail })
  let prepare: Prepare = unprepared(send)
  const settle = async (): Promise<void> => {
    for (;;) {
      await outbox.beat()
      const fired = await timers.runOnce()
      const handed = await outbox.runOnce()
      await outbox.idle()
      if (fired + handed === 0) return
    }
  }
  /** For jobs: they run inside a hand-over, which `settle` would wait for. */
  const carryOut = async (command: Command): Promise<Outcome> => (await executor.executeBatch({ commands: [command] }))[0] as Outcome
  const execute = async (command: Command): Promise<Outcome> => {
    const outcome = await carryOut(command)
    await settle()
    return outcome
  }
  const advance = async (to: Temporal.Instant): Promise<void> => {
    await settle()
    for (;;) {
      const { timer, message } = await store.nextDue()
      const next = [timer, message].filter((moment) => moment !== null).sort()[0]
      if (!next || isBefore(to, instantOf(next))) break
      if (isBefore(clock.now(), instantOf(next))) clock.set(instantOf(next))
      await settle()
    }
    clock.set(to)
  }
  const secrets = createSecrets(Buffer.alloc(32, 7))
  const work = createWork()
  let count = 0
  const app = {
    bus: createBus({ signals: noSignals, owner: 'test', onError: fail }),
    settings: { allowTargets: ['127.0.0.1'] },
    clock,
    policies,
    store,
    pools,
    secrets,
    canSend,
    obstacleTo: () => null,
    integrations: await loadIntegrations(),
    publicUrl: ORIGIN,
    work,
    log: createLog({ level: 'error' }),
    newId: () => {
      count += 1
      return `t${String(count).padStart(6, '0')}`
    },
    engine: {
      execute,
      onChange: () => () => {},
      health: async () => ({
        timerLateMs: 0,
        messageLateMs: 0,
        poisoned: [],
        inFlight: 0,
        audit: null,
        policyVersion: policies.live().version,
      }),
    },
    links: signedLinks(secrets, clock),
  } as unknown as App
  if (sender) prepare = sender(app)
  const server = await serverOf(app, features, everybodyIs)
  const { bundle } = written ? parseBundle([{ path: 'written.yaml', text: written }]) : readPolicy(policy)
  await execute({ name: 'apply', to: policySubject, by: 'test', data: { bundle, basedOn: null, note: 'test', changes: [] } })
  return {
    app,
    server,
    sent,
    now: clock.now,
    execute,
    pass: (duration) => advance(clock.now().add(Temporal.Duration.from(duration))),
    ask: (as, method, url, body) =>
      server.inject({ method, url, headers: as ? { authorization: `Bearer ${as}` } : {}, ...(body ? { payload: body } : {}) }),
    ackLink: (escalation, user, life = 'PT30M') =>
      `/a/${app.links.sign('ack', { escalation, user }, clock.now().add(Temporal.Duration.from(life)))}`,
    async close() {
      await server.close()
      await work.close()
      await pools.close()
      await database.drop()
    },
  }
}

function sentOf({ target, road, content }: QueuedMessage, now: Temporal.Instant): Sent {
  const { kind, title, escalation } = content as Record<string, string>
  return {
    at: now.toString(),
    user: target.replace(/^user:/, ''),
    road,
    kind: kind ?? '',
    title: title ?? '',
    escalation: escalation ?? null,
  }
}

async function serverOf(app: App, features: readonly Feature[], everybodyIs = ''): Promise<FastifyInstance> {
  const authenticate = async ({ authorization }: Record<string, string | string[] | undefined>): Promise<Principal | null> => {
    const id = String(authorization ?? everybodyIs).replace('Bearer ', '')
    const user = app.policies.live().user(id)
    return user ? { kind: 'user', id: user.id, role: user.role, scopes: ['*'], name: user.name ?? user.id } : null
  }
  return await createHttpServer({
    log: createLog({ level: 'error' }),
    publicUrl: ORIGIN,
    version: 'test',
    metrics: createMetrics(),
    authenticate,
    trouble: async () => null,
    ...routesOf(features, app),
  })
}
