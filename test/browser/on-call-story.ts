import alerts from '../../src/features/alerts/feature.ts'
import demo from '../../src/features/demo/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import now from '../../src/features/now/feature.ts'
import onCall from '../../src/features/oncall/feature.ts'
import policies from '../../src/features/policies/feature.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'
import { everything, STORY, storyFrame } from './story-frame.ts'

const frame = storyFrame({ now: (app) => app.clock.now().epochMilliseconds, may: everything })
const PRIMARY = '/api/v1/schedules/payments-primary'

export type OnCallStory = { url: string; organisation: Organisation; close(): Promise<void> }

/** The schedules of the mock-ups: two overrides, two people away, a shadow. Whoever does not say who they are is Ana. */
export async function startOnCallStory(): Promise<OnCallStory> {
  const features = [policies, alerts, onCall, escalations, incidents, demo, now, frame]
  const organisation = await openOrganisation({ policy: 'example', start: STORY, features, everybodyIs: 'ana' })
  const send = async (url: string, body: object): Promise<void> => {
    const answer = await organisation.ask('ana', 'POST', url, body)
    if (answer.statusCode !== 200) throw new Error(answer.body)
  }
  const day = (from: number) => ({ from: `2026-11-${from}T00:00:00.000Z`, to: `2026-11-${from + 1}T00:00:00.000Z` })
  await send(`${PRIMARY}/overrides`, { user: 'ben', replaces: 'everyone', ...day(11) })
  await send('/api/v1/people/ben/away', { ...day(19), reason: 'course' })
  await send('/api/v1/people/jonas/away', day(21))
  await send(`${PRIMARY}/overrides`, { user: 'leila', replaces: 'everyone', reason: 'Ben is away', ...day(19) })
  await send(`${PRIMARY}/handoff`, { text: 'Settlement queue is slow since Tuesday; see the runbook before restarting it.' })
  await organisation.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = organisation.server.server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, organisation, close: organisation.close }
}
