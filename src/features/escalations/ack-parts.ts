import type { EscalationState } from '../../core/escalation/state.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { NextPage } from '../alerts/contract.ts'
import type { StoredAlert } from '../alerts/reads/alerts.ts'
import type { AckLink, LinkSaid } from './contract.ts'

/** What has become of a page, told above everything else. */
export type Outcome = { title: string; text: string }

/** What the screen behind a link is made of. */
export type ViewParts = {
  link: AckLink
  state: EscalationState
  /** Whom the ladder pages next if nobody acknowledges. */
  next: NextPage | null
  /** Who would have been next, had nobody acknowledged. */
  spared: NextPage | null
  alerts: readonly StoredAlert[]
  incident: { reference: string; href: string } | null
  /** The open incident that it is probably part of. */
  probable: string | null
  /** What became of the tap that led here. */
  said: LinkSaid | null
  policy: Policy
  now: Temporal.Instant
}
