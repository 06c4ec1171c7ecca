import type { Policy } from '../policy/policy.ts'
import type { TaskFact } from '../policy/schema/practice.ts'
import type { IncidentState } from './state.ts'

const isByPerson = (actor: string | null): boolean => actor?.startsWith('user:') === true

const areRolesFilled = ({ severity, roles }: IncidentState, { bundle }: Policy): boolean => {
  const wanted = (bundle.roles ?? []).filter((role) => role.required_for.includes(severity))
  return wanted.length > 0 && wanted.every(({ id }) => roles[id] !== undefined)
}

/** What the incident itself knows of: nobody has to tick it off. A level that an alert brought along was judged by nobody yet. */
const FACTS: Readonly<Record<TaskFact, (state: IncidentState, policy: Policy) => boolean>> = {
  declared: () => true,
  acknowledged: ({ at }) => at.acknowledged !== undefined,
  severity_set: ({ declaredBy }) => isByPerson(declaredBy),
  roles_filled: areRolesFilled,
  room_opened: ({ room, at }, { bundle }) =>
    room !== null && (bundle.incident?.room?.open !== 'acknowledged' || at.acknowledged !== undefined),
  updated: ({ lastUpdate }) => lastUpdate !== null,
  published: ({ posts }) => posts.length > 0,
  mailed: ({ mails }) => (mails ?? []).length > 0,
}

/** What a change came from: the incident before it, null when it did not exist, and the command. */
export type Came = { before: IncidentState | null; command: string; by: string }

/**
 * Whether a fact has just come about, or holds for a task that has just been opened. One that held before does not tick again what
 * somebody has reopened by hand.
 */
export function cameAbout(
  fact: TaskFact,
  { state, policy, came, isNew }: { state: IncidentState; policy: Policy; came: Came; isNew: boolean },
): boolean {
  if (fact === 'severity_set' && came.command === 'severity' && isByPerson(came.by)) return true
  if (!FACTS[fact](state, policy)) return false
  return isNew || came.before === null || !FACTS[fact](came.before, policy)
}
