import type { Json, JsonObject } from '../command/command.ts'
import { publicTitleOf } from '../incident/public-title.ts'
import type { IncidentState } from '../incident/state.ts'
import { isUpdateRhythm } from '../obligation/rules.ts'
import { mayCustomersRead } from '../policy/customer-texts.ts'
import { idOf, type Policy } from '../policy/policy.ts'
import { severityTitle } from '../policy/severity-title.ts'
import { holds } from '../policy/when.ts'
import { spanInWords } from '../policy/when-words.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'

/** What is said besides what the incident itself knows. */
export type Saying = {
  text?: string | undefined
  nextBy?: Moment | null | undefined
  recipient?: { name?: string; impact?: string } | undefined
}

/** `isOutside`: customers read it, and get nothing that was written for colleagues. */
export type Telling = { state: IncidentState; policy: Policy; now: Temporal.Instant; saying?: Saying; isOutside?: boolean }

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60

/** "1 h 5 m": how long something lasted, to the minute. */
function lasted(from: Moment | undefined, to: Moment): string | null {
  if (!from) return null
  const minutes = Math.floor((instantOf(to).epochMilliseconds - instantOf(from).epochMilliseconds) / MINUTE_MS)
  const [hours, rest] = [Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES]
  return hours === 0 ? `${rest} m` : rest === 0 ? `${hours} h` : `${hours} h ${rest} m`
}

/** Everything a template may name, as plain data: what is not known is absent. `lint` holds the same names against templates. */
export function valuesOf({ state, policy, now, saying = {}, isOutside = false }: Telling): JsonObject {
  const { name, support, objectives: _, principles: __ } = policy.bundle.organization
  const page = policy.bundle.status_pages?.find((each) => !each.private)
  const incident = { ...state.impact, ...incidentValues(state, policy, now) }
  const values = {
    now: momentOf(now),
    organization: { name, support },
    incident: isOutside ? outward(incident, policy) : incident,
    roles: isOutside ? {} : rolesIn(state, policy),
    update: { text: saying.text ?? state.lastUpdate?.text, next_update: saying.nextBy ?? state.promisedUpdate },
    review: reviewValues(state),
    status_page: { url: page?.domain && `https://${page.domain}`, title: page?.title },
    recipient: saying.recipient,
  }
  return JSON.parse(JSON.stringify(values)) as JsonObject
}

const outward = <T>(incident: Record<string, T>, { bundle }: Policy): Record<string, T> =>
  Object.fromEntries(Object.entries(incident).filter(([name]) => mayCustomersRead(name, bundle)))

function incidentValues(state: IncidentState, policy: Policy, now: Temporal.Instant): Record<string, Json | undefined> {
  const { reference, title, status, at, room, bridge, resolution, source, eta } = state
  const level = policy.severity(state.severity)
  const end = at.resolved ?? momentOf(now)
  return {
    ...{ reference, title, status, room, bridge, resolution, eta: eta ?? null },
    ...{ severity: state.severity, severity_name: severityTitle(state.severity, level?.name) },
    ...{ started: at.started, detected: at.detected, declared: at.declared, mitigated: at.mitigated, resolved: at.resolved },
    detected_by: source,
    duration: lasted(at.declared, end),
    downtime: lasted(at.started, at.mitigated ?? end),
    impact: impactInWords(state, policy),
    components: componentsOf(state, policy),
    service: state.service && (policy.service(state.service)?.name ?? state.service),
    responders: respondersOf(state, policy),
    update_every: rhythmOf(state, policy),
    public_title: publicTitleOf(state, policy),
  }
}

const nameOf = (policy: Policy, user: string): string => policy.user(user)?.name ?? idOf(user)

const rolesIn = (state: IncidentState, policy: Policy): Record<string, string> =>
  Object.fromEntries(Object.entries(state.roles).map(([role, { user }]) => [role, nameOf(policy, user)]))

/** Who took part, as far as the incident knows: whoever holds a role, acknowledged, or declared it by hand. */
function respondersOf(state: IncidentState, policy: Policy): string[] {
  const people = [...Object.values(state.roles).map(({ user }) => `user:${user}`), state.acknowledgedBy, state.declaredBy]
  return [...new Set(people.flatMap((each) => (each?.startsWith('user:') ? [nameOf(policy, each)] : [])))]
}

/** What a person filled in, field by field; a flag that is set by its name. */
function impactInWords({ impact }: IncidentState, policy: Policy): string {
  const fields = policy.bundle.incident?.impact ?? {}
  const said = Object.entries(impact).flatMap(([id, value]) => {
    const name = fields[id]?.name ?? id.replaceAll('_', ' ')
    if (value === false || value === null || value === '') return []
    if (value === true) return [name]
    return fields[id]?.type === 'text' ? [String(value)] : [`${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`]
  })
  return said.join('; ')
}

/** What customers know by name: the components last spoken of, else the service's own. */
function componentsOf({ posts, service }: IncidentState, policy: Policy): string[] {
  const told =
    posts
      .at(-1)
      ?.components.filter(({ status }) => status !== 'operational')
      .map(({ id }) => id) ?? []
  const ids = told.length > 0 ? told : service ? [service] : []
  return ids.map((id) => policy.service(id)?.component ?? policy.service(id)?.name ?? idOf(id))
}

/** "30 minutes", "hour": the rhythm of internal updates at this level, as it stands behind "every". */
function rhythmOf({ severity, flags, type }: IncidentState, policy: Policy): string | null {
  const facts = { policy, severity, flags, ...(type ? { type } : {}) }
  const rule = (policy.bundle.obligations ?? []).find((each) => isUpdateRhythm(each) && holds(each.when, facts))
  return rule?.every ? spanInWords(rule.every).replace(/^1 /, '') : null
}

/** By when each step of the review is owed: `review.meeting_by`. */
const reviewValues = ({ obligations }: IncidentState): Record<string, Moment> =>
  Object.fromEntries(
    obligations.flatMap(({ rule, dueAt }) =>
      rule.startsWith('review-') ? [[`${rule.slice('review-'.length).replaceAll('-', '_')}_by`, dueAt]] : [],
    ),
  )
