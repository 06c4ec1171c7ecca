import type { Action } from '../../../platform/auth/permissions.ts'
import { type IncidentVerb, incidentBodies } from '../contract/requests.ts'
import { callOutFor, contacted, escalate } from './escalate.ts'
import { page } from './page.ts'
import { link, resolve } from './resolve.ts'
import { carryOut, commandFor, type Verb } from './verb.ts'

/** A verb that is one command of the incident, with the body as its data. */
const plain = (verb: IncidentVerb, command: string = verb, may: Action = 'incident.act'): Verb => ({
  body: incidentBodies[verb],
  may,
  run: (app, incident, { body, by }) => carryOut(app, commandFor(incident, { name: command, data: body ?? {} }, by)),
})

/** Everything that can be done to an incident. `POST /api/v1/incidents/<reference>/<verb>` exists for each. */
export const verbs: Readonly<Record<IncidentVerb, Verb>> = {
  acknowledge: plain('acknowledge'),
  role: plain('role', 'assign'),
  status: plain('status'),
  severity: plain('severity'),
  impact: plain('impact'),
  times: plain('times'),
  rename: plain('rename'),
  note: plain('note'),
  decide: plain('decide'),
  update: plain('update'),
  publish: plain('publish', 'publish', 'statuspage.publish'),
  waive: plain('waive'),
  complete: plain('complete'),
  resolve: { body: incidentBodies.resolve, may: 'incident.act', run: resolve },
  reopen: plain('reopen'),
  close: plain('close'),
  link: { body: incidentBodies.link, may: 'incident.act', run: link },
  page: { body: incidentBodies.page, may: 'page.send', run: page },
  escalate: { body: incidentBodies.escalate, may: 'page.send', run: escalate },
  'call-out': { body: incidentBodies['call-out'], may: 'page.send', run: callOutFor },
  contacted: { body: incidentBodies.contacted, may: 'incident.act', run: contacted },
}
