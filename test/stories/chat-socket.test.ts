import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import connections from '../../src/features/connections/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { createSlack, SLACK_APP_TOKEN, SLACK_TOKEN } from '../fakes/slack.ts'
import { commandFields, eventPayload } from '../fakes/slack-deeds.ts'
import { TEAM } from '../fakes/slack-rooms.ts'
import { createSlackSocket, type SlackSocket } from '../fakes/slack-socket.ts'
import { type ChatHouse, openChatHouse } from '../world/chat-house.ts'
import { type Installation, startInstallation } from '../world/installation.ts'

/** Another process is to have the connection within 5 s; a machine that is busy with other tests is given more. */
const TAKEN_OVER_MS = 30_000

let world: ChatHouse
let other: Installation
let slack: Awaited<ReturnType<typeof createSlack>>
let socket: SlackSocket

before(async () => {
  socket = await createSlackSocket()
  slack = await createSlack([{ id: 'U0ANN', email: 'ann@example.com', team: TEAM }])
  slack.workspace.socketUrl = socket.url
  const fields = { api: `${slack.url}/api`, token: SLACK_TOKEN, mode: 'socket', appToken: SLACK_APP_TOKEN }
  world = await openChatHouse({
    incident: { reference: 'INC-{n}', room: { name: 'inc-{n}' } },
    severities: [{ id: 'SEV-1', name: 'Critical' }],
    users: [{ id: 'ann', name: 'Ann', contacts: { slack: 'U0ANN' } }],
    integrations: [{ id: 'slack', type: 'slack', fields }],
  })
})
after(async () => {
  await other?.close()
  await world?.close()
  await slack.close()
  await socket.close()
})

const until = async (what: () => unknown, tries = 3_000): Promise<void> => {
  for (let each = 0; !(await what()); each += 1) {
    if (each > tries) throw new Error('what was waited for has not come')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const type = async (text: string, place = 'C012AB3CD') =>
  (await socket.send({ type: 'slash_commands', payload: commandFields({ user: 'U0ANN', place, text, url: slack.url }) })).payload?.text

describe('Slack in Socket Mode', { timeout: 60_000 }, () => {
  test('commands, buttons and events come over a connection of ours, and are acknowledged', async () => {
    await until(() => socket.open === 1)
    assert.match(String(await type('declare SEV-1 Nothing loads')), /^INC-1 SEV-1 investigating: Nothing loads/)
    const { rows } = await world.app.pools.side.query('select id from incident')
    const { id } = rows[0]
    const { place } = await world.quiet(id)
    const pressed = {
      ...{ type: 'block_actions', user: { id: 'U0ANN' }, container: { channel_id: place }, trigger_id: '1.2.3' },
      actions: [{ action_id: 'room.acknowledge', value: id }],
    }
    assert.equal((await socket.send({ type: 'interactive', payload: pressed })).payload, undefined)
    assert.equal((await world.incidentState(id)).acknowledgedBy, 'user:ann')
    const event = { type: 'app_mention', user: 'U0ANN', channel: place, text: '<@U0BOT> note seen it', ts: '1.1' }
    const told = { type: 'events_api' as const, payload: eventPayload(event, 'again') }
    await socket.send(told)
    await socket.send(told)
    assert.deepEqual(await world.notes(id), [{ by: 'user:ann', text: 'seen it' }], 'told twice, it counts once')
  })

  test('a page has buttons although nobody outside can reach this installation, and nothing is said to be lost', () => {
    const declaration = world.app.integrations.get('slack')
    assert.equal(declaration?.unheard?.({ fields: { mode: 'socket' } }), null)
    assert.match(declaration?.unheard?.({ fields: {} }) ?? '', /links instead of buttons/)
  })

  test('one process holds the connection; it comes back when Slack renews it; another takes over within five seconds', async () => {
    other = await startInstallation({ features: [connections, paging, incidents], database: world.database, isOneOfSeveral: true })
    const before = socket.opened
    socket.refresh()
    await until(() => socket.opened === before + 1 && socket.open === 1)
    // As a process dies: it says nothing more, and its connection breaks.
    await world.app.pools.side.query(`update hear_poll set held_by = 'dead' where connection = 'socket slack'`)
    const began = performance.now()
    const held = socket.opened
    await until(() => socket.opened > held && socket.open === 1)
    assert.ok(performance.now() - began < TAKEN_OVER_MS)
    assert.match(String(await type('list')), /INC-1/)
  })
})
