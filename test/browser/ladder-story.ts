import alerts from '../../src/features/alerts/feature.ts'
import coverage from '../../src/features/coverage/feature.ts'
import demo from '../../src/features/demo/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import now from '../../src/features/now/feature.ts'
import onCall from '../../src/features/oncall/feature.ts'
import policies from '../../src/features/policies/feature.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'
import { everything, STORY, storyFrame } from './story-frame.ts'

export type LadderStory = { url: string; organisation: Organisation; close(): Promise<void> }

const frame = storyFrame({ now: (app) => app.clock.now().epochMilliseconds, may: everything })

/** The example organisation with every road set up, at the moment of the mock-ups; everybody is Ana. */
export async function startLadderStory(): Promise<LadderStory> {
  const organisation = await openOrganisation({
    policy: 'example',
    start: STORY,
    features: [policies, alerts, onCall, escalations, coverage, incidents, demo, now, frame],
    everybodyIs: 'ana',
  })
  await organisation.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = organisation.server.server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, organisation, close: organisation.close }
}
