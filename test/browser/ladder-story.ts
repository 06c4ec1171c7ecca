import alerts from '../../src/features/alerts/feature.ts'
import coverage from '../../src/features/coverage/feature.ts'
import demo from '../../src/features/demo/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import now from '../../src/features/now/feature.ts'
import onCall from '../../src/features/oncall/feature.ts'
import policies from '../../src/features/policies/feature.ts'
import { changePolicy } from '../../src/features/policies/reads.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'
import { everything, STORY, storyFrame } from './story-frame.ts'

export type LadderStory = {
  url: string
  organisation: Organisation
  /** Takes the weekends and the second step away from those who publish. */
  leaveWeekendsOpen(): Promise<void>
  /** An incident whose ladder is climbed by hand to somebody outside; its id. */
  callVendor(): Promise<string>
  close(): Promise<void>
}

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
  return {
    url: `http://127.0.0.1:${port}`,
    organisation,
    leaveWeekendsOpen: () => leaveWeekendsOpen(organisation),
    callVendor: () => callVendor(organisation),
    close: organisation.close,
  }
}

const WORKING_DAYS = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '00:00', to: '00:00' } as const

async function leaveWeekendsOpen({ app }: Organisation): Promise<void> {
  const { refusal } = await changePolicy(app, { by: 'user:ana', note: 'weekends off' }, (bundle) => {
    const layer = bundle.schedules?.find(({ id }) => id === 'publishing')?.layers[0]
    const ladder = bundle.escalation_policies?.find(({ id }) => id === 'publishing')
    if (!layer || !ladder) throw new Error('the example has no schedule and ladder "publishing"')
    layer.restrict = [{ ...WORKING_DAYS, days: [...WORKING_DAYS.days] }]
    ladder.steps = ladder.steps.slice(0, 1)
    return bundle
  })
  if (refusal) throw new Error(refusal.message)
}

async function callVendor({ ask }: Organisation): Promise<string> {
  const declared = await ask('ana', 'POST', '/api/v1/incidents', {
    title: 'Cards are declined',
    severity: 'SEV-2',
    service: 'payments-api',
  })
  if (declared.statusCode !== 201) throw new Error(declared.body)
  const { id } = declared.json()
  const climbed = await ask('ana', 'POST', `/api/v1/incidents/${id}/escalate`, { reason: 'vendor' })
  if (climbed.statusCode >= 400) throw new Error(climbed.body)
  return id
}
