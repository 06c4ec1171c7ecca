import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Night } from './night.ts'

/** 03:00 UTC is 04:00 in Berlin and 22:00 the evening before in New York. */
const NIGHT = '2026-11-18T03:00:00Z'

const organisation = (users: string): string => `
version: 1
organization: { name: Rules Ltd, timezone: UTC, fallback: { page: [user:cleo] } }
severities:
  - { id: SEV-1, name: Critical, suggest_when: { alert_severity: [critical] } }
  - { id: SEV-2, name: Medium, roads: [chat], suggest_when: { alert_severity: [warning] } }
users:
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
${users}
escalation_policies: [ { id: technical, steps: [ { page: [user:ana], wait: 30m }, { page: [user:cleo], wait: 30m } ] } ]
services: [ { id: api, escalation: [technical] } ]
`

const contacts = '{ phone: "+491511234567", slack: U123, email: ana@example.com, ntfy: "https://ntfy.example.com/ana" }'
const night = (ana: string, from = NIGHT): Night => new Night(from, organisation(`  - { id: ana, name: Ana, ${ana} }`))

describe('how a person is reached', () => {
  test('who has no rules is paged by every road at once, which wakes', async () => {
    const it = night(`contacts: ${contacts}`)
    await it.alert()
    assert.deepEqual(it.heard().sort(), [
      'ana chat page @0',
      'ana email page @0',
      'ana phone page @0',
      'ana push page @0',
      'ana sms page @0',
    ])
  })

  test("S5.1 without rules a level's own set of roads is used, exactly", async () => {
    const it = night(`contacts: ${contacts}`)
    await it.alert({ severity: 'warning' })
    await it.until(29)
    assert.deepEqual(it.heard(), ['ana chat page @0'])
  })

  test('rules for low urgency are for what may wait, rules for high urgency for what may not', async () => {
    const rules = 'rules: [ { after: 0m, by: [phone], urgency: high }, { after: 1m, by: [email], urgency: low } ]'
    const loud = night(`contacts: ${contacts}, ${rules}`)
    await loud.alert()
    await loud.until(5)
    assert.equal(loud.heard()[0], 'ana phone page @0')
    const soft = night(`contacts: ${contacts}, ${rules}`)
    await soft.alert({ severity: 'warning' })
    await soft.until(29)
    assert.deepEqual(soft.heard(), ['ana email page @1'])
  })

  test('W5 rules that name no road the person has do not make a page vanish', async () => {
    const it = night('contacts: { email: ana@example.com }, rules: [ { after: 0m, by: [phone], urgency: high } ]')
    await it.alert()
    assert.deepEqual(it.heard(), ['ana email page @0'])
  })

  test('what somebody typed and has not proved does not count', async () => {
    const it = night(`contacts: ${contacts}, unverified: [phone, ntfy]`)
    await it.alert()
    assert.deepEqual(it.heard().sort(), ['ana chat page @0', 'ana email page @0'])
    const nothing = night('contacts: { phone: "+491511234567" }, unverified: [phone]')
    await nothing.alert()
    assert.equal(nothing.told('page.unreachable')[0]?.data.user, 'ana')
    assert.deepEqual(nothing.heard(), ['cleo email page @0'])
  })
})

describe("a rule for the person's night", () => {
  const rules = 'rules: [ { after: 0m, by: [phone], when: { night: true } }, { after: 0m, by: [chat], when: { night: false } } ]'

  test('W34 goes by the clock of whoever is paged, however late it is elsewhere', async () => {
    // 04:00 in Berlin, 22:00 in New York, 14:00 in Sydney, 03:00 where the organisation is.
    for (const [zone, road] of Object.entries({ 'Europe/Berlin': 'phone', 'America/New_York': 'phone', 'Australia/Sydney': 'chat' })) {
      const it = night(`timezone: ${zone}, contacts: ${contacts}, ${rules}`)
      await it.alert()
      assert.deepEqual(it.heard(), [`ana ${road} page @0`], zone)
    }
    const withoutZone = night(`contacts: ${contacts}, ${rules}`)
    await withoutZone.alert()
    assert.deepEqual(withoutZone.heard(), ['ana phone page @0'])
  })

  test('W34 changes to the minute where the night ends, over a clock change too', async () => {
    // Berlin goes back to winter time at 03:00 this night: 07:00 is 06:00 UTC, an hour later than the day before.
    for (const [from, road] of Object.entries({
      '2026-10-24T04:59:00Z': 'phone',
      '2026-10-24T05:00:00Z': 'chat',
      '2026-10-25T05:59:00Z': 'phone',
      '2026-10-25T06:00:00Z': 'chat',
    })) {
      const it = night(`timezone: Europe/Berlin, contacts: ${contacts}, ${rules}`, from)
      await it.alert()
      assert.deepEqual(it.heard(), [`ana ${road} page @0`], from)
    }
  })

  test('W34 W5 who has rules for the day only is paged at night all the same', async () => {
    const it = night(
      `timezone: Europe/Berlin, contacts: { email: ana@example.com }, rules: [ { after: 5m, by: [email], when: { night: false } } ]`,
    )
    await it.alert()
    assert.deepEqual(it.heard(), ['ana email page @0'])
  })

  test('W34 a rule may ask for business hours as well', async () => {
    const asked =
      'rules: [ { after: 0m, by: [email], when: { business_hours: true } }, { after: 0m, by: [phone], when: { business_hours: false } } ]'
    const text = organisation(`  - { id: ana, name: Ana, timezone: Australia/Sydney, contacts: ${contacts}, ${asked} }`)
    const open = text.replace('timezone: UTC,', 'timezone: UTC, business_hours: { from: "09:00", to: "17:00" },')
    for (const [from, road] of Object.entries({
      '2026-11-18T08:59:00Z': 'phone',
      '2026-11-18T09:00:00Z': 'email',
      '2026-11-21T12:00:00Z': 'phone',
    })) {
      const it = new Night(from, open)
      await it.alert()
      assert.deepEqual(it.heard(), [`ana ${road} page @0`], from)
    }
  })
})

/** The matrix of organisation E, and what the person with every contact must be sent for each level. */
const MATRIX: Record<string, string[]> = {
  critical: ['chat', 'email', 'phone'],
  high: ['chat', 'email'],
  medium: ['chat'],
  low: ['email'],
}

describe('roads per severity', () => {
  for (const [level, roads] of Object.entries(MATRIX))
    test(`S5.1 ${level} takes exactly ${roads.join(', ')}, however long nobody answers that step`, async () => {
      const levels = Object.entries(MATRIX).map(
        ([id, set]) => `  - { id: ${id}, name: ${id}, roads: [${set.join(', ')}], suggest_when: { alert_severity: [${id}] } }`,
      )
      const users = `  - { id: ana, name: Ana, contacts: ${contacts} }`
      const it = new Night(NIGHT, organisation(users).replace(/severities:[\s\S]*?users:/, `severities:\n${levels.join('\n')}\nusers:`))
      it.answer = () => ({ ok: true, said: 'taken', proof: 'accepted' })
      await it.alert({ severity: level })
      await it.until(29)
      assert.deepEqual(
        it.sent.map(({ to, road }) => `${to} ${road}`).sort(),
        roads.map((road) => `ana ${road}`),
      )
    })
})

describe('quiet hours', () => {
  const quiet = 'quiet: [ { from: "22:00", to: "07:00" } ]'
  const rules = 'rules: [ { after: 0m, by: [phone, chat] } ]'

  test("hold what wakes until they end on the person's own clock, and say so; chat does not wait", async () => {
    const it = night(`timezone: Europe/Berlin, contacts: ${contacts}, ${quiet}, ${rules}`)
    await it.alert({ severity: 'warning' })
    await it.until(10)
    assert.deepEqual(it.heard(), ['ana chat page @0'])
    const [held] = it.told('page.held')
    assert.equal(held?.data.until, '2026-11-18T06:00:00.000Z')
    assert.match(String(held?.data.why), /quiet hours of Ana/)
  })

  test('never hold what is of high urgency', async () => {
    const it = night(`timezone: Europe/Berlin, contacts: ${contacts}, ${quiet}, ${rules}`)
    await it.alert()
    assert.deepEqual(it.heard(), ['ana phone page @0', 'ana chat page @0'])
  })

  test('are over where the person is awake', async () => {
    const it = night(`timezone: Australia/Sydney, contacts: ${contacts}, ${quiet}, ${rules}`)
    await it.alert({ severity: 'warning' })
    assert.deepEqual(it.heard(), ['ana phone page @0', 'ana chat page @0'])
  })
})
