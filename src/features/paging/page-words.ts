import type { JsonObject } from '../../core/command/command.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { fill, isReady, templateFor } from '../../core/template/fill.ts'
import type { QueuedMessage } from '../../engine/store.ts'
import type { App } from '../feature.ts'
import { aboutOf } from './rules.ts'

type About = { reference: string | null; words: JsonObject }
const NOTHING: About = { reference: null, words: {} }

/**
 * What a message says of the incident it is about: its reference, and for a page the policy's own words (`moment: page`, for its
 * road). A template that cannot be filled leaves the product's words: nobody is woken later because of a text.
 */
export async function aboutIncident(app: App, { content, road }: QueuedMessage, timezone: string | undefined): Promise<About> {
  const about = aboutOf(content)
  if (about?.kind !== 'incident' || (content.reference && content.kind !== 'page')) return NOTHING
  const [row] = await app.store.load([about])
  const state = row?.state as IncidentState | undefined
  if (!state) return NOTHING
  const words = content.kind === 'page' && !content.body ? await wordsOf(app, { state, road, timezone }) : {}
  return { reference: state.reference, words }
}

type Paging = { state: IncidentState; road: string; timezone: string | undefined }

async function wordsOf(app: App, { state, road, timezone }: Paging): Promise<JsonObject> {
  const { severity, flags, type, service, source } = state
  try {
    await app.policies.ensure([state.policy])
    const policy = app.policies.at(state.policy)
    const facts = { policy, severity, flags, source, ...(type ? { type } : {}), ...(service ? { service } : {}) }
    const template = templateFor(policy, { moment: 'page', audiences: [road, 'responders'] }, facts)
    const filled = template && fill(template, { state, policy, now: app.clock.now() }, timezone)
    return filled && isReady(filled) ? { body: filled.text, ...(filled.subject ? { subject: filled.subject } : {}) } : {}
  } catch (err) {
    app.log.warn({ err, incident: state.reference }, "a page goes out in the product's words: the policy's could not be read")
    return {}
  }
}
