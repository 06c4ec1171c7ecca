import type { FastifyInstance } from 'fastify'
import type { Command, JsonObject } from '../core/command/command.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Bus } from '../engine/bus.ts'
import type { Clock } from '../engine/clock.ts'
import type { Outcome, Policies } from '../engine/decide-batch.ts'
import type { Prepare, Receipt } from '../engine/outbox.ts'
import type { Store } from '../engine/store.ts'
import type { Integration } from '../integrations/declaration.ts'
import type { Settings } from '../platform/config.ts'
import type { Pools } from '../platform/db/pool.ts'
import type { GuardedFetch, SmtpTransport } from '../platform/outbound/outbound.ts'
import type { MailServer } from '../platform/outbound/own-smtp.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Work } from '../platform/work/work.ts'

/** Something that changed, as the live connection and other processes hear of it. */
export type ChangedSubject = { kind: string; id: string }

/** What edges ask of the engine: carry this out, tell me what changed, how are you. */
export type EngineDoor = {
  execute(command: Command): Promise<Outcome>
  onChange(listener: (changed: ChangedSubject[]) => void): () => void
  health(): Promise<JsonObject>
}

/** Everything a feature may use, made once in app.ts. Nothing else is global. */
export type App = {
  settings: Settings
  clock: Clock
  /** New ids: sortable by time, unguessable enough for no purpose but identity. */
  newId(): string
  engine: EngineDoor
  policies: Policies
  store: Store
  pools: Pools
  integrations: ReadonlyMap<string, Integration>
  fetch: GuardedFetch
  smtp: SmtpTransport
  secrets: Secrets
  /** Long computations, beside the thread that accepts and pages. */
  work: Work
  /** What processes on this database tell each other beside their commits. */
  bus: Bus
  /** Signs what a link carries and reads it back; null when it was altered or is over. */
  links: {
    sign(purpose: string, data: JsonObject, expires: Temporal.Instant): string
    read(purpose: string, token: string): JsonObject | null
  }
  /** The address people reach this installation under, without a slash at the end. */
  publicUrl: string
  canSend(channel: string): boolean
  /** Why nothing can be handed to a channel now, with the remedy; null when it can. */
  obstacleTo(channel: string): string | null
  /** The installation's own mail server, as this process knows it. */
  mailServer(): MailServer
  log: { info(data: object, message: string): void; warn(data: object, message: string): void; error(data: object, message: string): void }
}

/** The channels through which this installation can send now, as plain data for a computation in another thread. */
export const channelsOf = ({ integrations, canSend }: Pick<App, 'integrations' | 'canSend'>): string[] =>
  [...integrations.keys()].filter((channel) => canSend(channel))

/** Work that follows a fact but needs to read or to talk: handed over by the outbox, at least once. */
export type Job = ((content: JsonObject, app: App) => Promise<void>) | Errand

/** Work that talks to the outside says what became of it. `content` has `message`, its id, and `isAgain`: it may have been done already. */
export type Errand = (content: JsonObject, app: App) => Promise<Receipt>

/** What says whether there is a way out: what is written, the mail server, and the accounts of the policy in force. */
export type ToSend = Pick<App, 'integrations' | 'smtp'> & { policy(): Policy }

export type Roads = {
  /** Why nothing can be handed to a channel now, null when it can. */
  obstaclesOf(parts: ToSend): (channel: string) => string | null
  sender(app: App, jobs: ReadonlyMap<string, Job>): Prepare
}

/** What features add to the HTTP server, each in its part of it. */
export const routesOf = (features: readonly Feature[], app: App) => ({
  fast: async (server: FastifyInstance): Promise<void> => {
    for (const feature of features) await feature.fast?.(server, app)
  },
  pages: async (server: FastifyInstance): Promise<void> => {
    for (const feature of features) await feature.pages?.(server, app)
  },
  api: async (server: unknown): Promise<void> => {
    for (const feature of features) await feature.routes?.(server as FastifyInstance, app)
  },
})

/** A capability of the product. `features/index.ts` lists them in the order the data passes. */
export type Feature = {
  id: string
  /** Routes of the API: each says who may use it. */
  routes?(server: FastifyInstance, app: App): void | Promise<void>
  /** Routes at full speed, outside of headers, hooks and sign-in: where alerts come in. */
  fast?(server: FastifyInstance, app: App): void | Promise<void>
  /** Pages for browsers without sign-in: with security headers. */
  pages?(server: FastifyInstance, app: App): void | Promise<void>
  jobs?: Record<string, Job>
  /** The one feature that hands messages over says through which channels this installation can, and how. */
  roads?: Roads
  /** Throws when this process must not begin on this database. */
  check?(app: App): Promise<void>
  /** Started with the process and stopped with it. */
  start?(app: App): Promise<() => Promise<void>>
}
