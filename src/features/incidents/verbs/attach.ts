import { createHash } from 'node:crypto'
import { evidenceFull } from '../../../core/incident/evidence.ts'
import { momentOf } from '../../../core/time/moment.ts'
import { keyedId } from '../../../platform/http/idempotency.ts'
import { Problem, problemOf } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { LARGEST_EVIDENCE_BYTES } from '../contract/evidence-size.ts'
import type { StoredIncident } from '../reads/incidents.ts'
import { type Asked, carryOut, commandFor, type Done } from './verb.ts'

type File = { name: string; mediaType: string; content: string; note?: string }

/** Keeps the bytes first: the fact with their hash never speaks of a file that is not there. */
export async function attach(app: App, incident: StoredIncident, asked: Asked<File>): Promise<Done> {
  const { body, by, key } = asked
  const content = Buffer.from(body.content, 'base64')
  if (content.length === 0 || content.length > LARGEST_EVIDENCE_BYTES)
    throw new Problem({
      code: 'evidence-size',
      status: 413,
      detail: `${body.name} has ${content.length} bytes; attach one of 1 to ${LARGEST_EVIDENCE_BYTES}, or a link to where it lies.`,
    })
  const sha256 = createHash('sha256').update(content).digest('hex')
  const id = key ? keyedId(by, key) : app.newId()
  const { name, mediaType, note } = body
  // Sent again because its answer was lost: what cannot be removed is not kept twice.
  if (incident.state.evidence?.some((each) => each.sha256 === sha256 && each.name === name)) return []
  const full = evidenceFull(incident.state, content.length)
  if (full) throw problemOf(full)
  const file = { id, incident: incident.id, name, mediaType, sha256, content }
  const isNew = await keep(app, file)
  const data = { id, name, mediaType, bytes: content.length, sha256, ...(note ? { note } : {}) }
  const done = await carryOut(app, commandFor(incident, { name: 'attach', data }, asked))
  // What a refused attempt had left may have been swept away while this one was on its way.
  if (!isNew) await keep(app, file)
  return done
}

type Kept = { id: string; incident: string; name: string; mediaType: string; sha256: string; content: Buffer }

/** Says whether they were not there yet. Throws `Problem` when the key was used for something else: the fact would speak of other bytes. */
async function keep(app: App, { id, incident, name, mediaType, sha256, content }: Kept): Promise<boolean> {
  const { rowCount } = await app.pools.side.query(
    `insert into incident_evidence (id, incident, name, media_type, sha256, content, kept_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
    [id, incident, name, mediaType, sha256, content, momentOf(app.clock.now())],
  )
  const same = 'select 1 from incident_evidence where id = $1 and incident = $2 and name = $3 and sha256 = $4'
  const { rows } = await app.pools.side.query(same, [id, incident, name, sha256])
  if (rows.length === 0)
    throw new Problem({
      code: 'key-reused',
      status: 409,
      detail: `The Idempotency-Key of ${name} was used for another file; send each file with a key of its own.`,
    })
  return rowCount === 1
}
