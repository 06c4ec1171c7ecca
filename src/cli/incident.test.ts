import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../test/world/installation.ts'
import { tocsinAt } from '../../test/world/terminal.ts'
import type { IncidentDetail } from '../features/incidents/contract/incident.ts'
import incidents from '../features/incidents/feature.ts'

const bundle = {
  severities: [
    { id: 'SEV-1', name: 'Critical', aliases: ['P0'] },
    { id: 'SEV-2', name: 'High' },
  ],
  roles: [{ id: 'scribe', name: 'Scribe', required_for: ['SEV-1'] }],
  users: [{ id: 'ben', name: 'Ben Ode', contacts: { email: 'ben@example.com' } }],
  incident: { reference: 'INC-{yyyy}-{nnn}', aliases: ['INC-{n}'], impact: { users_affected: { type: 'number' } } },
  mitigation_order: ['rollback', 'failover'],
  mitigations: [{ situation: 'It began with a deployment', action: 'rollback' }],
  obligations: [{ id: 'words', name: 'Internal update', must: 'update', every: '30m', from: 'declared', until: 'resolved' }],
}

describe('tocsin incident', () => {
  let world: Installation
  let url: string
  before(async () => {
    const root = JSON.parse(as('admin', 'root')['x-principal'] as string)
    world = await startInstallation({ features: [incidents], bundle, authenticate: async () => root })
    url = await world.server.listen({ host: '127.0.0.1', port: 0 })
  })
  after(() => world?.close())

  const run = (...args: string[]) => tocsinAt(url, ['incident', ...args])

  test('declares, runs and resolves with the words of the war room', async () => {
    const declared = await run('declare', 'Checkout fails', '--severity', 'p0', '--no-page', '--impact', 'users_affected=4200', '--json')
    assert.equal(declared.code, 0, declared.err)
    const { reference, number, impact } = JSON.parse(declared.out) as IncidentDetail
    assert.deepEqual(
      impact.map((field) => field.value),
      [4200],
    )
    assert.match((await run('list')).out, new RegExp(`${reference} +SEV-1 +investigating +Internal update due .* Checkout fails`))
    assert.match((await run('show', reference)).out, /Scribe +needed/)
    assert.match((await run('role', `INC-${number}`, 'scribe', '@benode')).out, /Scribe +Ben Ode/)
    assert.match((await run('severity', String(number), 'sev', '2')).out, /SEV-2/)
    assert.match((await run('note', reference, 'the', 'queue', 'grows')).out, /^root noted: the queue grows\n/)
    const updated = JSON.parse((await run('update', reference, 'Rollback at 60 %', 'next', '30m', '--json')).out) as IncidentDetail
    assert.ok(updated.promisedUpdate)
    assert.match((await run('resolve', reference, 'Rolled', 'back')).out, /resolved/)
    assert.match((await run('timeline', reference)).out, /root +internal update: Rollback at 60 %/)
    assert.equal((await run('list')).out.trim(), 'No such incidents.')
  })

  test('S1.13 S2.3 what somebody noticed is reported and triaged', async () => {
    const reported = JSON.parse((await run('report', 'Odd totals', '--urgency', 'now', '--json')).out) as { id: string }
    const second = JSON.parse((await run('report', 'Odd fonts', '--json')).out) as { id: string }
    assert.match((await run('reports')).out, new RegExp(`${reported.id} .*now +waiting +root +Odd totals`))
    assert.match((await run('triage', reported.id, 'declare', 'SEV-2', '--no-page')).out, /incident INC-\d{4}-\d{3}/)
    assert.match((await run('triage', second.id, 'decline', 'a', 'new', 'font')).out, /declined a new font/)
    assert.equal((await run('reports')).out.trim(), 'No such reports.')
    const early = await run('triage', second.id, 'duplicate')
    assert.deepEqual([early.code, early.err.includes('which incident')], [2, true])
    assert.match((await run('triage', second.id, 'decline', 'again')).err, /decided it/)
  })

  test('S2.11 evidence is kept, listed with its hash, and read back as it was', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'evidence-'))
    t.after(() => rm(folder, { recursive: true }))
    const file = join(folder, 'graph.bin')
    await writeFile(file, Buffer.from([0, 1, 255, 254]))
    const { reference } = JSON.parse((await run('declare', 'Disk full', '--no-page', '--json')).out) as IncidentDetail
    const kept = await run('evidence', reference, file, '--note', 'the graph', '--json')
    const [one] = JSON.parse(kept.out) as IncidentDetail['evidence']
    assert.equal(
      one?.sha256,
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    )
    assert.match((await run('evidence', reference)).out, new RegExp(`${one?.id} .* root +4 +${one?.sha256} +graph.bin`))
    const saved = join(folder, 'saved.bin')
    assert.equal((await run('evidence', reference, saved, '--save', one?.id ?? '')).code, 0)
    assert.deepEqual(await readFile(saved), await readFile(file))
    assert.match((await run('evidence', reference, saved, '--save', one?.id ?? '')).err, /cannot be written/)
    assert.match((await run('evidence', reference, join(folder, 'none'))).err, /cannot be read \(ENOENT\)/)
  })

  test('what cannot be read ends with 2 and teaches, what is refused with 1 and the reason', async () => {
    const { code, err } = await run('update', 'INC-1')
    assert.deepEqual([code, err.includes('needs a text')], [2, true])
    const missing = await run('show', 'INC-9999')
    assert.deepEqual([missing.code, missing.err.includes('INC-9999')], [1, true])
  })

  test('S13.1 a verb without its word answers with those it could have, in the order of the policy', async () => {
    const { reference } = JSON.parse((await run('declare', 'Mail is slow', '--no-page', '--json')).out) as IncidentDetail
    const { code, err } = await run('mitigate', reference)
    assert.equal(code, 2)
    assert.match(err, /needs a way out after it .*:\n {2}rollback {2}It began with a deployment\n {2}failover/)
    assert.match((await run('mitigate', reference, 'failover')).out, /^root chose failover[\s\S]*Ways out\n +failover +chosen/)
  })

  test('S9.4 S8.6 what is typed after the incident is its words, options of the grammar and dashes among them', async () => {
    const declared = await run('declare', 'SEV-2', 'Search', 'is', 'empty', '--no-page', '--json')
    const { reference, severity, title } = JSON.parse(declared.out) as IncidentDetail
    assert.deepEqual([severity.id, title], ['SEV-2', 'Search is empty'])
    assert.match((await run('note', reference, '--', 'odd')).out, /^root noted: -- odd\n/)
    assert.match((await run('note', reference, 'INC-99', 'was', 'the', 'same')).out, /^root noted: INC-99 was the same\n/)
    const before = JSON.parse((await run('timeline', reference, '--json')).out) as { id: string; text: string }[]
    const [entry] = before.filter(({ text }) => text === 'noted').map(({ id }) => id.replace(/^.*:/, ''))
    assert.match(
      (await run('correct', reference, entry ?? '', 'even', '--why', 'I counted')).out,
      /^root corrected an entry: I counted: even\n/,
    )
    assert.match((await run('times', reference, 'started', '1', 'min', 'ago')).out, /^root corrected when it was started (at|from) .*UTC/)
    assert.match((await run('resolve', reference, '--help')).out, /^Usage: tocsin incident resolve/)
    const forced = await run('resolve', reference, 'fixed', '--force', 'because', 'it', 'is', 'late')
    assert.match(forced.out, /^root resolved the incident: fixed\n/)
    assert.match((await run('close', reference, '--force', 'done')).out, /^root closed the incident\n/)
  })

  test('an answer says what this command did, not what somebody else did last', async () => {
    const { reference } = JSON.parse((await run('declare', 'Logs are late', '--no-page', '--json')).out) as IncidentDetail
    assert.match(
      (await run('source', reference, 'customer', 'told', 'by', 'phone')).out,
      /^root corrected how it was noticed: customer, not manual: told by phone\n/,
    )
    assert.match(
      (await run('next', reference, '45', 'min')).out,
      /^root promised the next update; the policy asks for one every 30m anyway \(by .*\)\n/,
    )
    assert.match(
      (await run('severity', reference, 'SEV-2')).out,
      /^root changed the severity from SEV-1 to SEV-2\n(clocks: .*fell away\n)?/,
    )
    assert.match((await run('ack', reference)).out, /^root acknowledged\n/)
    assert.match((await run('ack', reference)).out, /^nothing changed: it was so already\n/)
    assert.match((await run('postmortem', reference)).out, /^root asked for the draft of the review\n/)
  })
})
