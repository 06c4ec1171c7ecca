import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createMattermost, MATTERMOST_TOKEN } from '../fakes/mattermost.ts'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from '../fakes/slack.ts'
import { typedInSlack } from '../fakes/slack-deeds.ts'
import { type ChatHouse, openChatHouse } from '../world/chat-house.ts'

const COMMAND_TOKEN = 'xr3j5x3p4pfk7kk6ck7b4e6ghh'
const ROLES = ['commander', 'tech-lead', 'comms', 'scribe', 'liaison']

const bundle = (integration: object) => ({
  incident: {
    reference: 'INC-{yyyy}-{mm}-{dd}-{nnn}',
    aliases: ['INC-{n}'],
    room: { name: 'incident-{n}' },
    impact: { users_affected: { type: 'number' } },
  },
  severities: [
    { id: 'SEV-1', name: 'Critical', aliases: ['P0'] },
    { id: 'SEV-2', name: 'High', aliases: ['P1'] },
  ],
  roles: ROLES.map((id) => ({ id, name: id })),
  users: [
    { id: 'ann', name: 'Ann', contacts: { slack: 'U0ANN', mattermost: '@ann' } },
    { id: 'ben', name: 'Ben', contacts: { slack: 'U0BEN', mattermost: '@ben' } },
  ],
  schedules: [{ id: 'primary', name: 'Primary', layers: [{ id: 'all', rotation: 'daily', starts: '2026-01-05T09:00', members: ['ben'] }] }],
  services: [{ id: 'api', name: 'API', escalation: ['expert'] }],
  escalation_policies: [{ id: 'expert', basis: 'manual', steps: [{ reason: ['stuck'], page: ['user:ben'] }] }],
  status_pages: [{ id: 'public', title: 'Example', components: ['service:api'] }],
  runbooks: { required: ['restart'] },
  integrations: [integration],
})

type Chat = { connection: object; town: string; type(text: string, place: string): Promise<string>; close(): Promise<void> }
let world: ChatHouse

async function inSlack(): Promise<Chat> {
  const slack = await createSlack()
  const connection = { id: 'slack', type: 'slack', fields: { api: `${slack.url}/api`, token: SLACK_TOKEN, signingSecret: SLACK_SECRET } }
  const type = async (text: string, place: string): Promise<string> => {
    const typed = typedInSlack({ user: 'U0ANN', place, text, url: slack.url, at: world.app.clock.now() })
    const { body } = await world.hear('slack/slack', typed)
    return JSON.parse(body).text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  }
  return { connection, town: 'C012AB3CD', type, close: () => slack.close() }
}

async function inMattermost(): Promise<Chat> {
  const chat = await createMattermost()
  const fields = { server: chat.url, token: MATTERMOST_TOKEN, team: 'ops', commandToken: COMMAND_TOKEN }
  let triggers = 0
  const type = async (text: string, place: string): Promise<string> => {
    triggers += 1
    const about = {
      channel_id: place,
      user_id: 'u',
      user_name: 'ann',
      trigger_id: `t${triggers}`,
      response_url: `${chat.url}/hooks/commands/x`,
    }
    const body = new URLSearchParams({ ...about, token: COMMAND_TOKEN, command: '/incident', text }).toString()
    const answer = await world.hear('mattermost/chat', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body })
    return JSON.parse(answer.body).text.replaceAll(/\\(.)/g, '$1')
  }
  return { connection: { id: 'chat', type: 'mattermost', fields }, town: 'town', type, close: () => chat.close() }
}

/** Every command of an incident in the order of its life, with the fact that must come of it. Null: something beside the incident. */
const COMMANDS: [command: string, fact: string | null][] = [
  ['ack', 'incident.acknowledged'],
  ['severity SEV-2 half of them', 'incident.severity_changed'],
  ['status identified a deploy', 'incident.status_changed'],
  ['commander @ben', 'incident.role_assigned'],
  ['tech-lead @ann', 'incident.role_assigned'],
  ['comms @ben', 'incident.role_assigned'],
  ['scribe @ann', 'incident.role_assigned'],
  ['liaison @ben', 'incident.role_assigned'],
  ['role scribe @ben', 'incident.role_assigned'],
  ['page @ben the database hangs', null],
  ['escalate stuck need eyes', null],
  ['update half is back next 30m', 'incident.updated'],
  ['next 45m', 'incident.promised'],
  ['task @ben look at the logs', 'incident.task_added'],
  ['action @ann write a test', 'incident.task_added'],
  ['decide we roll back', 'incident.decided'],
  ['note the cache was cold', 'incident.noted'],
  ['impact users_affected=4200', 'incident.impact_changed'],
  ['publish We are on it', 'incident.published'],
  ['runbook restart', 'incident.runbook_used'],
  ['resolve rolled back', 'incident.resolved'],
  ['postmortem', 'incident.review_asked'],
  ['close', 'incident.closed'],
]

/** Everything that may be written where a level is meant, between SEV-1 and SEV-2. */
const SPELLINGS = ['SEV-2', 'SEV1', 'sev2', 'sev 1', 'SEV 2', 'sev_1', 'Sev-2', 'P0', 'p1', 'critical', 'High', 'Critical', 'P-1', 'p 0']

const CHATS: [string, () => Promise<Chat>][] = [
  ['Slack', inSlack],
  ['Mattermost', inMattermost],
]

for (const [name, open] of CHATS) {
  describe(`every command in ${name}`, { timeout: 120_000 }, () => {
    let chat: Chat
    before(async () => {
      chat = await open()
      world = await openChatHouse(bundle(chat.connection))
    })
    after(async () => {
      await world?.close()
      await chat.close()
    })

    const countOf = async (id: string, fact: string | null): Promise<number> => {
      const asked = fact
        ? world.app.pools.side.query('select 1 from fact where stream = $1 and name = $2 and by = $3', [`incident:${id}`, fact, 'user:ann'])
        : world.app.pools.side.query(`select 1 from fact f join escalation e on f.stream = 'escalation:' || e.id where e.about_id = $1`, [
            id,
          ])
      return (await asked).rowCount ?? 0
    }

    async function declared(): Promise<{ id: string; reference: string; alias: string; place: string }> {
      const said = await chat.type('declare SEV-1 service:api Nothing loads --no-page', chat.town)
      const [reference = ''] = said.split(' ')
      const { rows } = await world.app.pools.side.query(`select id, number from incident where reference = $1`, [reference])
      const { place } = await world.quiet(rows[0].id)
      return { id: rows[0].id, reference, alias: `inc-${rows[0].number}`, place: place ?? '' }
    }

    test('S8.6 with the ID, in either form and any case, wherever it is typed', async () => {
      const { id, reference, alias } = await declared()
      for (const [index, [command, fact]] of COMMANDS.entries()) {
        const before = await countOf(id, fact)
        const named = index % 2 === 0 ? reference.toLowerCase() : alias
        const said = await chat.type(command.replace(/^\S+/, `$& ${named}`), chat.town)
        assert.ok((await countOf(id, fact)) > before, `${command}: ${said}`)
      }
    })

    test('S8.6 without the ID in the war room, with the ID before the command', async () => {
      const { id, reference, place } = await declared()
      for (const [index, [command, fact]] of COMMANDS.entries()) {
        const before = await countOf(id, fact)
        const said = await chat.type(index % 3 === 2 ? `${reference} ${command}` : command, place)
        assert.ok((await countOf(id, fact)) > before, `${command}: ${said}`)
      }
    })

    test('S8.6 outside of rooms without the ID it is asked for; the ID of another incident in a room is a slip, said so', async () => {
      const [one, other] = [await declared(), await declared()]
      for (const [command] of COMMANDS) {
        assert.match(await chat.type(command, chat.town), /Say which incident/, command)
        const before = (await world.app.pools.side.query('select 1 from fact where stream like $1', ['incident:%'])).rowCount
        const said = await chat.type(command.replace(/^\S+/, `$& ${other.reference}`), one.place)
        assert.match(said, new RegExp(`this is the war room of ${one.reference}, and ${other.reference} is another incident`), command)
        assert.equal(
          (await world.app.pools.side.query('select 1 from fact where stream like $1', ['incident:%'])).rowCount,
          before,
          command,
        )
      }
    })

    test('S1.15 a level in each of its spellings; one that is none suggests', async () => {
      const { id, place } = await declared()
      for (const spelling of SPELLINGS) {
        const before = (await world.incidentState(id)).severity
        const said = await chat.type(`severity ${spelling}`, place)
        assert.notEqual((await world.incidentState(id)).severity, before, `${spelling}: ${said}`)
      }
      assert.match(await chat.type('severity SVE-1', place), /did you mean SEV-1/)
      assert.match(await chat.type('declare SVE-2 Nothing loads', chat.town), /"SVE-2" is no severity; did you mean SEV-2/)
      assert.match(await chat.type('declare p1 EU-1 is slow --no-page', chat.town), /SEV-2 investigating: EU-1 is slow/)
    })

    test('what is about no incident answers anywhere', async () => {
      const { reference, place } = await declared()
      for (const where of [chat.town, place]) {
        assert.match(await chat.type('whois', where), /Primary: Ben/)
        assert.match(await chat.type('oncall primary', where), /Primary: Ben/)
        assert.match(await chat.type('list', where), new RegExp(`${reference} SEV-1 investigating: Nothing loads`))
        const help = await chat.type('help', where)
        for (const [command] of COMMANDS) assert.ok(help.includes(`${command.split(' ')[0]}`), command)
        assert.match(await chat.type('help severity', where), /^severity SEV-2 \[reason\]/)
      }
    })
  })
}
