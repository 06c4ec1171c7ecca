import { z } from 'zod'
import type { Directory } from '../../core/directory/directory.ts'

const text = z.string().nullable()

const personCard = z.object({
  id: z.string(),
  name: z.string(),
  title: text,
  /** Null also for whoever may not page people. */
  phone: text,
  email: text,
  chats: z.array(z.object({ via: z.string(), name: z.string() })),
  timezone: z.string(),
  /** When they can be asked, in words; null: at any hour. */
  hours: text,
  types: z.array(z.string()),
  teams: z.array(z.string()),
  roles: z.array(z.string()),
  escalatesTo: z.array(z.string()),
  isAway: z.boolean(),
})

const contactCard = z.object({
  id: z.string(),
  name: z.string(),
  kind: text,
  url: text,
  email: text,
  phone: text,
  chat: text,
  hours: text,
  plan: text,
  notes: text,
  statusUrl: text,
  /** What of the dependency map leads to this card. */
  usedBy: z.array(z.object({ kind: z.enum(['service', 'dependency']), id: z.string(), name: z.string() })),
})

const duty = z.object({
  schedule: z.string(),
  name: z.string(),
  people: z.array(z.object({ id: z.string(), name: z.string(), phone: text })),
  until: text,
})

/** Everybody who may be needed, with every way to them. */
export const directoryAnswer = z.object({
  organization: z.string(),
  support: text,
  at: z.string(),
  policy: z.int(),
  onCall: z.array(duty),
  roles: z.array(z.object({ id: z.string(), name: z.string(), holders: z.array(z.string()), backups: z.array(z.string()) })),
  people: z.array(personCard),
  contacts: z.array(contactCard),
  links: z.array(z.object({ name: z.string(), url: z.string(), kind: text, service: text })),
  aims: z.object({ objectives: z.array(z.string()), principles: z.array(z.string()), groundRules: z.array(z.string()) }),
  can: z.object({ seeNumbers: z.boolean() }),
}) satisfies z.ZodType<Directory & { can: { seeNumbers: boolean } }>
export type DirectoryAnswer = z.output<typeof directoryAnswer>
