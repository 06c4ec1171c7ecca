import type { RoomStep } from './state.ts'

type Effect = 'say' | 'card' | 'topic' | 'links' | 'archive' | 'restore'

const STANDS: readonly Effect[] = ['say', 'topic', 'card']

/** What a fact of the incident means for its room. What is not here is not told: deliveries, inner steps of clocks. */
const EFFECTS: Readonly<Record<string, readonly Effect[]>> = {
  'incident.acknowledged': STANDS,
  'incident.status_changed': STANDS,
  'incident.severity_changed': STANDS,
  'incident.role_assigned': STANDS,
  'incident.role_released': STANDS,
  'incident.stood_down': STANDS,
  'incident.renamed': STANDS,
  'incident.resolved': STANDS,
  'incident.reopened': ['restore', ...STANDS],
  'incident.closed': [...STANDS, 'archive'],
  'incident.updated': ['say', 'topic'],
  'incident.promised': ['topic'],
  'incident.published': ['say', 'links'],
  'incident.approval_asked': ['say'],
  'incident.approval_declined': ['say'],
  'incident.noted': ['say'],
  'incident.decided': ['say'],
  'incident.answered': ['say'],
  'incident.task_added': ['say'],
  'incident.task_done': ['say'],
  'incident.runbook_used': ['say', 'links'],
  'incident.step_finished': ['say'],
  'incident.places_opened': ['links'],
  'incident.triggered': ['say'],
  'incident.merged': [...STANDS, 'archive'],
  'incident.tied': ['say'],
  'incident.times_changed': ['say'],
  'incident.impact_changed': ['say'],
  'obligation.due_soon': ['say'],
  'obligation.missed': ['say'],
}

export const followed: readonly string[] = Object.keys(EFFECTS)

/** A room in the policy's own channel keeps that channel's topic, links and life. */
const OWN_ROOM_ONLY: readonly Effect[] = ['topic', 'links', 'archive', 'restore']

export function stepsFor(fact: string, { seq, isFixed }: { seq: number; isFixed: boolean }): RoomStep[] {
  const effects = (EFFECTS[fact] ?? []).filter((each) => !isFixed || !OWN_ROOM_ONLY.includes(each))
  return effects.map((what) => (what === 'say' ? { what, seq } : { what }))
}

/** The chat may be away for hours: beyond this the room gets a count of what it missed. */
const MOST_WAITING = 200

/** What shows how things are is drawn when it is sent, so that one of it in the queue is enough. */
export function queued(steps: readonly RoomStep[], more: readonly RoomStep[], isBusy: boolean): { steps: RoomStep[]; untold: number } {
  const all = [...steps]
  let untold = 0
  for (const step of more) {
    const waiting = isBusy ? all.slice(1) : all
    const isThere = step.what !== 'say' && step.what !== 'invite' && waiting.some((each) => each.what === step.what)
    if (isThere) continue
    if (step.what === 'say' && all.length >= MOST_WAITING) untold += 1
    else all.push(step)
  }
  return { steps: all, untold }
}
