import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from '../fakes/slack.ts'
import { pressedOnCard, sentForm, toldBySlack, typedInSlack } from '../fakes/slack-deeds.ts'
import { TEAM } from '../fakes/slack-rooms.ts'
import { type ChatHouse, openChatHouse } from '../world/chat-house.ts'

let world: ChatHouse
let slack: Awaited<ReturnType<typeof createSlack>>

const bundle = () => ({
  organization: { name: 'Example Ltd', reasons: ['acknowledge'] },
  incident: {
    reference: 'INC-{yyyy}-{mm}-{dd}-{nnn}',
    aliases: ['INC-{n}'],
    room: { name: 'incident-{yyyy}-{mm}-{dd}-{nnn}' },
  },
  channels: [{ id: 'incidents', via: 'slack', name: '#general', posts: ['declared'] }],
  severities: [
    { id: 'SEV-1', name: 'Critical', aliases: ['P0'] },
    { id: 'SEV-2', name: 'High' },
  ],
  roles: [
    { id: 'commander', name: 'Incident Commander' },
    { id: 'tech-lead', name: 'Technical Lead' },
  ],
  users: [
    { id: 'ann', name: 'Ann', contacts: { slack: 'U0ANN' } },
    { id: 'ben', name: 'Ben', contacts: { email: 'ben@example.com' } },
    { id: 'vic', name: 'Vic', role: 'viewer', contacts: { slack: 'U0VIC' } },
  ],
  checklists: [{ id: 'verify', name: 'Verified', phase: 'resolution', gate: 'resolve', tasks: [{ text: 'Errors are normal' }] }],
  integrations: [{ id: 'slack', type: 'slack', fields: { api: `${slack.url}/api`, token: SLACK_TOKEN, signingSecret: SLACK_SECRET } }],
})

before(async () => {
  slack = await createSlack([
    { id: 'U0ANN', email: 'ann@elsewhere.example', team: TEAM },
    { id: 'U0BEN', email: 'ben@example.com', team: TEAM },
    { id: 'U0GUEST', email: 'ann@example.com', team: 'T0OTHER' },
  ])
  world = await openChatHouse(bundle())
})
after(async () => {
  await world?.close()
  await slack.close()
})

const now = () => world.app.clock.now()

async function type(text: string, place = 'C012AB3CD', user = 'U0ANN'): Promise<string> {
  const { status, body } = await world.hear('slack/slack', typedInSlack({ user, place, text, url: slack.url, at: now() }))
  assert.equal(status, 200, body)
  return body ? JSON.parse(body).text : ''
}

const tell = (event: object, id?: string) => world.hear('slack/slack', toldBySlack(event, { at: now(), ...(id ? { id } : {}) }))
const whispers = () =>
  slack.receiver.heard
    .filter(({ path }) => path === '/api/chat.postEphemeral')
    .map(({ body }) => new URLSearchParams(body).get('text') ?? '')

async function declared(title: string): Promise<{ id: string; reference: string; place: string }> {
  const said = await type(`declare SEV-1 ${title}`)
  const reference = said.split(' ')[0] ?? ''
  const { rows } = await world.app.pools.side.query('select id from incident where reference = $1', [reference])
  const { place } = await world.quiet(rows[0].id)
  return { id: rows[0].id, reference, place: place ?? '' }
}

describe('an incident in Slack', { timeout: 60_000 }, () => {
  test('S8.1 S8.2 S8.3 S8.4 S8.5 S8.6 is declared, led, told, lowered, resolved and closed without leaving the chat', async () => {
    const { id, reference, place } = await declared('Checkout fails')
    assert.match(reference, /^INC-\d{4}-\d\d-\d\d-001$/)
    const room = slack.workspace.rooms.find((each) => each.id === place) ?? assert.fail()
    assert.match(await type('ack', place), /Ann acknowledged/, 'nobody is asked for a reason in a chat')
    const acknowledged = `select data->>'via' as via from fact where stream = $1 and name = 'incident.acknowledged'`
    assert.deepEqual((await world.app.pools.side.query(acknowledged, [`incident:${id}`])).rows, [{ via: 'chat' }])
    await type('commander <@U0BEN|ben>', place)
    await type('tech-lead @ann', place, 'U0BEN')
    await type('update The database hangs next 30m', place)
    await type('severity INC-1 SEV 2 half of them', place)
    const state = await world.incidentState(id)
    assert.deepEqual(
      [state.acknowledgedBy, state.roles.commander?.user, state.roles['tech-lead']?.user, state.lastUpdate?.text, state.severity],
      ['user:ann', 'ben', 'ann', 'The database hangs', 'SEV-2'],
    )
    assert.equal(state.roles['tech-lead']?.by, 'user:ben', 'Ben is known by the address that Slack vouches for')
    assert.match(await type('resolve rolled back', place), /Errors are normal/, 'the gate is open still')
    await type('done verify/1', place)
    await type('resolve rolled back', place)
    await type('close', place)
    await world.quiet(id)
    assert.equal((await world.incidentState(id)).status, 'closed')
    assert.equal(room.isArchived, true)
    const inRoom = slack.posts.filter((post) => post.place === place).map(({ meta }) => (meta as { text: string }).text)
    assert.equal(inRoom.filter((text) => /internal update/.test(text)).length, 1, 'said once, and not told back')
  })

  test('answers every reading of the table, in words, and only to who asked', async () => {
    assert.match(await type('help'), /declare SEV-1 what customers cannot do/)
    assert.match(await type('list'), /No such incidents|INC-/)
    assert.match(await type('severty SEV-1'), /did you mean severity/)
    assert.match(await type('ack'), /Say which incident/)
    assert.match(await type('whois'), /no schedule/)
  })

  test('who is not known is told how to be; a guest is not believed an address; a viewer is refused', async () => {
    assert.match(await type('declare SEV-1 x', 'C012AB3CD', 'U0EVE'), /does not know who you are here.*\/profile.*U0EVE/)
    assert.match(await type('declare SEV-1 x', 'C012AB3CD', 'U0GUEST'), /does not know who you are/)
    assert.match(await type('declare SEV-1 x', 'C012AB3CD', 'U0VIC'), /needs the role responder; yours is viewer/)
  })

  test('an ID of another incident in a war room is a slip; an unknown severity suggests', async () => {
    const { place, reference } = await declared('Search is slow')
    assert.match(await type('ack INC-1', place), new RegExp(`this is the war room of ${reference}, and INC-1 is another incident`))
    assert.match(await type('severity SVE-1', place), /did you mean SEV-1/)
  })

  test('two people take one role at once: the first has it, the second hears who', async () => {
    const { id, place } = await declared('Login fails')
    const said = await Promise.all([type('commander @ann', place), type('commander @ben', place, 'U0BEN')])
    assert.equal(said.filter((text) => /s ago; .*say it again/.test(text)).length, 1, said.join('\n'))
    assert.ok((await world.incidentState(id)).roles.commander)
  })

  test('buttons of the card act for who pressed them, and forms do the rest', async () => {
    const { id, place } = await declared('Mail is late')
    const press = (action: string, user = 'U0ANN') =>
      world.hear('slack/slack', pressedOnCard({ user, place, action: `room.${action}`, incident: id, at: now() }))
    assert.deepEqual(await press('acknowledge'), { status: 200, body: '' })
    assert.equal((await world.incidentState(id)).acknowledgedBy, 'user:ann')
    await press('update')
    await world.until(() => slack.workspace.views.length === 1)
    const view = slack.workspace.views[0] ?? assert.fail()
    const sent = await world.hear(
      'slack/slack',
      sentForm(view, { user: 'U0ANN', at: now(), values: { text: 'One line\nand another', next: '30m' } }),
    )
    assert.deepEqual(sent, { status: 200, body: '' })
    assert.equal((await world.incidentState(id)).lastUpdate?.text, 'One line\nand another')
    await press('severity')
    await world.until(() => slack.workspace.views.length === 2)
    await world.hear('slack/slack', sentForm(slack.workspace.views[1] ?? {}, { user: 'U0ANN', at: now(), values: { severity: 'SEV-2' } }))
    assert.equal((await world.incidentState(id)).severity, 'SEV-2')
    await press('resolve')
    await world.until(() => slack.workspace.views.length === 3)
    const refused = await world.hear('slack/slack', sentForm(slack.workspace.views[2] ?? {}, { user: 'U0ANN', at: now(), values: {} }))
    const { response_action: action, errors } = JSON.parse(refused.body)
    assert.equal(action, 'errors')
    assert.match(errors.resolution, /Errors are normal/)
    await press('acknowledge', 'U0VIC')
    await world.until(() => whispers().some((text) => /yours is viewer/.test(text)))
  })

  test('declare alone asks what to declare', async () => {
    const before = slack.workspace.views.length
    assert.equal(await type('declare'), '')
    await world.until(() => slack.workspace.views.length > before)
    const view = slack.workspace.views.at(-1) ?? assert.fail()
    await world.hear(
      'slack/slack',
      sentForm(view, { user: 'U0ANN', at: now(), values: { title: 'Invoices are wrong', severity: 'SEV-2' } }),
    )
    const { rows } = await world.app.pools.side.query(`select severity from incident where state->>'title' = 'Invoices are wrong'`)
    assert.deepEqual(rows, [{ severity: 'SEV-2' }])
  })

  test('what is pinned or marked in the room is an entry of the timeline, once, and is not told back', async () => {
    const { id, place } = await declared('Images are missing')
    const ts = `${Math.floor(now().epochMilliseconds / 1000) - 5}.000100`
    slack.posts.push({
      id: ts,
      place,
      text: '',
      buttons: [],
      revisions: 0,
      body: [],
      meta: { text: 'rolled back to v41', user: 'U0BEN' },
    })
    const item = { type: 'message', channel: place, ts }
    await tell({ type: 'reaction_added', user: 'U0ANN', reaction: 'pushpin', item }, 'r1')
    await tell({ type: 'reaction_added', user: 'U0ANN', reaction: 'pushpin', item }, 'r1')
    await tell({ type: 'pin_added', user: 'U0BEN', channel_id: place, item: { type: 'message', channel: place, message: { ts: item.ts } } })
    await tell({ type: 'reaction_added', user: 'U0ANN', reaction: 'tada', item })
    assert.deepEqual(await world.notes(id), [{ by: 'user:ann', text: 'Ben: rolled back to v41' }])
    await world.quiet(id)
    assert.ok(!slack.posts.some((post) => post.place === place && /noted/.test(post.text)))
    assert.equal((await tell({ type: 'message', channel: place, user: 'U0ANN', text: 'hm', ts: '1.2' })).status, 200)
    assert.equal((await world.notes(id)).length, 1, 'talk is talk')
  })

  test("a chat's clock that is wrong changes no order: what is marked counts when it came, and says when it was written", async () => {
    const { id, place } = await declared('Carts are empty')
    const write = (ts: string, text: string) =>
      slack.posts.push({ ...{ id: ts, place, text: '', buttons: [], revisions: 0, body: [] }, meta: { text, user: 'U0BEN' } })
    const mark = (ts: string) =>
      tell({ type: 'reaction_added', user: 'U0ANN', reaction: 'memo', item: { type: 'message', channel: place, ts }, event_ts: ts })
    const ahead = Math.floor(now().epochMilliseconds / 1000) + 7_200
    write(`${ahead}.000001`, 'from a clock two hours ahead')
    write('1700000000.000002', 'from 2023')
    await mark(`${ahead}.000001`)
    await mark('1700000000.000002')
    const shape = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const
    const texts = (await world.notes(id)).map(({ text }) => text)
    assert.match(
      texts[0] ?? '',
      new RegExp(`^Ben, .*${new Date(ahead * 1000).toLocaleString('en-GB', shape)} UTC: from a clock two hours ahead$`),
    )
    assert.equal(texts[1], 'Ben, 14 Nov 2023, 22:13 UTC: from 2023')
    const { rows } = await world.app.pools.side.query(`select at from fact where stream = $1 and name = 'incident.noted' order by seq`, [
      `incident:${id}`,
    ])
    for (const { at } of rows) assert.ok(Math.abs(Date.parse(at) - now().epochMilliseconds) < 60_000, 'their place is when they came')
  })

  test('S7.8 a reply in a thread elsewhere is pointed to the room, once', async () => {
    const { place, reference } = await declared('Search finds nothing')
    const posted = () => slack.posts.find((post) => post.place === 'C012AB3CD' && post.text.includes(reference))
    await world.until(posted)
    const root = posted()?.id
    await world.until(
      async () => (await world.app.pools.side.query('select 1 from handed_over where provider_id = $1', [`C012AB3CD:${root}`])).rowCount,
    )
    const reply = { type: 'message', channel: 'C012AB3CD', user: 'U0BEN', text: 'what happens?', thread_ts: root }
    await tell({ ...reply, ts: '1700000001.1' })
    await tell({ ...reply, ts: '1700000002.1' })
    await tell({ ...reply, ts: '1700000003.1' })
    const pointed = () => slack.posts.filter(({ text }) => text.includes(`please write there instead of in this thread. <#${place}>`))
    await world.until(() => pointed().length > 0)
    assert.equal(pointed().length, 1)
  })

  test('whoever comes in late is told where it stands', async () => {
    const { place, reference } = await declared('Exports hang')
    await tell({ type: 'member_joined_channel', user: 'U0BEN', channel: place })
    await world.until(() => whispers().some((text) => text.startsWith(`${reference}: Exports hang`)))
    await tell({ type: 'app_mention', user: 'U0BEN', channel: place, text: '<@U0BOT> show', ts: '1.9' })
    await world.until(() => whispers().some((text) => text.startsWith(`${reference} SEV-1 investigating`)))
  })

  test('an old request is refused as a replay; a command sent twice is carried out once', async () => {
    const old = typedInSlack({ user: 'U0ANN', place: 'C012AB3CD', text: 'list', url: slack.url, at: now().subtract({ minutes: 6 }) })
    assert.equal((await world.hear('slack/slack', old)).status, 401)
    const early = toldBySlack(
      { type: 'app_mention', user: 'U0ANN', channel: 'C012AB3CD', text: 'list', ts: '1.1' },
      { at: now().add({ minutes: 6 }) },
    )
    assert.equal((await world.hear('slack/slack', early)).status, 401, 'signed in the future')
    const skewed = typedInSlack({ user: 'U0ANN', place: 'C012AB3CD', text: 'list', url: slack.url, at: now().add({ minutes: 4 }) })
    assert.equal((await world.hear('slack/slack', skewed)).status, 200, 'four minutes are a clock')
    const { place, id } = await declared('Feeds are stale')
    const once = typedInSlack({ user: 'U0ANN', place, text: 'decide we roll back', url: slack.url, at: now() })
    const answers = [await world.hear('slack/slack', once), await world.hear('slack/slack', once)]
    assert.equal(answers[0]?.body, answers[1]?.body)
    const { rows } = await world.app.pools.side.query(
      `select count(*)::int as n from fact where stream = $1 and name = 'incident.decided'`,
      [`incident:${id}`],
    )
    assert.deepEqual(rows, [{ n: 1 }])
  })

  test('what takes longer than Slack waits is acknowledged at once, and said when it is done', async () => {
    const client = await world.app.pools.side.connect()
    await client.query('begin')
    await client.query('lock table incident, heard in access exclusive mode')
    // Nothing but patience can end this: what it waits for is let go afterwards.
    assert.equal(await type('declare SEV-2 Slow beyond patience'), 'Working on it…')
    await client.query('rollback')
    client.release()
    await world.until(() =>
      slack.receiver.heard.some(({ path, body }) => path.startsWith('/commands/') && /Slow beyond patience/.test(body)),
    )
  })
})
