import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { CommandAnswer, IncidentDetail, TimelineView } from '../../src/features/incidents/contract/incident.ts'
import type { ChangesView } from '../../src/features/incidents/contract/record.ts'
import type { ReportList, ReportView } from '../../src/features/incidents/contract/report.ts'
import { features } from '../../src/features/index.ts'
import { applyBundle, as, type Installation, startInstallation } from '../world/installation.ts'

const bundle = {
  incident: {
    reference: 'INC-{yyyy}-{mm}-{dd}-{nnn}',
    aliases: ['INC-{n}'],
    sources: ['monitoring', 'employee'],
    questions: ['What changed?'],
    phases: [
      { id: 'response', from: 'declared' },
      { id: 'mitigation', from: 'status:mitigating' },
    ],
  },
  severities: [{ id: 'SEV-1', aliases: ['P0'], respond_within: '15m' }, { id: 'SEV-2' }],
  roles: [
    { id: 'commander', name: 'Incident Commander', required_for: ['SEV-1'], duties: ['Decides'] },
    { id: 'tech-lead', name: 'Tech lead' },
    { id: 'communications-lead', name: 'Communications Lead' },
  ],
  users: [
    { id: 'ann', name: 'Ann', role: 'responder', contacts: { email: 'ann@example.com' } },
    { id: 'ben', name: 'Ben Ode', role: 'responder', contacts: { email: 'ben@example.com' } },
    { id: 'vic', name: 'Vic', role: 'viewer', contacts: { email: 'vic@example.com' } },
  ],
  services: [{ id: 'db' }, { id: 'web' }, { id: 'api', depends_on: ['service:db', 'dependency:cards'] }],
  dependencies: [{ id: 'cards', name: 'Card network', status_url: 'https://status.example.com' }],
  schedules: [
    {
      id: 'primary',
      name: 'Primary',
      timezone: 'UTC',
      layers: [{ id: 'w', rotation: 'weekly', starts: '2026-01-05T00:00', members: ['ben'] }],
    },
  ],
  integrations: [
    { id: 'ci', type: 'pagerduty', service: 'db', key: '0123456789abcdef0123456789abcdef' },
    { id: 'web-ci', type: 'pagerduty', service: 'web', key: 'fedcba9876543210fedcba9876543210' },
  ],
  checklists: [{ id: 'first', phase: 'response', tasks: [{ text: 'Join the room', by: 'role:commander', within: '5m' }] }],
}

let world: Installation
before(async () => {
  world = await startInstallation({ features, bundle, smtpUrl: 'smtp://127.0.0.1:1' })
})
after(() => world?.close())

const ann = as('responder', 'ann')
type Asked = { body?: object; who?: Record<string, string>; status?: number }
async function ask<T>(path: string, { body, who = ann, status = 200 }: Asked = {}): Promise<T> {
  const answer = await world.server.inject({
    method: body ? 'POST' : 'GET',
    url: `/api/v1/${path}`,
    headers: who,
    ...(body ? { payload: body } : {}),
  })
  assert.equal(answer.statusCode, status, `${path}: ${answer.body}`)
  return answer.json() as T
}
const declare = (more: object = {}) =>
  ask<IncidentDetail>('incidents', { body: { title: 'Checkout fails', page: false, ...more }, status: 201 })
const typed = (text: string, more: { room?: string; who?: Record<string, string>; status?: number } = {}) => {
  const { room, ...asked } = more
  return ask<CommandAnswer & { code?: string; detail?: string }>('incidents/command', {
    body: { text, ...(room ? { room } : {}) },
    ...asked,
  })
}

test('S8.1 S8.2 S8.3 S8.4 S8.6 what is typed anywhere does the same: with either form of the reference, or none in the war room', async () => {
  const declared = await typed('declare P0 service:api source:employee --no-page Card payments fail')
  const incident = declared.incident as IncidentDetail
  assert.deepEqual(
    [incident.severity.id, incident.service?.id, incident.source, incident.title],
    ['SEV-1', 'api', 'employee', 'Card payments fail'],
  )
  const [long, short, room] = [incident.reference, `INC-${incident.number}`, incident.id]
  assert.match((await typed(`ack ${long}`)).text, /Ann acknowledged/)
  assert.match((await typed(`/incident ack ${short}`)).text, /nothing changed: it was so already/)
  for (const spelling of ['SEV-2', 'sev1', 'Sev_2', 'sev 1', 'SEV2', 'p0'])
    assert.equal(
      (await typed(`/incident severity ${short} ${spelling}`)).incident?.severity.id.replaceAll('-', '').slice(-1),
      spelling === 'p0' ? '1' : spelling.slice(-1),
    )
  const roles = async (text: string) =>
    (await typed(text, { room })).incident?.roles.flatMap((role) => (role.holder ? [`${role.id} ${role.holder.name}`] : []))
  await typed('/incident commander @ann', { room })
  await typed('/incident tech-lead @BenOde', { room })
  assert.deepEqual(await roles('/incident comms @ben'), ['commander Ann', 'tech-lead Ben Ode', 'communications-lead Ben Ode'])
  assert.equal((await typed('update Rolling back next 30m', { room })).incident?.promisedUpdate !== null, true)
  await typed('next 1h', { room })
  assert.equal((await typed('done join', { room })).incident?.tasks[0]?.status, 'done')
  assert.match((await typed('whois primary')).text, /Primary: Ben Ode/)
  assert.match((await typed('list')).text, new RegExp(long))
  assert.match((await typed('show', { room })).text, /Card payments fail/)
  assert.match((await typed('help severity')).text, /^severity SEV-2/)
  assert.equal((await typed(`resolve ${long} Rolled back`)).incident?.status, 'resolved')
})

test('bad input: another incident in a war room, an unknown level and an unknown word are answered clearly; a viewer may only look', async () => {
  const [one, two] = [await declare(), await declare()]
  const elsewhere = await typed(`severity INC-${two.number} SEV-2`, { room: one.id, status: 400 })
  assert.match(elsewhere.detail ?? '', new RegExp(`this is the war room of ${one.reference}, and INC-${two.number} is another incident`))
  assert.match((await typed('severity SEV-11', { room: one.id, status: 400 })).detail ?? '', /did you mean SEV-1\?/)
  assert.match((await typed('serverity SEV-2', { room: one.id, status: 400 })).detail ?? '', /did you mean severity\?/)
  assert.match((await typed('ack', { status: 400 })).detail ?? '', /Say which incident/)
  assert.equal((await typed('ack', { room: one.id, who: as('viewer', 'vic'), status: 403 })).code, 'role-too-low')
  assert.match((await typed('list', { who: as('viewer', 'vic') })).text, /Checkout fails/)
})

test('S2.11 evidence is kept as it was, with its hash in the chain; nobody alters it', async () => {
  const { id } = await declare()
  const bytes = Buffer.from([0, 255, 10, 13, 0, 60, 33])
  const sent = { name: 'dump.bin', mediaType: 'text/html', content: bytes.toString('base64'), note: 'from db1' }
  const { evidence } = await ask<IncidentDetail>(`incidents/${id}/attach`, { body: sent })
  assert.deepEqual([evidence[0]?.bytes, evidence[0]?.sha256], [7, createHash('sha256').update(bytes).digest('hex')])
  const answer = await world.server.inject({ url: evidence[0]?.url ?? '', headers: ann })
  assert.deepEqual([Buffer.compare(answer.rawPayload, bytes), answer.headers['content-type']], [0, 'application/octet-stream'])
  await assert.rejects(world.database.pool.query('update incident_evidence set content = $1', [Buffer.from('x')]), /never altered/)
  await assert.rejects(world.database.pool.query('delete from incident_evidence'), /never altered/)
  const large = { ...sent, name: 'two-megabytes', content: Buffer.alloc(2 * 1024 * 1024, 1).toString('base64') }
  assert.equal((await ask<IncidentDetail>(`incidents/${id}/attach`, { body: large })).evidence.length, 2)
  await ask(`incidents/${id}/attach`, { body: sent })
  const sendKeyed = (payload: object) =>
    world.server.inject({ method: 'POST', url: `/api/v1/incidents/${id}/attach`, headers: { ...ann, 'idempotency-key': 'k-1' }, payload })
  assert.equal((await sendKeyed({ ...sent, name: 'other.bin' })).statusCode, 200)
  const reused = await sendKeyed({ ...sent, content: 'eA==' })
  assert.deepEqual([reused.statusCode, reused.json().code], [409, 'key-reused'], 'the fact would speak of other bytes')
  const { rows } = await world.database.pool.query('select name from incident_evidence where incident = $1 order by kept_at', [id])
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['dump.bin', 'two-megabytes', 'other.bin'],
    'sent again it is not kept twice',
  )
  const { items } = await ask<TimelineView>(`incidents/${id}/timeline`)
  assert.ok(items.some(({ text }) => text.startsWith(`attached dump.bin (7 bytes, SHA-256 ${evidence[0]?.sha256.slice(0, 12)}`)))
})

const OF_DB = '0123456789abcdef0123456789abcdef'
const OF_WEB = 'fedcba9876543210fedcba9876543210'
async function changed(summary: string, { hours, key = OF_DB }: { hours: number; key?: string }): Promise<void> {
  const timestamp = world.app.clock.now().subtract({ minutes: Math.round(hours * 60) })
  const payload = { routing_key: key, payload: { summary, source: 'ci', timestamp: timestamp.toString() } }
  assert.equal((await world.server.inject({ method: 'POST', url: '/v2/change/enqueue', payload })).statusCode, 202)
}

test('S2.9 what changed in the day before stands beside it, its own services first, newest first; vendors have their place', async () => {
  await changed('Deploy of web 7', { hours: 1, key: OF_WEB })
  await changed('Deploy of db 1.2', { hours: 2 })
  await changed('Configuration of db', { hours: 20 })
  await changed('Maintenance of db', { hours: 40 })
  const { id } = await declare({ service: 'api' })
  const shown = async () =>
    (await ask<ChangesView>(`incidents/${id}/changes`)).items.map(({ title, isOwnService }) => [title, isOwnService])
  const dayBefore = [
    ['Deploy of db 1.2', true],
    ['Configuration of db', true],
    ['Deploy of web 7', false],
  ]
  assert.deepEqual(await shown(), dayBefore)
  const { vendors, since } = await ask<ChangesView>(`incidents/${id}/changes`)
  assert.deepEqual(vendors, [{ id: 'cards', name: 'Card network', statusUrl: 'https://status.example.com', word: null }])
  const { at } = await ask<IncidentDetail>(`incidents/${id}`)
  assert.equal(Date.parse(at.started ?? '') - Date.parse(since), 24 * 3_600_000)
  // It began earlier than was thought: what changed before that comes into sight.
  const started = world.app.clock.now().subtract({ hours: 30 }).toString()
  await ask(`incidents/${id}/times`, { body: { started, reason: 'the graphs show it' } })
  assert.ok((await shown()).some(([title]) => title === 'Maintenance of db'))
})

test('S2.9 what is changed after its end is none of its changes', async () => {
  const { id } = await declare({ service: 'db' })
  await ask(`incidents/${id}/resolve`, { body: {} })
  await changed('Deploy of db 9', { hours: -0.02 })
  const { items } = await ask<ChangesView>(`incidents/${id}/changes`)
  assert.equal(
    items.some(({ title }) => title === 'Deploy of db 9'),
    false,
  )
})

test('S9.7 whether to go over to disaster recovery is decided with who, when and why, in the record and the timeline', async () => {
  const { id } = await declare({ severity: 'SEV-1' })
  const before = world.app.clock.now().epochMilliseconds
  await ask(`incidents/${id}/decide`, { body: { kind: 'disaster-recovery', text: 'Fail over to Dublin: Frankfurt has no power' } })
  await ask(`incidents/${id}/decide`, {
    body: { kind: 'business-continuity', text: 'Shops take cash meanwhile' },
    who: as('responder', 'ben'),
  })
  await ask(`incidents/${id}/decide`, { body: { kind: 'a-hunch', text: 'x' }, status: 400 })
  const { decisions } = await ask<IncidentDetail>(`incidents/${id}`)
  assert.deepEqual(
    decisions.map(({ kind, text, by }) => [kind, text, by.name]),
    [
      ['disaster-recovery', 'Fail over to Dublin: Frankfurt has no power', 'Ann'],
      ['business-continuity', 'Shops take cash meanwhile', 'Ben Ode'],
    ],
  )
  assert.ok(decisions.every(({ at }) => Date.parse(at) >= before))
  const { items } = await ask<TimelineView>(`incidents/${id}/timeline`)
  const told = items.map(({ text, by, words }) => `${by.name} ${text}: ${words}`)
  assert.ok(told.includes('Ann decided on disaster recovery: Fail over to Dublin: Frankfurt has no power'), told.join('\n'))
})

test('S1.13 S2.3 what a viewer notices waits for triage: an incident, a duplicate, or none with a reason', async () => {
  const vic = as('viewer', 'vic')
  const report = (title: string) =>
    ask<ReportView>('reports', { body: { title, urgency: 'now', detectedBy: 'employee', service: 'api' }, who: vic, status: 201 })
  const [real, same, none] = [await report('Cannot pay'), await report('Paying fails'), await report('My screen is dark')]
  await ask(`reports/${real.id}/declare`, { body: { severity: 'SEV-1', page: false }, who: vic, status: 403 })
  const accepted = await ask<ReportView>(`reports/${real.id}/declare`, { body: { severity: 'SEV-1', page: false } })
  const incident = await ask<IncidentDetail>(`incidents/${accepted.incident?.id}`)
  assert.deepEqual(
    [incident.title, incident.source, incident.at.detected, incident.declaredBy.name],
    ['Cannot pay', 'employee', real.at, 'Ann'],
  )
  const joined = await ask<ReportView>(`reports/${same.id}/duplicate`, { body: { incident: incident.reference } })
  assert.deepEqual([joined.status, joined.incident?.reference], ['duplicate', incident.reference])
  const { items } = await ask<TimelineView>(`incidents/${incident.id}/timeline`)
  assert.ok(items.some(({ words }) => words === 'Also reported: Paying fails'))
  await ask(`reports/${none.id}/decline`, { body: {}, status: 400 })
  const declined = await ask<ReportView>(`reports/${none.id}/decline`, { body: { reason: 'It was unplugged' } })
  assert.deepEqual([declined.status, declined.reason, declined.decidedBy?.name], ['declined', 'It was unplugged', 'Ann'])
  assert.equal((await ask<{ code: string }>(`reports/${none.id}/declare`, { body: {}, status: 409 })).code, 'already-decided')
  assert.deepEqual((await ask<ReportList>('reports')).items, [])
  assert.equal((await ask<ReportList>('reports?status=decided', { who: vic })).items.length, 3)
})

test('S9.1 S9.6 S6.10 phases, both durations, duties and what may be done are in the answer; an incident split off takes its alerts', async () => {
  const { id, reference } = await declare({ startedAt: world.app.clock.now().subtract({ hours: 1 }).toString() })
  const one = await ask<IncidentDetail>(`incidents/${id}/status`, { body: { status: 'mitigating' } })
  assert.deepEqual(
    one.phases.map((phase) => [phase.id, phase.isCurrent]),
    [
      ['response', false],
      ['mitigation', true],
    ],
  )
  assert.deepEqual([one.durations.downtime >= 3_600_000, one.durations.incident < 60_000], [true, true])
  assert.deepEqual(one.roles[0]?.duties, ['Decides'])
  const alert = await ask<{ id: string }>('alerts', { body: { title: 'Search is down', severity: 'SEV-2' }, status: 201 })
  await ask(`incidents/${id}/link`, { body: { alert: alert.id } })
  const split = await ask<IncidentDetail>(`incidents/${id}/split`, {
    body: { title: 'Search is down', severity: 'SEV-2', alerts: [alert.id] },
  })
  const [relation] = split.relations
  const part = await ask<IncidentDetail>(`incidents/${relation?.id}`)
  assert.deepEqual(
    [split.alerts, part.alerts.map((each) => each.id), part.relations],
    [[], [alert.id], [{ kind: 'split-from', id, reference }]],
  )
})

test('a policy edited while an incident runs: it keeps its version and is moved when somebody wants it', async () => {
  const { id } = await declare({ severity: 'SEV-2' })
  const edited = { ...bundle, checklists: [...bundle.checklists, { id: 'more', phase: 'response', tasks: [{ text: 'Ask the vendor' }] }] }
  await applyBundle(world.app, edited)
  const before = await ask<IncidentDetail>(`incidents/${id}`)
  assert.deepEqual([before.policy.canMove, before.policy.live - before.policy.version, before.tasks.length], [true, 1, 1])
  const moved = await ask<IncidentDetail>(`incidents/${id}/policy`, { body: { version: before.policy.live } })
  assert.deepEqual(
    [moved.policy.version, moved.policy.canMove, moved.tasks.map((task) => task.text)],
    [before.policy.live, false, ['Join the room', 'Ask the vendor']],
  )
  assert.equal((await ask<{ code: string }>(`incidents/${id}/policy`, { body: {}, status: 409 })).code, 'same-policy')
})
