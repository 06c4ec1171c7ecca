import assert from 'node:assert/strict'
import type { JsonObject } from '../../src/core/command/command.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { fill } from '../../src/core/template/fill.ts'
import type { Saying } from '../../src/core/template/values.ts'
import { PlayedLadder } from '../stories/played-ladder.ts'
import { readPolicy } from './read-policy.ts'

/** What happens before a text goes out: at which minute, which command, with what. */
export type Act = [minute: number, name: string, data?: JsonObject]
export type Scene = { organisation: string; declare: JsonObject; acts: Act[] }

/** Declared on 10 February 2026 at 14:32 UTC; it began two minutes before. */
const DECLARED = '2026-02-10T14:32:00Z'
const STARTED = '2026-02-10T14:30:00.000Z'

/** A text of the shipped bundle as it would go out after the acts: its subject, when it has one, and its lines. */
export async function said(scene: Scene, template: string, saying: Saying = {}): Promise<string> {
  const { bundle } = readPolicy(scene.organisation)
  const found = bundle?.templates?.find((each) => each.id === template)
  assert.ok(bundle && found, `${scene.organisation} has no template ${template}`)
  const played = new PlayedLadder(scene.organisation, DECLARED)
  await played.declare({
    startedAt: STARTED,
    detectedAt: new Date(DECLARED).toISOString(),
    source: bundle.incident?.sources[0] ?? 'monitoring',
    ...scene.declare,
  })
  for (const [minute, name, data] of scene.acts) {
    await played.until(minute)
    await played.does(name, data)
  }
  const filled = fill(found, { state: played.incident, policy: createPolicy(bundle, 1), now: played.rehearsal.now(), saying })
  assert.deepEqual([filled.fault, filled.empty], [null, []])
  return [filled.subject, filled.text.trim()].filter((part) => part !== undefined).join('\n\n')
}
