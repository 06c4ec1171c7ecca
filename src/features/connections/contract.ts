import { z } from 'zod'

const value = z.union([z.string(), z.number(), z.record(z.string(), z.string())])

export const fieldAnswer = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'secret', 'url', 'number', 'choice', 'mapping']),
  required: z.boolean().optional(),
  help: z.string(),
  placeholder: z.string().optional(),
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  default: value.optional(),
})

/** What can be connected, as the integrations declare it. */
export const typeAnswer = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  fields: z.array(fieldAnswer),
  receives: z.boolean(),
  sends: z.boolean(),
  /** What it could not do if it were connected now, because its provider cannot post here; null when nothing is lost. */
  unheard: z.string().nullable(),
})
export type TypeAnswer = z.output<typeof typeAnswer>

export const connectionAnswer = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  name: z.string(),
  service: z.string().nullable(),
  /** Never the secret ones. */
  fields: z.record(z.string(), value),
  storedSecrets: z.array(z.string()),
  /** What is entered at the provider, so that buttons and replies come back; null where nothing comes back. */
  hearUrl: z.string().nullable(),
  /** What it cannot do because its provider cannot post here, with the remedy; null when nothing is lost. */
  unheard: z.string().nullable(),
  /** Until when the key before the last change is still taken. */
  previousKeyUntil: z.string().nullable(),
  lastReceivedAt: z.string().nullable(),
  lastSentAt: z.string().nullable(),
  lastSaid: z.string().nullable(),
  can: z.object({ edit: z.boolean(), rotate: z.boolean(), remove: z.boolean(), test: z.boolean() }),
})
export type ConnectionAnswer = z.output<typeof connectionAnswer>

export const connectionsAnswer = z.object({
  items: z.array(connectionAnswer),
  next: z.null(),
  types: z.array(typeAnswer),
  services: z.array(z.object({ id: z.string(), name: z.string() })),
  can: z.object({ add: z.boolean() }),
})
export type ConnectionsAnswer = z.output<typeof connectionsAnswer>

const fields = z.record(z.string(), z.unknown())
const name = z.string().trim().min(1).max(100)

export const newConnectionBody = z.object({ type: z.string(), name, service: z.string().nullable().optional(), fields: fields.default({}) })
export const connectionBody = z.object({ name: name.optional(), service: z.string().nullable().optional(), fields: fields.optional() })

/** The key and how to use it, for those who may write. */
export const keyAnswer = z.object({ key: z.string(), url: z.string(), snippet: z.string() })
export type KeyAnswer = z.output<typeof keyAnswer>

export const madeAnswer = z.object({ connection: connectionAnswer, key: keyAnswer.nullable() })
export type MadeAnswer = z.output<typeof madeAnswer>

/** To whom a test goes; absent: the place in the settings, else whoever asks. */
export const testBody = z.object({ to: z.string().max(2000).optional() })
export const testAnswer = z.object({ ok: z.boolean(), said: z.string() })
export type TestAnswer = z.output<typeof testAnswer>
