import { z } from 'zod'

const person = z.object({ id: z.string(), name: z.string() })
const named = z.object({ id: z.string(), name: z.string() })

/** `until` is when the turn passes on; null when it does not in the days that were looked at. */
const onCall = z.object({ schedule: named, people: z.array(person), until: z.string().nullable() })

export const serviceRow = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  criticality: z.string().nullable(),
  team: named.nullable(),
  component: z.string().nullable(),
  onCall: z.array(person),
  openAlerts: z.int(),
  openIncidents: z.int(),
  /** The most severe level among what is open; null when nothing is. */
  worst: z.object({ severity: z.string(), rank: z.int() }).nullable(),
})
export type ServiceRow = z.output<typeof serviceRow>

export const servicesAnswer = z.object({ items: z.array(serviceRow), next: z.string().nullable() })
export type ServicesAnswer = z.output<typeof servicesAnswer>

const link = z.object({
  id: z.string(),
  kind: z.enum(['service', 'dependency']),
  name: z.string(),
  criticality: z.string().nullable(),
  statusUrl: z.string().nullable(),
  /** Whom to call about it: a card of the directory. */
  contact: z.object({ id: z.string(), name: z.string() }).nullable(),
})
const openItem = z.object({ id: z.string(), title: z.string(), severity: z.string(), rank: z.int(), status: z.string(), since: z.string() })

export const serviceAnswer = serviceRow.extend({
  duty: z.array(onCall),
  ladders: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      basis: z.string(),
      steps: z.array(z.object({ targets: z.array(z.string()), wait: z.string().nullable() })),
    }),
  ),
  dependsOn: z.array(link),
  neededBy: z.array(link),
  runbooks: z.array(named),
  alerts: z.array(openItem),
  incidents: z.array(openItem),
  can: z.object({ edit: z.boolean() }),
})
export type ServiceAnswer = z.output<typeof serviceAnswer>

/** A runbook to work through. `steps` are pieces of a line: every odd one is a command. */
export const runbookText = z.object({ id: z.string(), title: z.string(), steps: z.array(z.array(z.string())), text: z.string() })
export type RunbookText = z.output<typeof runbookText>
