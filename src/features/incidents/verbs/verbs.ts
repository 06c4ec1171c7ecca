import type { Action } from '../../../platform/auth/permissions.ts'
import { LARGEST_EVIDENCE_BYTES } from '../contract/evidence-size.ts'
import { type IncidentVerb, incidentBodies } from '../contract/requests.ts'
import { attach } from './attach.ts'
import { callOutFor, contacted, escalate } from './escalate.ts'
import { page } from './page.ts'
import { reclassify } from './reclassify.ts'
import { merge, relate, split } from './relate.ts'
import { link, resolve, unlink } from './resolve.ts'
import { carryOut, commandFor, type Verb } from './verb.ts'

/** A file of the largest size in base64, with its name and note. */
const LARGEST_ATTACHING_BYTES = Math.ceil(LARGEST_EVIDENCE_BYTES * 1.4)

/** A verb that is one command of the incident, with the body as its data. */
const plain = (verb: IncidentVerb, command: string = verb, may: Action = 'incident.act'): Verb => ({
  body: incidentBodies[verb],
  may,
  run: (app, incident, asked) => carryOut(app, commandFor(incident, { name: command, data: asked.body ?? {} }, asked)),
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
  mail: plain('mail', 'mail', 'statuspage.publish'),
  approve: plain('approve', 'approve', 'statuspage.publish'),
  decline: plain('decline', 'decline', 'statuspage.publish'),
  waive: plain('waive'),
  complete: plain('complete'),
  resolve: { body: incidentBodies.resolve, may: 'incident.act', run: resolve },
  reopen: plain('reopen'),
  close: plain('close'),
  link: { body: incidentBodies.link, may: 'incident.act', run: link },
  unlink: { body: incidentBodies.unlink, may: 'incident.act', run: unlink },
  page: { body: incidentBodies.page, may: 'page.send', run: page },
  escalate: { body: incidentBodies.escalate, may: 'page.send', run: escalate },
  'call-out': { body: incidentBodies['call-out'], may: 'page.send', run: callOutFor },
  source: plain('source'),
  summon: plain('summon', 'summon', 'page.send'),
  next: plain('next'),
  eta: plain('eta'),
  task: plain('task'),
  action: plain('action'),
  done: plain('done'),
  undo: plain('undo'),
  skip: plain('skip'),
  'task-owner': plain('task-owner'),
  answer: plain('answer'),
  notes: plain('notes'),
  pin: plain('pin'),
  unpin: plain('unpin'),
  correct: plain('correct'),
  attach: { body: incidentBodies.attach, may: 'incident.act', bodyLimit: LARGEST_ATTACHING_BYTES, run: attach },
  relate: { body: incidentBodies.relate, may: 'incident.act', run: relate },
  merge: { body: incidentBodies.merge, may: 'incident.act', run: merge },
  split: { body: incidentBodies.split, may: 'incident.declare', run: split },
  mitigate: plain('mitigate'),
  confirm: plain('confirm'),
  tree: plain('tree'),
  runbook: plain('runbook'),
  reclassify: { body: incidentBodies.reclassify, may: 'incident.act', run: reclassify },
  policy: plain('policy'),
  'stand-down': plain('stand-down'),
  postmortem: plain('postmortem', 'postmortem', 'review.write'),
  contacted: { body: incidentBodies.contacted, may: 'incident.act', run: contacted },
}
