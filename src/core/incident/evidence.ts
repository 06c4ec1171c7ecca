import type { Refusal } from '../command/command.ts'
import { momentOf } from '../time/moment.ts'
import { type Change, type Changes, isBlank, refusal } from './change.ts'
import type { Evidence } from './record.ts'
import type { IncidentState } from './state.ts'

/** The edge has kept the bytes and counted them; the fact carries their hash into the chain. */
export type AttachEvidence = Pick<Evidence, 'id' | 'name' | 'mediaType' | 'bytes' | 'sha256'> & { note?: string }

const SHA256_HEX = /^[0-9a-f]{64}$/

/** What is larger or more belongs where the logs are, with a link to it: nothing of it is ever removed here. */
export const MOST_EVIDENCE = { files: 500, bytes: 1024 ** 3 }

/** Why no more can be kept for this incident; asked before the bytes are kept, too. */
export function evidenceFull(
  { evidence = [], reference }: Pick<IncidentState, 'evidence' | 'reference'>,
  bytes: number,
): Refusal | undefined {
  const kept = evidence.reduce((sum, each) => sum + each.bytes, 0)
  if (evidence.length < MOST_EVIDENCE.files && kept + bytes <= MOST_EVIDENCE.bytes) return undefined
  const most = `${MOST_EVIDENCE.files} files and ${MOST_EVIDENCE.bytes / 1024 ** 2} MiB`
  return refusal(
    'evidence-full',
    `${reference} has ${evidence.length} files of ${kept} bytes, and ${most} are the most; keep this where it lies and note the link`,
    413,
  )
}

/** Nothing takes evidence away again: there is no command for it. */
const attach: Change = (draft, command) => {
  const { id, name, mediaType, bytes, sha256, note } = command.data as AttachEvidence
  if (isBlank(name)) return refusal('name-missing', 'evidence needs a name, such as graph-1441.png', 400)
  if (!SHA256_HEX.test(sha256))
    return refusal('hash-missing', `"${sha256}" is no SHA-256 in hex; the bytes are hashed where they are kept`, 400)
  const { evidence = [] } = draft.state
  // The same bytes under the same name, sent again because the answer was lost.
  if (evidence.some((each) => each.sha256 === sha256 && each.name === name)) return undefined
  const full = evidenceFull(draft.state, bytes)
  if (full) return full
  const kept: Evidence = { id, name, mediaType, bytes, sha256, at: momentOf(draft.now), by: draft.by }
  draft.set({ evidence: [...evidence, kept] })
  draft.tell('incident.evidence_attached', { evidence: id, name, mediaType, bytes, sha256, note })
  return undefined
}

export const evidenceChanges: Changes = { attach }
