import type { Actor, Json, JsonObject } from '../command/command.ts'
import type { Obligation } from '../obligation/obligation.ts'
import type { Anchor } from '../policy/schema/obligation.ts'
import type { Status } from '../policy/schema/organization.ts'
import type { Moment } from '../time/moment.ts'
import type { IncidentRecord } from './record.ts'

export type IncidentStatus = Status | 'closed'

export type ComponentStatus = 'operational' | 'degraded' | 'partial_outage' | 'major_outage' | 'maintenance'

/** What customers are told: newest last. Never edited, only followed by another. */
export type PublicPost = {
  id: string
  at: Moment
  by: Actor
  status: IncidentStatus
  text: string
  components: { id: string; status: ComponentStatus }[]
  nextUpdateBy: Moment | null
  /** Who approved it, where the policy wants that. */
  approvedBy?: Actor
}

/** `data` is what was to be carried out; `of` the reference that approves (`role:commander`). */
export type AwaitingApproval = {
  id: string
  act: 'publish' | 'mail'
  data: JsonObject
  by: Actor
  at: Moment
  of: string
  approval: string
}

export type Holder = { user: string; since: Moment; by: Actor }

export type IncidentState = IncidentRecord & {
  reference: string
  aliases: string[]
  number: number
  /** Which one of its day; absent in incidents from before it was kept. */
  daily?: number
  /** Name of the war room from the policy's template, null where the policy opens none. */
  room: string | null
  bridge: string | null
  title: string
  /** What customers read instead of the title; null until something is published. */
  publicTitle: string | null
  severity: string
  rank: number
  status: IncidentStatus
  type: string | null
  isPrivate: boolean
  service: string | null
  source: string
  policy: number
  at: Partial<Record<Anchor, Moment>>
  /** When level, flags or reopening last changed what is owed. */
  owedAnewAt: Moment | null
  acknowledgedBy: Actor | null
  declaredBy: Actor
  roles: Record<string, Holder>
  impact: Record<string, Json>
  flags: string[]
  isCauseKnown: boolean
  /** Triggers of the policy that have fired. Absent in incidents from before there were any. */
  triggered?: string[]
  /** How often it was reopened: its ladders begin anew each time. */
  reopenings?: number
  /** When it was reopened last: how long it is unresolved counts from there. */
  reopenedAt?: Moment
  alerts: string[]
  /** Declared without paging the service's people: it can still be done with one word. */
  isPageOffered?: boolean
  obligations: Obligation[]
  score: { met: number; late: number; missed: number; waived: number; dropped: number }
  /** What was done last, by `must` and what it was about: what obligations look at. */
  done: Record<string, { at: Moment; by: string }>
  /** Deliveries that a `notify` obligation waits for, by obligation and recipient. */
  notices: Record<string, Record<string, 'queued' | 'delivered' | 'failed'>>
  posts: PublicPost[]
  /** What has been promised to the team: when the next internal update comes. */
  promisedUpdate: Moment | null
  lastUpdate: { at: Moment; by: Actor; text: string } | null
  /** When it is expected to be over, as it was said last. */
  eta?: Moment | null
  /** What waits for somebody's approval before customers read it. */
  awaiting?: AwaitingApproval[]
  /** How many ever waited. */
  approvals?: number
  resolution: string | null
}

export const isOver = (state: IncidentState): boolean => state.status === 'resolved' || state.status === 'closed'
