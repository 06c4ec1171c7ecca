import type { RecordedFact } from '../../core/command/command.ts'
import { idOf } from '../../core/policy/policy.ts'
import { type DraftLine, draftReview } from '../../core/review/draft.ts'
import type { DraftReview } from '../../core/review/machine.ts'
import type { Reader } from '../alerts/reads/people.ts'
import { whoIs } from '../alerts/reads/people.ts'
import type { App, Job } from '../feature.ts'
import { findIncident } from '../incidents/reads/incidents.ts'
import { factsOfIncident, newestFacts } from '../incidents/reads/streams.ts'
import { presentTimeline } from '../incidents/reads/timeline.ts'
import { insider } from '../people/reads/viewer.ts'

/** Writes the draft from the facts and hands it to the review. One that people have worked on stays as it is. */
export const draftJob: Job = async (content, app) => {
  const id = content.incident as string
  const data = await composeDraft(app, id)
  const { refusal } = await app.engine.execute({ name: 'draft', to: { kind: 'review', id }, by: 'engine', data })
  if (refusal && refusal.code !== 'already-drafted') throw new Error(`the review of ${id} was refused: ${refusal.message}`)
}

export async function composeDraft(app: App, id: string): Promise<DraftReview> {
  const found = await findIncident(app.pools.side, id, insider)
  if (!found) throw new Error(`there is no incident ${id} to review`)
  const { state } = found
  await app.policies.ensure([state.policy])
  const reader: Reader = { policy: app.policies.live(), principal: null }
  const facts = await bothEnds(app, id)
  const markdown = draftReview({
    state,
    policy: app.policies.at(state.policy),
    lines: linesOf(facts, reader),
    responders: respondersIn(facts, reader),
    name: (actor) => whoIs(actor, reader).name,
  })
  return { incident: id, reference: state.reference, title: state.title, severity: state.severity, policy: state.policy, markdown }
}

/** Of a timeline too long for a document its beginning and its end. */
async function bothEnds({ pools }: App, id: string): Promise<RecordedFact[]> {
  const first = await factsOfIncident(pools.side, id)
  const { told, hasMore } = await newestFacts(pools.side, id, { before: null, limit: NEWEST })
  if (!hasMore) return first
  const known = new Set(first.map(nameOf))
  const last = told.map(({ fact }) => fact).reverse()
  return [...first, ...last.filter((fact) => !known.has(nameOf(fact)))]
}

const NEWEST = 2_500
const nameOf = ({ of, seq }: RecordedFact): string => `${of.kind}:${of.id}:${seq}`

function linesOf(facts: RecordedFact[], reader: Reader): DraftLine[] {
  return presentTimeline(facts, reader, 'curated')
    .items.toReversed()
    .map(({ at, by, text, words }) => ({ at, who: by.name, what: words ? `${text}: ${words}` : text }))
}

/** Who did something, and who was paged. */
function respondersIn(facts: RecordedFact[], reader: Reader): string[] {
  const acted = facts.filter((fact) => fact.by.startsWith('user:')).map((fact) => fact.by)
  const paged = facts.flatMap((fact) =>
    fact.name === 'page.opened' && typeof fact.data.user === 'string' ? [`user:${idOf(fact.data.user)}`] : [],
  )
  return [...new Set([...acted, ...paged])].map((actor) => whoIs(actor, reader).name)
}
