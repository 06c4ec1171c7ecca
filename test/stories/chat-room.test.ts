import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RoomState } from '../../src/core/room/state.ts'
import connections from '../../src/features/connections/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from '../fakes/slack.ts'
import { TEAM } from '../fakes/slack-rooms.ts'
import { applyBundle, as, type Installation, startInstallation } from '../world/installation.ts'

let world: Installation
let slack: Awaited<ReturnType<typeof createSlack>>

const bundle = (token = SLACK_TOKEN) => ({
  incident: {
    reference: 'INC-{n}',
    room: { name: 'incident-{slug}', when: { at_least: 'SEV-2' } },
    bridge: { url: 'https://meet.example.com/{reference}', when: { severity: ['SEV-1'] } },
    types: [{ id: 'security', when: { flag: 'security' }, private: true }],
    impact: { security: { type: 'flag' } },
  },
  severities: [
    { id: 'SEV-1', name: 'Critical' },
    { id: 'SEV-2', name: 'High' },
    { id: 'SEV-3', name: 'Low' },
  ],
  roles: [{ id: 'commander', name: 'Commander' }],
  users: [
    { id: 'ann', name: 'Ann', contacts: { slack: 'U0ANN' } },
    { id: 'ben', name: 'Ben', contacts: { email: 'ben@example.com' } },
  ],
  links: [{ name: 'Restart the shop', url: 'https://wiki.example.com/restart', kind: 'runbook' }],
  status_pages: [{ id: 'public', title: 'Example', domain: 'status.example.com' }],
  integrations: [{ id: 'slack', type: 'slack', fields: { api: `${slack.url}/api`, token, signingSecret: SLACK_SECRET } }],
})

before(async () => {
  slack = await createSlack([
    { id: 'U0ANN', email: 'ann@example.com', team: TEAM },
    { id: 'U0BEN', email: 'ben@example.com', team: TEAM },
  ])
  world = await startInstallation({
    features: [connections, incidents, paging],
    bundle: bundle(),
    sender: (app) => createSender(app, new Map(Object.entries(incidents.jobs ?? {}))),
  })
})
after(async () => {
  await world?.close()
  await slack.close()
})

async function act(path: string, payload: object, who = 'ann') {
  const answer = await world.server.inject({ method: 'POST', url: `/api/v1/incidents${path}`, headers: as('responder', who), payload })
  assert.ok(answer.statusCode < 300, answer.body)
  return answer.json()
}

const declare = (title: string, more: object = {}) => act('', { title, severity: 'SEV-1', page: false, ...more })
const stateOf = async (id: string) => (await world.app.store.load([{ kind: 'room', id }]))[0]?.state as RoomState | undefined

async function until(what: () => unknown): Promise<void> {
  for (let tries = 0; !(await what()); tries += 1) {
    if (tries > 800) throw new Error('what was waited for has not come')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const quiet = (id: string) =>
  until(async () => (await stateOf(id))?.steps.length === 0).catch(async (cause) => {
    const { rows } = await world.app.pools.side.query('select id, status, attempt, said, content from message where from_id = $1', [id])
    throw new Error(JSON.stringify([await stateOf(id), rows], null, 1), { cause })
  })
const roomOf = async (id: string) => {
  await quiet(id)
  const place = (await stateOf(id))?.place
  return slack.workspace.rooms.find((each) => each.id === place) ?? assert.fail(JSON.stringify(await stateOf(id)))
}
const said = (place: string) => slack.posts.filter((post) => post.place === place).map(({ meta }) => (meta as { text: string }).text)

describe('the war room in Slack', { timeout: 60_000 }, () => {
  test('S7.7 opens by itself, once, with its topic, links, people and the pinned declaration', async () => {
    const { id, reference } = await declare('The shop is down')
    const room = await roomOf(id)
    assert.equal(room.name, 'incident-the-shop-is-down')
    assert.equal(room.topic, 'Investigating · SEV-1')
    assert.deepEqual(
      room.links.map(({ title }) => title),
      [reference, 'Status page', 'Bridge', 'Restart the shop'],
    )
    assert.deepEqual(room.members, ['U0BOT', 'U0ANN'])
    assert.equal(room.pins.length, 1)
    const card = slack.posts.find((post) => post.id === room.pins[0]) ?? assert.fail()
    assert.match(card.text, /SEV-1 INC-1: The shop is down/)
    assert.deepEqual(card.buttons, ['room.acknowledge', 'room.update', 'room.severity', 'room.resolve'])

    await act(`/${id}/acknowledge`, {}, 'ben')
    await act(`/${id}/role`, { role: 'commander', user: 'ben' })
    await act(`/${id}/update`, { text: 'The <!channel> database hangs', nextIn: '30m' })
    await quiet(id)
    assert.match(room.topic, /^Investigating · SEV-1 · Commander: Ben · next update \d\d:\d\d UTC$/)
    assert.deepEqual(room.members, ['U0BOT', 'U0ANN', 'U0BEN'])
    const lines = said(room.id)
    assert.deepEqual(lines.slice(1, 3), ['INC-1 · Ben acknowledged', 'INC-1 · Ann made Ben Commander'])
    assert.match(lines[3] ?? '', /^INC-1 · Ann internal update: The &lt;!channel&gt; database hangs \(next word by \d\d:\d\d UTC\)$/)
    assert.deepEqual(slack.posts.find((post) => post.id === room.pins[0])?.buttons, ['room.update', 'room.severity', 'room.resolve'])

    await act(`/${id}/resolve`, { resolution: 'Rolled back' })
    await act(`/${id}/close`, {})
    await quiet(id)
    assert.equal(room.isArchived, true)
    assert.match(room.topic, /^Closed/)
    await act(`/${id}/reopen`, { reason: 'not over' })
    await quiet(id)
    assert.equal(room.isArchived, false)
  })

  test('S7.3 a name that is taken gets a suffix; a room whose answer was lost is found again', async () => {
    const first = await roomOf((await declare('The shop is down')).id)
    assert.equal(first.name, 'incident-the-shop-is-down-2')
    slack.receiver.answerNext({ status: 500, body: 'oops' })
    const lost = await declare('Search is slow')
    await until(() => slack.workspace.rooms.some(({ name }) => name === 'incident-search-is-slow'))
    assert.equal((await roomOf(lost.id)).name, 'incident-search-is-slow')
    const made = { ...(await roomOf(lost.id)), id: 'C0OURS', name: 'incident-made-before', purpose: '', created: Date.now() / 1000 }
    slack.workspace.rooms.push(made)
    assert.equal((await roomOf((await declare('Made before')).id)).id, 'C0OURS')
  })

  test('a level without a room gets one when it is raised', async () => {
    const { id } = await declare('Images are missing', { severity: 'SEV-3' })
    assert.equal(await stateOf(id), undefined)
    await act(`/${id}/severity`, { severity: 'SEV-2', reason: 'all of them' })
    const room = await roomOf(id)
    assert.equal(room.name, 'incident-images-are-missing')
  })

  test('what is private has a private room, and its title stands nowhere else', async () => {
    const before = slack.posts.length
    const { id } = await declare('Keys were stolen', { impact: { security: true } })
    const room = await roomOf(id)
    assert.equal(room.isPrivate, true)
    assert.ok(slack.posts.slice(before).every(({ place }) => place === room.id))
    assert.deepEqual(
      room.links.map(({ title }) => title).filter((title) => title === 'Status page'),
      [],
    )
    const { rows } = await world.app.pools.side.query(`select count(*)::int as n from message where content::text like '%stolen%'`)
    assert.deepEqual(rows, [{ n: 0 }])
  })

  test('S1.17 what becomes private goes on in a private room; the one that others read is left without a word of it', async () => {
    const { id, reference } = await declare('Keys are on the internet')
    const old = await roomOf(id)
    await act(`/${id}/role`, { role: 'commander', user: 'ben' })
    await quiet(id)
    old.members.push('U0EVE')
    const told = said(old.id).length
    await act(`/${id}/impact`, { fields: { security: true } }, 'ben')
    await act(`/${id}/update`, { text: 'the keys are changed' })
    const room = await roomOf(id)
    assert.deepEqual([room.name, room.isPrivate, room.members], [`private-${reference.toLowerCase()}`, true, ['U0BOT', 'U0ANN', 'U0BEN']])
    assert.match(said(room.id).join('\n'), /the keys are changed/)
    assert.deepEqual([old.isArchived, old.topic], [true, 'This room is no longer used.'])
    assert.equal(said(old.id).length, told, 'nothing is said there any more')
    const card = slack.posts.find((post) => post.id === old.pins[0]) ?? assert.fail()
    assert.deepEqual([/Keys|INC-/.test(card.text), card.buttons], [false, []])
  })

  test('W46 a chat that is down when it is declared has its room later, with everything in order', async () => {
    await slack.receiver.down()
    const { id, reference } = await declare('Everything is down')
    await act(`/${id}/acknowledge`, {})
    await act(`/${id}/update`, { text: 'the first word' })
    await act(`/${id}/update`, { text: 'the second word' })
    await until(async () => (await stateOf(id))?.trouble)
    const shown = await world.server.inject({ url: `/api/v1/incidents/${id}`, headers: as('responder', 'ann') })
    assert.partialDeepStrictEqual(shown.json().chat, { title: 'Slack', name: null, status: 'opening' })
    assert.match(shown.json().chat.trouble.said, /refused|connect/i, 'the war room in the console says so')
    await slack.receiver.up()
    const room = await roomOf(id)
    assert.deepEqual(said(room.id).slice(1), [
      `${reference} · Ann acknowledged`,
      `${reference} · Ann internal update: the first word`,
      `${reference} · Ann internal update: the second word`,
    ])
    assert.equal((await stateOf(id))?.trouble, null)
  })

  test('W46 a room that was refused for its token opens as soon as somebody has mended the connection', async () => {
    await applyBundle(world.app, bundle('xoxb-revoked'))
    const { id } = await declare('Tokens expire')
    await until(async () => (await stateOf(id))?.status === 'failed')
    const shown = await world.server.inject({ url: `/api/v1/incidents/${id}`, headers: as('responder', 'ann') })
    assert.match(shown.json().chat.trouble.said, /invalid_auth; install the Slack app again/)
    await applyBundle(world.app, bundle())
    const room = await roomOf(id)
    assert.deepEqual([room.name, (await stateOf(id))?.status, (await stateOf(id))?.trouble], ['incident-tokens-expire', 'open', null])
  })

  test('W46 a chat that fails and limits keeps the incident from nothing, and has everything once and in order afterwards', async () => {
    const { id, reference } = await declare('Payments fail')
    const room = await roomOf(id)
    const before = said(room.id).length
    slack.receiver.answerNext({ status: 500, body: 'oops' }, 3)
    slack.receiver.answerNext({ status: 429, headers: { 'retry-after': '1' }, body: '{"ok":false,"error":"ratelimited"}' }, 2)
    for (let each = 1; each <= 6; each += 1) await act(`/${id}/update`, { text: `word ${each}` })
    await quiet(id)
    assert.deepEqual(
      said(room.id).slice(before),
      [1, 2, 3, 4, 5, 6].map((each) => `${reference} · Ann internal update: word ${each}`),
    )
  })
})
