import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openPaged, type Paged } from '../../../../test/world/paged.ts'
import { momentOf } from '../../../core/time/moment.ts'
import { carryOut } from './carry-out.ts'
import { closeMessage, noteHandedOver, openMessages } from './handed-over.ts'
import { pageById, pagesOf } from './open-pages.ts'

let world: Paged
before(async () => {
  world = await openPaged({
    bundle: {
      users: [{ id: 'ann', name: 'Ann', contacts: { email: 'ann@example.com' } }],
      services: [{ id: 'web', name: 'Web', escalation: ['ann'] }],
      escalation_policies: [{ id: 'ann', steps: [{ page: ['user:ann'], wait: '15m' }] }],
    },
  })
})
after(() => world?.close())

/** The pools, noting what is asked through them. */
function noting(): { pools: Paged['app']['pools']; asked: [string, unknown[]][] } {
  const { page } = world.app.pools
  const asked: [string, unknown[]][] = []
  const query = (text: string, values: unknown[]) => {
    asked.push([text, values])
    return page.query(text, values)
  }
  const noted = { query } as unknown as typeof page
  return { pools: { ...world.app.pools, page: noted, side: noted }, asked }
}

test('what a reply and each round of asking look up is reached by an index, however much there is', async () => {
  const { pools, asked } = noting()
  const app = { ...world.app, pools }
  const page = await pageById(app, await world.page('Slow search', 'web'))
  const declaration = app.integrations.get('email')
  const person = app.policies.live().user('ann')
  assert.ok(page && declaration && person)
  await pagesOf(app, 'ann')
  const heard = { declaration, instance: { id: 'mails', type: 'email', fields: {} } }
  await carryOut(app, { page, person, action: 'acknowledge', heard, isFromList: true, text: 'ack' })
  await noteHandedOver(app, { connection: 'mails', providerId: 'p', message: 'm' })
  await openMessages(app, 'mails')
  await closeMessage(app, 'mails', 'm')
  assert.ok(asked.length >= 7, `${asked.length} questions were seen`)
  for (const [text, values] of asked) {
    const { rows } = await world.app.pools.page.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.doesNotMatch(plan, /Seq Scan/, `${text}\n${plan}`)
  }
})

test('messages whose end no carrier tells keep nobody from asking about those of tonight', async () => {
  const { app } = world
  const insert = `insert into handed_over (connection, provider_id, message, handed_at) select 'texts', 'old' || n, 'old' || n, $1 from generate_series(1, 150) n`
  await app.pools.side.query(insert, [momentOf(app.clock.now().subtract({ hours: 30 }))])
  await noteHandedOver(app, { connection: 'texts', providerId: 'new', message: 'new' })
  const { open, lastAt } = await openMessages(app, 'texts')
  assert.deepEqual(
    open.map(({ message }) => message),
    ['new'],
  )
  assert.ok(lastAt)
})
