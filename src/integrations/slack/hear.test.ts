import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { flipped, header, hear, isTaken, NOW, type Posted, post, repliesIn, requestOf } from '../../../test/fakes/hearing.ts'
import { createIo, PAGE } from '../../../test/fakes/rigs.ts'
import { createSlack, pressInSlack, SLACK_SECRET, SLACK_TOKEN, signedBySlack } from '../../../test/fakes/slack.ts'
import type { ReplyResult } from '../hear.ts'
import { loadIntegrations } from '../list.ts'

const integrations = await loadIntegrations()

/** Slack's own published example, over which its own library agrees. */
test('a signature that Slack published is believed at its time, and at no other', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
  const headers = {
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  }
  const at = (seconds: number) =>
    hear('slack', { headers, body }, { signingSecret: SLACK_SECRET }, Temporal.Instant.fromEpochMilliseconds(seconds * 1000))
  const heard = at(1531420618 + 299)
  assert.deepEqual('refused' in heard ? heard : heard.chat?.event, {
    ...{ kind: 'command', from: 'U2CERLKJA', place: 'G8PSS9T3V', text: '', incident: null },
  })
  assert.partialDeepStrictEqual(at(1531420618 + 301), { refused: { status: 401 } })
  assert.partialDeepStrictEqual(at(1531420618 - 301), { refused: { status: 401 } })
})

const FIXTURES = new URL('../../../../shared/wire/fixtures/slack/', import.meta.url)

test("what Slack's own documents show is understood", { skip: !existsSync(FIXTURES) }, () => {
  const read = (name: string) => readFileSync(new URL(name, FIXTURES), 'utf8').trim()
  const eventIn = (body: string) => {
    const heard = hear('slack', signedBySlack(body, { at: NOW }), { signingSecret: SLACK_SECRET })
    return 'refused' in heard ? assert.fail(heard.refused.why) : (heard.chat?.event ?? null)
  }
  const who = { from: 'U2147483697', place: 'C2147483705' }
  assert.deepEqual(eventIn(read('slash-incident.form.txt')), { ...who, kind: 'command', text: 'declare SEV1 checkout 5xx', incident: null })
  assert.equal(eventIn(read('events-message.json')), null, 'talk is talk')
  const inForm = (name: string) => new URLSearchParams({ payload: JSON.stringify(JSON.parse(read(name))) }).toString()
  assert.equal(eventIn(inForm('interactive-block_actions.json')), null, 'a button of another app')
  assert.equal(eventIn(inForm('interactive-view_submission.json')), null, 'a form of another app')
})

describe('Slack', () => {
  const slack = integrations.get('slack')
  const press = (user = 'U0ANN', secret = SLACK_SECRET, at = NOW) => {
    const withButton = { ...post, body: [{ type: 'actions', elements: [{ action_id: 'acknowledge', value: PAGE.id }] }] }
    return pressInSlack({ user, action: 'acknowledge', post: withButton, at, secret })
  }
  const secrets = { signingSecret: SLACK_SECRET }

  test('is told of a press by whoever pressed, about our message', () => {
    const heard = hear('slack', press(), secrets)
    assert.deepEqual(repliesIn(heard), [{ from: 'U0ANN', concerning: { message: PAGE.id }, text: 'acknowledge', action: 'acknowledge' }])
    assert.deepEqual('refused' in heard ? null : [heard.once, heard.answer([])], [
      press().headers['x-slack-signature'],
      { status: 200, body: '' },
    ])
  })

  test('is asked whether we are there, and a link that was opened is no answer', () => {
    const asked = signedBySlack(JSON.stringify({ type: 'url_verification', challenge: '3eZbrw1a' }), { at: NOW })
    const heard = hear('slack', asked, secrets)
    assert.equal('refused' in heard ? '' : heard.answer([]).body, '{"challenge":"3eZbrw1a"}')
    const opened = new URLSearchParams({
      payload: JSON.stringify({ type: 'block_actions', user: { id: 'U0ANN' }, actions: [{ action_id: 'read' }] }),
    })
    assert.deepEqual(repliesIn(hear('slack', signedBySlack(opened.toString(), { at: NOW }), secrets)), [])
  })

  test('believes 1000 good presses and none of 20 altered ones', () => {
    for (let each = 0; each < 1000; each += 1)
      assert.ok(isTaken(hear('slack', press(`U0${each}`, SLACK_SECRET, NOW.add({ seconds: (each % 600) - 300 })), secrets)))
    const good = press()
    const { body } = good
    const stamp = good.headers['x-slack-request-timestamp'] ?? ''
    const sign = good.headers['x-slack-signature'] ?? ''
    const v1 = createHmac('sha256', SLACK_SECRET).update(`v1:${stamp}:${body}`).digest('hex')
    const altered: Posted[] = [
      ...[0, 40, Math.floor(body.length / 2), body.length - 1].map((at) => ({ ...good, body: flipped(body, at) })),
      { ...good, body: body.slice(0, -1) },
      { ...good, body: `${body}&payload=%7B%7D` },
      { ...good, body: `payload=%7B%7D&${body}` },
      { ...good, body: `${body} ` },
      { ...good, body: Buffer.from(body, 'utf16le') },
      { ...good, body: decodeURIComponent(body) },
      press('U0ANN', `${SLACK_SECRET}0`),
      press('U0ANN', SLACK_SECRET, NOW.subtract({ seconds: 302 })),
      press('U0ANN', SLACK_SECRET, NOW.add({ seconds: 302 })),
      header(good, 'x-slack-request-timestamp', String(Number(stamp) + 1)),
      header(good, 'x-slack-request-timestamp', `${stamp}.0`),
      header(good, 'x-slack-request-timestamp', undefined),
      header(good, 'x-slack-signature', undefined),
      header(good, 'x-slack-signature', sign.replace('v0=', '')),
      header(good, 'x-slack-signature', sign.toUpperCase()),
      header(good, 'x-slack-signature', sign.slice(0, -1)),
      header(good, 'x-slack-signature', `v1=${v1}`),
      header(good, 'x-slack-signature', 'v0='),
    ]
    assert.ok(altered.length >= 20)
    for (const each of altered) assert.ok('refused' in hear('slack', each, secrets), JSON.stringify(each).slice(0, 300))
    assert.ok('refused' in hear('slack', good, {}), 'without a secret nothing is believed')
    assert.ok('refused' in hear('slack', signedBySlack(body, { at: NOW, secret: '' }), { signingSecret: '' }))
  })

  test('tells only the one who pressed why a button did nothing', async (t) => {
    const chat = await createSlack()
    const { io, close } = createIo()
    t.after(() => Promise.all([chat.close(), close()]))
    const own = io({ to: '', fields: { api: `${chat.url}/api` }, secrets: { token: SLACK_TOKEN, ...secrets } })
    const heard = slack?.hear?.(requestOf(press(), own.secrets), own)
    assert.ok(heard && !('refused' in heard))
    const [reply] = heard.replies ?? []
    assert.ok(reply)
    const result: ReplyResult = {
      reply,
      outcome: 'stranger',
      said: 'This address belongs to nobody at <Example>.',
      person: null,
      about: null,
      choices: [],
    }
    await heard.afterwards?.([result, { ...result, outcome: 'done' }])
    assert.deepEqual(
      chat.receiver.heard.map(({ path, body }) => [path, Object.fromEntries(new URLSearchParams(body))]),
      [
        [
          '/api/chat.postEphemeral',
          {
            channel: 'D0ANN',
            user: 'U0ANN',
            text: 'This address belongs to nobody at &lt;Example&gt;.',
            parse: 'none',
            link_names: 'false',
          },
        ],
      ],
    )
  })
})
