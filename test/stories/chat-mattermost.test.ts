import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { connectionOf } from '../../src/features/paging/reads/connected.ts'
import { createMattermost, MATTERMOST_TOKEN, pressInMattermost } from '../fakes/mattermost.ts'
import { type ChatHouse, openChatHouse } from '../world/chat-house.ts'

const COMMAND_TOKEN = 'xr3j5x3p4pfk7kk6ck7b4e6ghh'
const HOOK_TOKEN = 'rdwuoyr8mjfz8y1y8kxwz5p5ta'

let world: ChatHouse
let chat: Awaited<ReturnType<typeof createMattermost>>

before(async () => {
  chat = await createMattermost()
  const fields = { server: chat.url, token: MATTERMOST_TOKEN, team: 'ops', commandToken: `${COMMAND_TOKEN},${HOOK_TOKEN}` }
  world = await openChatHouse({
    incident: { reference: 'INC-{n}', room: { name: 'inc-{slug}' } },
    severities: [
      { id: 'SEV-1', name: 'Critical' },
      { id: 'SEV-2', name: 'High' },
    ],
    roles: [{ id: 'commander', name: 'Commander' }],
    users: [
      { id: 'ann', name: 'Ann', contacts: { mattermost: '@ann' } },
      { id: 'benjamin', name: 'Ben', contacts: { mattermost: '@ben' } },
    ],
    integrations: [{ id: 'chat', type: 'mattermost', fields }],
  })
})
after(async () => {
  await world?.close()
  await chat.close()
})

let triggers = 0
const post = (fields: Record<string, string>) =>
  world.hear('mattermost/chat', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })

async function type(text: string, { place = 'town', user = 'ann', token = COMMAND_TOKEN } = {}): Promise<string> {
  triggers += 1
  const own = { channel_id: place, user_id: 'u', user_name: user, team_id: 't', team_domain: 'ops', trigger_id: `t${triggers}` }
  const { status, body } = await post({ ...own, token, command: '/incident', text, response_url: `${chat.url}/hooks/commands/x` })
  return status === 200 ? JSON.parse(body).text : String(status)
}

describe('an incident in Mattermost', { timeout: 60_000 }, () => {
  test('W53 S7.7 is declared by a slash command, has its room with topic, links, people and card, and is run to its end', async () => {
    assert.match(await type('declare SEV-1 Nothing loads'), /^INC\\-1 SEV\\-1 investigating|^INC-1 SEV-1 investigating/)
    const { rows } = await world.app.pools.side.query('select id from incident')
    const { id } = rows[0]
    const { place } = await world.quiet(id)
    const room = chat.rooms[0] ?? assert.fail()
    assert.deepEqual([room.id, room.name, room.type, room.members.length, room.links.length], [place, 'inc-nothing-loads', 'O', 1, 1])
    await type('commander @ben', { place: place ?? '' })
    assert.equal((await world.incidentState(id)).roles.commander?.user, 'benjamin')
    const card = chat.posts.find(({ buttons }) => buttons.includes('acknowledge')) ?? assert.fail(JSON.stringify(chat.posts))
    const press = async (action: string, user = 'ann') => {
      triggers += 1
      const { url, ...pressed } = pressInMattermost({ user, action, post: card, trigger: `p${triggers}` })
      assert.equal(url, 'https://ops.example.com/hear/mattermost/chat')
      return JSON.parse((await world.hear('mattermost/chat', pressed)).body)
    }
    assert.match((await press('update')).ephemeral_text, /incident update/)
    assert.deepEqual(await press('acknowledge'), {})
    assert.equal((await world.incidentState(id)).acknowledgedBy, 'user:ann')
    assert.match((await press('severity', 'eve')).ephemeral_text, /does not know who you are here/)
    await type('update half of it is back', { place: place ?? '', user: 'ben' })
    await type('resolve restarted', { place: place ?? '' })
    await type('close', { place: place ?? '' })
    await world.quiet(id)
    assert.equal(room.isArchived, true)
    assert.match(room.header, /Closed/)
    assert.equal(chat.posts.filter(({ text }) => /internal update: half of it is back/.test(text)).length, 1)
  })

  test('an outgoing webhook hears its word; another token is refused, and nothing is done', async () => {
    const hooked = {
      token: HOOK_TOKEN,
      user_name: 'ann',
      channel_id: 'town',
      post_id: 'p1',
      trigger_word: '!incident',
      text: '!incident list',
    }
    assert.match(JSON.parse((await post(hooked)).body).text, /No such incidents/)
    assert.equal(await type('declare SEV-1 forged', { token: 'guessed' }), '401')
    const { rows } = await world.app.pools.side.query('select count(*)::int as n from incident')
    assert.deepEqual(rows, [{ n: 1 }])
  })

  test('S7.3 a room of the same name gets a suffix; one whose answer was lost is found by its purpose', async () => {
    await type('declare SEV-1 Nothing loads')
    await world.until(() => chat.rooms.some(({ name }) => name === 'inc-nothing-loads-2'))
    const { rows } = await world.app.pools.side.query(`select id from incident where reference = 'INC-2'`)
    const state = await world.quiet(rows[0].id)
    assert.deepEqual([state.name, state.status], ['inc-nothing-loads-2', 'open'])
    const mark = chat.rooms[1]?.purpose ?? ''
    assert.equal(mark, `War room of INC-2 (${rows[0].id})`)
    const { declaration, io } = connectionOf(world.app, 'chat') ?? assert.fail()
    const again = { act: 'open', name: 'inc-nothing-loads', isPrivate: false, mark, since: '2026-11-21T08:00:00.000Z' } as const
    assert.partialDeepStrictEqual(await declaration.room?.(again, await io()), {
      ok: true,
      providerId: `${state.place} inc-nothing-loads-2`,
    })
    assert.equal(chat.rooms.length, 2)
  })
})
