import { z } from 'zod'
import type { ComponentStatus, PublicPost } from '../../core/incident/state.ts'
import type { Moment } from '../../core/time/moment.ts'

/** What of an incident is public once something was posted about it. */
export type PublishedIncident = {
  reference: string
  title: string
  service: string | null
  severity: string
  posts: readonly PublicPost[]
  startedAt: Moment
  resolvedAt: Moment | null
}

export type Component = { id: string; name: string }

/** Worst last. Maintenance is announced, so it is better than being slow. */
export const COMPONENT_STATUSES = [
  'operational',
  'maintenance',
  'degraded',
  'partial_outage',
  'major_outage',
] as const satisfies ComponentStatus[]

const componentStatus = z.enum(COMPONENT_STATUSES)
const publicPost = z.object({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  status: z.string(),
  text: z.string(),
  components: z.array(z.object({ id: z.string(), status: componentStatus })),
  nextUpdateBy: z.string().nullable(),
})

const shownComponent = z.object({ id: z.string(), name: z.string(), status: componentStatus, uptime: z.string() })

export const statusPagesAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      url: z.string(),
      word: z.string(),
      level: componentStatus,
      components: z.array(shownComponent),
      incidents: z.array(z.object({ reference: z.string(), title: z.string(), isOpen: z.boolean(), lastPost: publicPost.nullable() })),
    }),
  ),
  next: z.string().nullable(),
  can: z.object({ publish: z.boolean() }),
})
export type StatusPagesAnswer = z.output<typeof statusPagesAnswer>

/** Everything that the war room needs to tell customers. `draft` is what would be posted if nobody changed a word. */
export const incidentPostsAnswer = z.object({
  reference: z.string(),
  isPrivate: z.boolean(),
  posts: z.array(publicPost),
  statuses: z.array(z.object({ id: z.string(), word: z.string() })),
  pages: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
  components: z.array(z.object({ id: z.string(), name: z.string(), status: componentStatus })),
  /** Whether customers are written to at this level, and how many of whom could be. */
  mail: z.object({
    asked: z.enum(['required', 'optional', 'none']),
    audiences: z.array(z.object({ id: z.string(), name: z.string(), count: z.int() })),
  }),
  draft: z.object({ title: z.string(), text: z.string(), status: z.string(), nextIn: z.string() }),
  can: z.object({ publish: z.boolean() }),
})
export type IncidentPostsAnswer = z.output<typeof incidentPostsAnswer>
