import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ALERTMANAGER, findProgram, howToGet } from '../../scripts/programs.ts'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { type House, KEY, openHouse, toldBy, until } from '../resilience/house.ts'
import { type Alertmanager, commandFor, startAlertmanager } from './alertmanager.ts'

const command = commandFor(findProgram(ALERTMANAGER))
const LONG = { timeout: 90_000 }

const policy = (pager: string): string => `
version: 1
organization: { name: Watch Ltd }
severities: [ { id: SEV-1, respond_within: 15m } ]
users:
  - { id: ana, name: Ana, contacts: { webhook: "${pager}/ana" } }
  - { id: ben, name: Ben, contacts: { webhook: "${pager}/ben" } }
escalation_policies:
  - { id: anas, steps: [ { page: [user:ana], wait: 15m } ] }
  - { id: bens, steps: [ { page: [user:ben], wait: 15m } ] }
services: [ { id: disks, escalation: [anas] }, { id: duty, escalation: [bens] } ]
integrations:
  - { id: am, type: alertmanager, service: disks, key: ${KEY} }
  - { id: pd, type: pagerduty, service: duty, key: ${KEY} }
`

type Kept = {
  key: string
  status: string
  occurrences: number
  integration: string
  escalation: string | null
  resolved_via: string | null
  title: string
}

describe('an unmodified Alertmanager', { skip: command ? false : howToGet(ALERTMANAGER) }, () => {
  let house: House
  let pager: Receiver
  let alertmanager: Alertmanager

  before(async () => {
    pager = await createReceiver()
    house = await openHouse({ policy: policy(pager.url), database: 'own' })
    alertmanager = await startAlertmanager(command ?? [], { url: house.product.url, key: KEY })
  })
  after(async () => {
    await alertmanager?.close()
    await house?.close()
    await pager?.close()
  })

  const kept = (integration: string, name: string): Promise<Kept[]> =>
    house.sql<Kept>(
      `select state ->> 'dedup' as key, status, (state ->> 'occurrences')::int as occurrences, integration, escalation, state ->> 'title' as title,
         state -> 'resolved' ->> 'via' as resolved_via from alert where integration = $1 and state ->> 'title' like '%' || $2 || '%' order by state ->> 'title'`,
      [integration, name],
    )
  const told = (path: string) => pager.heard.filter((each) => each.path === path).map(({ json }) => toldBy(json))
  const statuses = async (integration: string, name: string): Promise<string> =>
    (await kept(integration, name)).map(({ status }) => status).join(' ')
  const reached = (wanted: string) => until(wanted, async () => (await statuses('am', 'DiskFull')) === wanted, 60_000)

  test('firing: an alert by each door, and one ring each', LONG, async () => {
    await alertmanager.fire('DiskFull', ['db1'])
    await reached('triggered')
    await until('both are paged', () => told('/ana').length > 0 && told('/ben').length > 0)
    const [alert] = await kept('am', 'DiskFull')
    assert.match(alert?.key ?? '', /^[0-9a-f]{16}$/, 'the fingerprint is its key')
    assert.equal(alert?.title, 'DiskFull on db1')
    const [duty, ...others] = await kept('pd', 'DiskFull')
    assert.deepEqual([duty?.status, duty?.occurrences, others.length], ['triggered', 1, 0])
  })

  test('more of the group: one alert per fingerprint, told in one update without a second ring', LONG, async () => {
    await alertmanager.fire('DiskFull', ['db1', 'db2', 'db3'])
    await reached('triggered triggered triggered')
    const alerts = await kept('am', 'DiskFull')
    assert.equal(new Set(alerts.map(({ key }) => key)).size, 3)
    assert.equal(new Set(alerts.map(({ escalation }) => escalation)).size, 1, 'one ladder for the group')
    assert.ok((alerts[0]?.occurrences ?? 0) >= 2, 'the first was said again')
    await until('the update', () => told('/ana').some(({ kind }) => kind === 'update'))
    await until('the other door hears of it', async () => ((await kept('pd', 'DiskFull'))[0]?.occurrences ?? 0) >= 2)
    assert.deepEqual(
      told('/ana').map(({ kind }) => kind),
      ['page', 'update'],
    )
    assert.deepEqual(
      told('/ana')[1]
        ?.alerts?.map(({ title }) => title)
        .sort(),
      ['DiskFull on db2', 'DiskFull on db3'],
    )
    assert.deepEqual(
      told('/ben').map(({ kind }) => kind),
      ['page'],
      'what is said again rings nobody',
    )
  })

  test('partly resolved: only that alert ends, the ladder goes on', LONG, async () => {
    await alertmanager.resolve('DiskFull', ['db2'])
    await reached('triggered resolved triggered')
    const [, second] = await kept('am', 'DiskFull')
    assert.equal(second?.resolved_via, 'integration')
    const ladders = await house.sql<{ status: string }>(`select status from escalation where service = 'disks'`)
    assert.deepEqual(
      ladders.map(({ status }) => status),
      ['running'],
    )
    assert.equal(await statuses('pd', 'DiskFull'), 'triggered', 'its group still fires')
  })

  test('resolved: both doors pass it on, and nobody is paged any more', LONG, async () => {
    await alertmanager.resolve('DiskFull', ['db1', 'db3'])
    await reached('resolved resolved resolved')
    await until('the other door', async () => (await statuses('pd', 'DiskFull')) === 'resolved', 60_000)
    await until('the ladders stop', async () => (await house.sql(`select 1 from escalation where status <> 'stopped'`)).length === 0)
    assert.equal(told('/ana').filter(({ kind }) => kind === 'page').length, 1)
    assert.equal(told('/ben').filter(({ kind }) => kind === 'page').length, 1)
  })

  test('I-2 while the database is down it is told 503, tries again, and its alert arrives once', LONG, async () => {
    await house.databaseDown()
    const refused = await house.ask('POST', `/in/alertmanager/${KEY}`, { alerts: [] })
    assert.equal(refused.status, 503)
    const failed = await alertmanager.failures()
    await alertmanager.fire('NightShift', ['db9'])
    await until('it was refused twice', async () => (await alertmanager.failures()) >= failed + 2)
    await house.databaseUp()
    await until('it arrives', async () => (await statuses('am', 'NightShift')) === 'triggered', 60_000)
    await until('by the other door too', async () => (await statuses('pd', 'NightShift')) === 'triggered', 60_000)
    await until('and pages', () => told('/ana').some(({ title }) => title.startsWith('NightShift')), 30_000)
    assert.equal(told('/ana').filter(({ title, kind }) => title.startsWith('NightShift') && kind === 'page').length, 1)
  })
})
