import alerts from '../../src/features/alerts/feature.ts'
import { receivedLogOf } from '../../src/features/connections/reads/received.ts'
import demo from '../../src/features/demo/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import now from '../../src/features/now/feature.ts'
import onCall from '../../src/features/oncall/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'
import { storyFrame } from './story-frame.ts'

const START = '2026-11-12T14:04:00.000Z'

const frame = storyFrame({ now: (app) => app.clock.now().epochMilliseconds })

const SETTLEMENT = { alertname: 'SettlementQueueHigh', team: 'payments-core', env: 'production', region: 'eu-central', queue: 'settle-out' }
/** As Alertmanager posts it, cut short. */
const POSTED = {
  version: '4',
  status: 'firing',
  alerts: [
    { status: 'firing', labels: SETTLEMENT, annotations: { summary: 'Settlement queue above 5,000 messages', token: 'never-shown' } },
  ],
}

export type NightStory = { url: string; organisation: Organisation; reference: string; escalation: string; close(): Promise<void> }

/** The evening of the mock-ups: an incident in hand, a few alerts that somebody has, and one that pages Ana now. */
export async function startNightStory(): Promise<NightStory> {
  const organisation = await openOrganisation({
    policy: 'example',
    start: START,
    features: [alerts, onCall, escalations, paging, incidents, demo, now, frame],
    everybodyIs: 'ana',
  })
  const open = async (
    title: string,
    labels: Record<string, string>,
    more: object = {},
  ): Promise<{ id: string; reference: string; escalation: string }> => {
    const answer = await organisation.ask('ana', 'POST', '/api/v1/alerts', { title, labels, ...more })
    if (answer.statusCode !== 201) throw new Error(answer.body)
    return answer.json()
  }
  const acknowledge = (reference: string, by: string) => organisation.ask(by, 'POST', `/api/v1/alerts/${reference}/acknowledge`)
  await acknowledge((await open('Checkout error rate 38 %', { alertname: 'CheckoutErrors' })).reference, 'ana')
  await acknowledge((await open('Card authorisation p99 9.4 s', { alertname: 'CardAuthSlow' })).reference, 'ana')
  await organisation.pass('PT13M')
  const before = await open('Settlement queue above 5,000 messages', SETTLEMENT)
  await acknowledge(before.reference, 'ana')
  await organisation.pass('PT2M')
  await organisation.ask('ana', 'POST', `/api/v1/alerts/${before.reference}/resolve`)
  await acknowledge((await open('Upload worker restarts', { service: 'publishing-upload' })).reference, 'mara')
  await acknowledge((await open('Search index lag 41 m', { service: 'search-index' }, { severity: 'SEV-3' })).reference, 'mara')
  await open('Disk 82 % on report-2', { service: 'reporting' })
  await organisation.pass('PT20M51S')
  const settlement = await open('Settlement queue above 5,000 messages', SETTLEMENT)
  receivedLogOf(organisation.app).note({ alerts: [settlement.id], body: POSTED, raw: Buffer.alloc(0), key: 'not-in-it' })
  await receivedLogOf(organisation.app).write()
  await organisation.pass('PT1M21S')
  await organisation.server.listen({ host: '127.0.0.1', port: 0 })
  const address = organisation.server.server.address() as { port: number }
  return { url: `http://127.0.0.1:${address.port}`, organisation, ...settlement, close: organisation.close }
}
