import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { connectionOf } from '../../src/features/paging/reads/connected.ts'
import {
  createMattermost,
  idOf,
  MATTERMOST_TOKEN,
  type MattermostDialog,
  pressInMattermost,
  sentInMattermost,
} from '../fakes/mattermost.ts'
import { type ChatHouse, openChatHouse } from '../world/chat-house.ts'

const COMMAND_TOKEN = 'xr3j5x3p4pfk7kk6ck7b4e6ghh'
const HOOK_TOKEN = 'rdwuoyr8mjfz8y1y8kxwz5p5ta'

let world: ChatHouse
let chat: Awaited<ReturnType<typeof createMattermost>>

before(async () => {
  chat = await createMattermost()
  const fields = { server: chat.url, token: MATTERMOST_TOKEN, team: 'ops', commandToken: `${COMMAND_TOKEN},${HOOK_TOKEN}` }
  world = await openChatHouse({
    incident: {
      reference: 'INC-{n}',
      room: { name: 'inc-{slug}' },
      types: [{ id: 'security', when: { flag: 'security' }, private: true }],
      impact: { security: { type: 'flag' } },
    },
    channels: [{ id: 'incidents', via: 'mattermost', name: 'ops/incidents', posts: ['declared'] }],
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

const send = async (shown: MattermostDialog, { user = 'ann', values = {} }: { user?: string; values?: Record<string, string> } = {}) => {
  const { status, body } = await world.hear('mattermost/chat', sentInMattermost(shown, { user, values }))
  return status === 200 ? JSON.parse(body) : status
}

async function declared(title: string): Promise<{ id: string; reference: string; place: string }> {
  await type(`declare SEV-1 ${title}`)
  const found = await world.app.pools.side.query(`select id, reference from incident where state->>'title' = $1`, [title])
  const { place } = await world.quiet(found.rows[0].id)
  return { ...found.rows[0], place: place ?? '' }
}

async function type(text: string, { place = 'town', user = 'ann', token = COMMAND_TOKEN, trigger = 't' } = {}): Promise<string> {
  triggers += 1
  const own = {
    channel_id: place,
    user_id: idOf(user),
    user_name: user,
    team_id: 't',
    team_domain: 'ops',
    trigger_id: `${trigger}${triggers}`,
  }
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
    assert.deepEqual(await press('update'), {}, 'a form comes instead')
    await world.until(() => chat.dialogs.length === 1)
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

  test('forms do what buttons cannot: what is wrong stands in them, and they can be sent again until it is right, then once', async () => {
    const { id, place } = await declared('Search is slow')
    await type('declare', { place })
    await world.until(() => chat.dialogs.some(({ dialog }) => dialog.callback_id === 'tocsin.declare'))
    const form = chat.dialogs.at(-1) ?? assert.fail()
    assert.equal(form.url, 'https://ops.example.com/hear/mattermost/chat')
    assert.match((await send(form, { values: { severity: 'SEV-2' } })).error, /say what customers cannot do/)
    const right = { values: { title: 'Exports hang', severity: 'SEV-2' } }
    assert.deepEqual([await send(form, right), await send(form, right)], [{}, {}])
    const { rows } = await world.app.pools.side.query(`select severity from incident where state->>'title' = 'Exports hang'`)
    assert.deepEqual(rows, [{ severity: 'SEV-2' }])
    const card = chat.posts.find(({ text }) => text.includes('Search is slow') && text.includes('Declared at'))
    const before = chat.dialogs.length
    const { url: _, ...pressed } = pressInMattermost({ user: 'ann', action: 'resolve', post: card ?? assert.fail(), trigger: 'p90' })
    await world.hear('mattermost/chat', pressed)
    await world.until(() => chat.dialogs.length > before)
    assert.deepEqual(await send(chat.dialogs.at(-1) ?? assert.fail(), { values: { resolution: 'more shards' } }), {})
    assert.deepEqual([(await world.incidentState(id)).status, (await world.incidentState(id)).resolution], ['resolved', 'more shards'])
  })

  test('a form is good for whom it was shown, for an hour, and unchanged; else it is refused and nothing is done', async () => {
    await type('declare')
    const form = chat.dialogs.at(-1) ?? assert.fail()
    const values = { title: 'Forged', severity: 'SEV-1' }
    const state = JSON.parse(String(form.dialog.state))
    const with_ = (changed: object): MattermostDialog => ({
      ...form,
      dialog: { ...form.dialog, state: JSON.stringify({ ...state, ...changed }) },
    })
    assert.equal(await send(form, { user: 'ben', values }), 401, 'somebody else')
    assert.equal(await send(with_({ user: idOf('ben'), name: 'ben' }), { user: 'ben', values }), 401, 'renamed')
    assert.equal(await send(with_({ at: state.at + 60 }), { values }), 401, 'made younger')
    assert.equal(await send(with_({ form: 'resolve', incident: 'i1' }), { values }), 401, 'another form')
    assert.equal(await send(with_({ proof: '' }), { values }), 401, 'no proof')
    const { rows } = await world.app.pools.side.query(`select 1 from incident where state->>'title' = 'Forged'`)
    assert.equal(rows.length, 0)
  })

  test('what takes longer than anybody waits is acknowledged at once, and said when it is done', async () => {
    const client = await world.app.pools.side.connect()
    await client.query('begin')
    await client.query('lock table incident, heard in access exclusive mode')
    assert.equal(await type('declare SEV-2 Slow beyond patience'), 'Working on it…')
    await client.query('rollback')
    client.release()
    const said = () => chat.receiver.heard.some(({ path, body }) => path === '/hooks/commands/x' && /Slow beyond patience/.test(body))
    await world.until(said)
  })

  test('S1.17 what becomes private goes on in a private room; the one that others read is left without a word of it', async () => {
    const { id, reference, place } = await declared('Keys are out')
    const old = chat.rooms.find((room) => room.id === place) ?? assert.fail()
    const card = chat.posts.find((post) => post.text.includes('Declared at') && post.text.includes('Keys are out')) ?? assert.fail()
    await type('impact security=yes', { place })
    await type(`note ${reference} the vault is open`)
    const { place: hidden } = await world.quiet(id)
    const room = chat.rooms.find((each) => each.id === hidden) ?? assert.fail()
    assert.deepEqual([room.name, room.type, room.members], [`private-${reference.toLowerCase()}`, 'P', [idOf('ann')]])
    assert.deepEqual([old.isArchived, old.header, /Keys|INC/.test(card.text)], [true, 'This room is no longer used.', false])
    const after = chat.posts.slice(chat.posts.indexOf(card) + 1).filter((post) => post.place === place.replace(/0+$/, ''))
    assert.deepEqual(after, [])
    assert.match(await type('show', { place, user: 'ben' }), /Say which incident/)
    assert.match(await type(`show ${reference}`, { user: 'ben' }), /There is no incident/)
  })

  test('where a form comes too late the words for it are said', async () => {
    await type('declare', { trigger: 'late' })
    await world.until(() =>
      chat.receiver.heard.some(({ path, body }) => path === '/hooks/commands/x' && /incident declare SEV-1/.test(body)),
    )
  })

  test('what is marked in the room is an entry of the timeline, once; who joins is told where it stands', async () => {
    const { id, place, reference } = await declared('Mail is late')
    await world.until(() => chat.socket.open === 1)
    const words = { user_id: idOf('ben'), props: {}, create_at: Date.parse('2023-11-14T22:13:20Z') }
    chat.posts.push({
      id: idOf('said1'),
      place: place.replace(/0+$/, ''),
      text: 'rolled back to v41',
      buttons: [],
      revisions: 0,
      body: [],
      meta: words,
    })
    const react = (user: string, emoji: string) => {
      const reaction = JSON.stringify({ user_id: idOf(user), post_id: idOf('said1'), emoji_name: emoji, create_at: 1 })
      chat.socket.tell('reaction_added', { reaction }, place)
    }
    react('ann', 'tada')
    react('ann', 'pushpin')
    react('ann', 'pushpin')
    react('ben', 'memo')
    await world.until(async () => (await world.notes(id)).length > 0)
    chat.socket.tell('user_added', { user_id: idOf('ben'), team_id: idOf('ops') }, place)
    await world.until(() => chat.posts.some((post) => post.place === 'dmben' && post.text.includes('Mail is late')))
    assert.deepEqual(await world.notes(id), [{ by: 'user:ann', text: 'Ben, 14 Nov 2023, 22:13 UTC: rolled back to v41' }])
    react('eve', 'star')
    await world.until(() => chat.posts.some((post) => post.place === 'dmeve' && /does not know who you are/.test(post.text)))
    assert.match((await world.incidentState(id)).reference, new RegExp(reference))
  })

  test('S7.8 a reply in a thread elsewhere is pointed to the room, once', async () => {
    const { place, reference } = await declared('Feeds are stale')
    const posted = () => chat.posts.find((post) => post.place === 'incidents' && post.text.includes('Feeds are stale'))
    await world.until(posted)
    const root = posted()?.id
    await world.until(async () => (await world.app.pools.side.query('select 1 from handed_over where provider_id = $1', [root])).rowCount)
    const reply = { user_id: idOf('ben'), channel_id: idOf('incidents'), root_id: root, message: 'what happens?', type: '', props: {} }
    for (const each of ['1', '2', '3'])
      chat.socket.tell('posted', { post: JSON.stringify({ ...reply, id: idOf(`reply${each}`) }) }, idOf('incidents'))
    const pointed = () => chat.posts.filter(({ text }) => text.includes('please write there instead of in this thread.'))
    await world.until(() => pointed().length > 0)
    assert.deepEqual(
      pointed().map(({ text, place: where }) => [where, text.endsWith('~inc-feeds-are-stale')]),
      [['incidents', true]],
    )
    assert.match(pointed()[0]?.text ?? '', new RegExp(reference.replace('-', '.{1,2}')))
    assert.ok(place)
  })
})
