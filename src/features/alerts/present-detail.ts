import type { RecordedFact } from '../../core/command/command.ts'
import type { EscalationState } from '../../core/escalation/state.ts'
import { piecesOf, runbooksOf } from '../../core/policy/runbook.ts'
import type { App } from '../feature.ts'
import { hiddenFrom, laddersSeenBy, viewerOf } from '../people/reads/viewer.ts'
import type { AlertDetail, Attempt, NextPage } from './contract.ts'
import { presentTimeline, presentWhy } from './present-why.ts'
import { presentAlert } from './reads/alert-row.ts'
import { factsOf, findEscalations, type StoredAlert, seenBy } from './reads/alerts.ts'
import { foreseenFor, presentNext } from './reads/foreseen.ts'
import { type Reader, whoIs } from './reads/people.ts'
import { readProbable } from './reads/probable.ts'
import { findSimilar, similarSince } from './reads/similar.ts'
import { ledgerOf, nextPeople } from './rules.ts'

/** Older ones are history that the audit shows. */
const LADDERS_AT_MOST = 5

/** Everything about one alert, with the past from the facts and the future from the machine that will act. */
export async function presentDetail(app: App, stored: StoredAlert, reader: Reader): Promise<AlertDetail> {
  const pool = app.pools.side
  const [known = stored] = await seenBy(pool, [stored], reader)
  const { id } = known
  const alertFacts = (await factsOf(pool, [`alert:${id}`])).get(`alert:${id}`) ?? []
  const hidden = await hiddenFrom(pool, alertFacts.flatMap(belongingOf), viewerOf(reader))
  const isHidden = (fact: RecordedFact): boolean => belongingOf(fact).some((incident) => hidden.has(incident))
  const seen = await laddersSeenBy(pool, laddersOf(alertFacts), viewerOf(reader))
  const alert = ladderIn(seen, known)
  const { state } = alert
  const [ladders, escalations, similar, probable] = await Promise.all([
    factsOf(
      pool,
      seen.map((each) => `escalation:${each}`),
    ),
    findEscalations(pool, [state.escalation]),
    findSimilar(pool, stored, similarSince(app)),
    readProbable(app, stored, reader),
  ])
  const escalationFacts = ladders.get(`escalation:${state.escalation}`) ?? []
  const tried = [...ladders.values()].flatMap(ledgerOf).sort((one, other) => (one.queuedAt < other.queuedAt ? -1 : 1))
  const escalation = state.escalation ? escalations.get(state.escalation) : undefined
  await app.policies.ensure([escalation?.policy ?? state.policy, state.policy])
  const frozen = app.policies.at(escalation?.policy ?? state.policy)
  const service = state.routed.service ? reader.policy.service(state.routed.service) : undefined
  return {
    ...presentAlert(alert, escalation, reader),
    labels: state.labels,
    details: state.details,
    links: state.links,
    sourceText: state.source,
    promise: state.promise,
    escalation: state.escalation,
    reasons: [...(reader.policy.bundle.organization.reasons ?? [])],
    runbooks: runbooksOf(service?.runbooks ?? [], reader.policy.bundle.runbooks?.texts ?? {}).map(({ name, steps, count }) => ({
      name,
      count,
      steps: steps.map((step) => piecesOf(step).join('')),
    })),
    why: presentWhy({ alert, alertFacts, escalationFacts, frozen, routed: app.policies.at(state.policy), reader }),
    ...presentRoads({ app, reader, id: state.escalation, escalation, tried }),
    similar: similar.length,
    probable,
    timeline: presentTimeline([...alertFacts.filter((fact) => !isHidden(fact)), ...[...ladders.values()].flat()].sort(byTime), reader),
  }
}

/** The incident that a fact says the alert came to or left. */
const belongingOf = ({ name, data }: RecordedFact): string[] =>
  (name === 'alert.linked' || name === 'alert.unlinked') && typeof data.incident === 'string' ? [data.incident] : []

const byTime = (one: RecordedFact, other: RecordedFact): number => one.at.localeCompare(other.at)

/** A snooze that ends climbs a new ladder: what was tried on the ones before stays in the ledger. */
function laddersOf(alertFacts: readonly RecordedFact[]): string[] {
  const attached = alertFacts.filter((fact) => fact.name === 'alert.attached').map((fact) => fact.data.escalation as string)
  return [...new Set(attached)].slice(-LADDERS_AT_MOST)
}

/** Which ladder it climbs is as private as what that is about. */
const ladderIn = (seen: readonly string[], { state, ...alert }: StoredAlert): StoredAlert => ({
  ...alert,
  state: { ...state, escalation: seen.includes(state.escalation ?? '') ? state.escalation : null },
})

type RoadParts = {
  app: App
  reader: Reader
  id: string | null
  escalation: EscalationState | undefined
  tried: ReturnType<typeof ledgerOf>
}

/** Every attempt there was, then those to come; and whom the ladder wakes next. */
function presentRoads({ app, reader, id, escalation, tried }: RoadParts): { ledger: Attempt[]; next: NextPage | null } {
  const past = tried.map(
    ({ user, answeredAt, ...line }): Attempt => ({
      ...line,
      answeredAt,
      person: whoIs(`user:${user}`, reader),
      deliveredAt: line.result === 'delivered' ? answeredAt : null,
    }),
  )
  if (!id || !escalation) return { ledger: past, next: null }
  const foreseen = foreseenFor(app, { id, state: escalation })
  const paged = new Set(escalation.pages.map((page) => page.id))
  const next = nextPeople(escalation, foreseen)
  const near = foreseen.filter((each) => paged.has(each.page) || each.at === next?.at)
  const future = near.map(
    (each, i): Attempt => ({
      id: `${each.page}/next-${i}`,
      person: whoIs(`user:${each.user}`, reader),
      road: each.road,
      channel: each.channel,
      to: null,
      message: null,
      events: [],
      because: [],
      reason: null,
      queuedAt: each.at,
      answeredAt: null,
      said: null,
      deliveredAt: null,
      result: paged.has(each.page) ? 'planned' : 'if-unacknowledged',
    }),
  )
  return { ledger: [...past, ...future], next: presentNext(escalation, next, reader) }
}
