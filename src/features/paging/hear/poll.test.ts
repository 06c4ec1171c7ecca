import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TWILIO } from '../../../../test/fakes/rigs.ts'
import { createTwilio } from '../../../../test/fakes/twilio.ts'
import { openPaged } from '../../../../test/world/paged.ts'
import type { App } from '../../feature.ts'
import { pageCode } from './page-code.ts'
import { pollAll } from './poll.ts'

/** One that refuses what this command of anybody does. */
const troubledIn = (app: App, isTrouble: (command: Parameters<App['engine']['execute']>[0]) => boolean): App => ({
  ...app,
  engine: {
    ...app.engine,
    execute: (command) => (isTrouble(command) ? Promise.reject(new Error('nobody has thought of this')) : app.engine.execute(command)),
  },
})

const PHONES = { ann: '+15558675310', ben: '+15558675311' }
const FROM = '+15017122661'
const users = (['ann', 'ben'] as const).map((id) => ({ id, contacts: { phone: PHONES[id] }, rules: [{ after: '0m', by: ['sms'] }] }))
const steps = [0, 1, 2, 3].map((hour) => ({ at: `${hour}h`, page: ['user:ann', 'user:ben'] }))

test('a reply that cannot be carried out holds back no other, repeats none, and is given up with a word', async (t) => {
  const twilio = await createTwilio(TWILIO)
  const bundle = {
    users,
    services: [{ id: 'web', escalation: ['both'] }],
    escalation_policies: [{ id: 'both', steps }],
    integrations: [{ id: 'texts', type: 'twilio-sms', fields: { ...TWILIO, from: FROM, server: twilio.url } }],
  }
  const world = await openPaged({ bundle, publicUrl: 'http://127.0.0.1:4400' })
  t.after(async () => {
    await world.close()
    await twilio.close()
  })
  const [first, second] = [await world.page('Queue stuck', 'web'), await world.page('Disk full', 'web')]
  await world.until(() => twilio.messages.length >= 4)
  const write = (who: keyof typeof PHONES, body: string) =>
    twilio.receive({ from: PHONES[who], to: FROM, body, at: new Date().toUTCString() })
  write('ann', `escalate ${pageCode(first)}`)
  write('ben', `resolve ${pageCode(second)}`)
  write('ann', `ack ${pageCode(second)}`)
  const troubled = troubledIn(world.app, ({ by }) => by === 'user:ben')
  const escalated = async (): Promise<number> => {
    const text = `select 1 from fact where stream = $1 and name = 'escalation.escalated'`
    return (await world.app.pools.side.query(text, [`escalation:${first}`])).rowCount ?? 0
  }
  const toldTo = (who: keyof typeof PHONES): string[] =>
    twilio.messages
      .filter(({ to, form }) => to === PHONES[who] && !/Reply 4 ack/.test(form.get('Body') ?? ''))
      .map(({ form }) => form.get('Body') ?? '')
  for (let round = 0; round < 8; round += 1) {
    await pollAll(troubled)
    assert.equal(await escalated(), 1, `round ${round}`)
    assert.equal((await world.stateOf(second)).acknowledged?.by, 'user:ann', `round ${round}`)
  }
  assert.deepEqual(toldTo('ben'), ['Your reply could not be carried out. Use the link in the message; paging goes on.'])
  assert.equal(toldTo('ann').length, 2)
})

test('what a carrier tells and cannot be kept holds back no reply, and is asked for again', async (t) => {
  const twilio = await createTwilio(TWILIO)
  const bundle = {
    users,
    services: [{ id: 'web', escalation: ['both'] }],
    escalation_policies: [{ id: 'both', steps }],
    integrations: [{ id: 'texts', type: 'twilio-sms', fields: { ...TWILIO, from: FROM, server: twilio.url } }],
  }
  const world = await openPaged({ bundle, publicUrl: 'http://127.0.0.1:4400' })
  t.after(async () => {
    await world.close()
    await twilio.close()
  })
  const id = await world.page('Queue stuck', 'web')
  await world.until(async () => (await world.stateOf(id)).pages.every(({ roads }) => roads[0]?.status === 'delivered'))
  for (const text of twilio.messages) text.status = 'delivered'
  twilio.receive({ from: PHONES.ann, to: FROM, body: 'ack', at: new Date().toUTCString() })
  const stageCount = async (name: string) => (await world.factsOf(id)).filter((each) => each.name === name).length
  await pollAll(troubledIn(world.app, ({ name, data }) => name === 'evidence' && (data as { stage?: string }).stage === 'delivered'))
  assert.equal((await world.stateOf(id)).acknowledged?.by, 'user:ann')
  assert.equal(await stageCount('page.arrived'), 0)
  await pollAll(world.app)
  assert.ok((await stageCount('page.arrived')) >= 1, 'told when it was asked for again')
})
