import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from '../fakes/slack.ts'
import { typedInSlack } from '../fakes/slack-deeds.ts'
import { type ChatHouse, openChatHouse } from '../world/chat-house.ts'
import { as } from '../world/installation.ts'
import { tocsinAt } from '../world/terminal.ts'

let world: ChatHouse
let slack: Awaited<ReturnType<typeof createSlack>>
let url: string

const ann = JSON.parse(as('responder', 'ann')['x-principal'] as string)

before(async () => {
  slack = await createSlack()
  const roles = ['commander', 'tech-lead', 'comms', 'scribe', 'liaison'].map((id) => ({ id, name: id }))
  world = await openChatHouse(
    {
      incident: { reference: 'INC-{n}', impact: { users_affected: { type: 'number' } } },
      severities: [
        { id: 'SEV-1', name: 'Critical' },
        { id: 'SEV-2', name: 'High' },
      ],
      roles,
      users: [
        { id: 'ann', name: 'Ann', contacts: { slack: 'U0ANN' } },
        { id: 'ben', name: 'Ben', contacts: { email: 'ben@example.com' } },
      ],
      services: [{ id: 'api', name: 'API', escalation: ['expert'] }],
      escalation_policies: [{ id: 'expert', basis: 'manual', steps: [{ reason: ['stuck'], page: ['user:ben'] }] }],
      status_pages: [{ id: 'public', title: 'Example', components: ['service:api'] }],
      runbooks: { required: ['restart'] },
      mitigation_order: ['rollback', 'failover'],
      mitigations: [
        { situation: 'A deploy came before', action: 'rollback', runbook: 'roll-back' },
        { situation: 'Data is wrong', action: 'rollback', runbook: 'restore', dangerous: true },
      ],
      integrations: [{ id: 'slack', type: 'slack', fields: { api: `${slack.url}/api`, token: SLACK_TOKEN, signingSecret: SLACK_SECRET } }],
    },
    { authenticate: async () => ann },
  )
  url = await world.server.listen({ host: '127.0.0.1', port: 0 })
})
after(async () => {
  await world?.close()
  await slack.close()
})

/** Every command that is about an incident: after its word comes the incident, then the rest. */
const COMMANDS = [
  ...['ack', 'severity SEV 2 half of them', 'status identified a deploy', 'commander @ben', 'tech-lead @ann', 'comms @ben', 'scribe @ann'],
  ...['liaison @ben', 'role scribe @ben', 'page @ben the database hangs', 'escalate stuck need eyes', 'update half is back next 30m'],
  ...['next 45m', 'task @ben look at the logs', 'action @ann write a test', 'decide we roll back', 'note the cache was cold'],
  ...[
    'impact users_affected=4200',
    'publish We are on it',
    'publish status:identified A deploy next half an hour',
    'runbook restart as asked',
  ],
  ...['source customer told by phone', 'times started 00:00 --why the graph shows it', 'eta 2 hours', 'notes one line', 'pin 2', 'unpin 2'],
  ...[
    'decide kind:technical we roll back',
    'task-owner 1 nobody',
    'mitigate roll-back the deploy of nine',
    'note -- odd',
    'mitigate rollback data is wrong',
  ],
  ...['veto the backup is old', 'note INC-999 was the same'],
  ...['correct 2 it was SEV-2 from the start --why the graph', 'split Mails are late'],
  ...[
    'resolve rolled back --force it is late',
    'postmortem',
    'reopen it is back',
    'resolve --force once more',
    'close --force nothing is left',
  ],
]

type Way = { declare(): Promise<string>; say(command: string, reference: string): Promise<string> }

async function inChat(text: string): Promise<string> {
  const { body } = await world.hear(
    'slack/slack',
    typedInSlack({ user: 'U0ANN', place: 'C012AB3CD', text, url: slack.url, at: world.app.clock.now() }),
  )
  return JSON.parse(body).text
}

async function inComposer(text: string): Promise<string> {
  const answer = await world.server.inject({
    method: 'POST',
    url: '/api/v1/incidents/command',
    headers: as('responder', 'ann'),
    payload: { text },
  })
  return answer.json().text ?? answer.json().detail
}

const inTerminal = async (...args: string[]): Promise<string> => {
  const { out, err } = await tocsinAt(url, ['incident', ...args])
  return out || err
}

const withReference = (command: string, reference: string): string => command.replace(/^\S+/, `$& ${reference}`)
const referenceIn = (text: string): string => /INC-\d+/.exec(text)?.[0] ?? assert.fail(text)

const WAYS: Record<string, Way> = {
  chat: {
    declare: async () => referenceIn(await inChat('declare SEV-1 service:api Nothing loads --no-page')),
    say: (command, reference) => inChat(withReference(command, reference)),
  },
  composer: {
    declare: async () => referenceIn(await inComposer('declare SEV-1 service:api Nothing loads --no-page')),
    say: (command, reference) => inComposer(withReference(command, reference)),
  },
  terminal: {
    declare: async () => referenceIn(await inTerminal('declare', 'Nothing loads', '--severity', 'SEV-1', '--service', 'api', '--no-page')),
    say: (command, reference) => inTerminal(...withReference(command, reference).split(' ')),
  },
}

/** How whoever did something came, by what each fact keeps of what was asked. */
async function waysOf(reference: string): Promise<string[]> {
  const { rows } = await world.app.pools.side.query(
    `select distinct coalesce(f.cause->'data'->>'via', f.name) as via from fact f join incident i on f.stream = 'incident:' || i.id
     where i.reference = $1 and f.by = 'user:ann' and f.cause is not null and f.name <> 'incident.alert_linked'`,
    [reference],
  )
  return rows.map(({ via }) => via)
}

/** What she did, without what each incident has for its own. */
async function factsOf(reference: string): Promise<string[]> {
  const { rows } = await world.app.pools.side.query(
    `select f.name, f.by, f.data from fact f join incident i on f.stream = 'incident:' || i.id where i.reference = $1 and f.by = 'user:ann' order by f.seq`,
    [reference],
  )
  const plain = (data: Record<string, unknown>) =>
    JSON.stringify({ ...data, ...(data.via ? { via: '…' } : {}) })
      .replace(/INC-\d{1,2}(?!\d)/g, 'INC')
      .replace(/incident:[^":]+:/g, 'incident:…:')
      .replace(/"\d{4}-\d\d-\d\dT[^"]*"|"(?:inc-)?[0-9a-f-]{32,36}"/g, '"…"')
  return rows.map(({ name, by, data }) => `${name} ${by} ${plain(data)}`)
}

test('S8.6 every command gives the same facts in chat, in the composer and in a terminal', { timeout: 240_000 }, async () => {
  const told: Record<string, string[]> = {}
  for (const [name, way] of Object.entries(WAYS)) {
    const [reference, second, third] = [await way.declare(), await way.declare(), await way.declare()]
    assert.match(await way.say(`relate ${second} the same deploy`, reference), /tied it to INC-\d+: the same deploy/)
    assert.match(await way.say(`merge ${reference} told twice`, third), /as a duplicate of INC-\d+: told twice/)
    for (const command of COMMANDS) {
      const before = (await factsOf(reference)).length
      const said = await way.say(command, reference)
      const beside = /^(page|escalate|postmortem)/.test(command)
      assert.ok(beside || (await factsOf(reference)).length > before, `${name}: ${command}: ${said}`)
    }
    told[name] = [...(await factsOf(reference)), ...(await factsOf(third))]
    // The terminal is let in as her, not by a token.
    assert.deepEqual(await waysOf(reference), [name === 'chat' ? 'chat' : 'console'])
  }
  assert.deepEqual(told.composer, told.chat)
  assert.deepEqual(told.terminal, told.chat)
  for (const command of ['list', 'whois', 'help'])
    assert.equal(
      await inComposer(command),
      (await inChat(command)).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    )
})
