import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { type Played, play, type Story } from './ledgers/play.ts'

const { bundle, findings } = readPolicy('dirt-free-crm')
assert.ok(bundle, JSON.stringify(findings))
const policy = createPolicy(bundle, 1)

const incidentOf = ({ rehearsal }: Played): IncidentState => rehearsal.store.rows.get('incident:story')?.state as IncidentState
const answering = async ({ rehearsal }: Played, by: string): Promise<void> => {
  const id = 'esc-story-sev1-commander#1-stand-in'
  const { refusal } = await rehearsal.execute({ name: 'acknowledge', to: { kind: 'escalation', id }, by, data: { via: 'page' } })
  assert.deepEqual(refusal ?? null, null)
}
type Told = { of: { id: string }; name: string; data: JsonObject }
const factsOf = ({ rehearsal }: Played): Told[] => (rehearsal.facts() as Told[]).filter(({ of }) => of.id.endsWith('-stand-in'))
const asked = (played: Played): string[] =>
  factsOf(played)
    .filter(({ name }) => name === 'page.queued')
    .map(({ data }) => String(data.user))

const story = (script: string): Story => ({ rows: 'S6.7', title: 'commander', severity: 'SEV1', service: 'crm', script })

test('S6.7 S6.8 E: the system administrator is silent while others work: before the quarter of an hour is over the CTO is asked to command, and has it by answering', async () => {
  const before = await play(policy, story('2m ack lead-dev\n11m end'))
  assert.deepEqual([incidentOf(before).roles.commander, asked(before)], [undefined, []])
  const played = await play(policy, story('2m ack lead-dev\n12m end'))
  assert.deepEqual([...new Set(asked(played))], ['cto'])
  await answering(played, 'user:cto')
  const { roles, acknowledgedBy, obligations } = incidentOf(played)
  assert.deepEqual([roles.commander?.user, acknowledgedBy], ['cto', 'user:lead-dev'])
  assert.equal(obligations.find(({ id }) => id === 'sev1-commander#1')?.status, 'met')
})

test('S6.7 E: where nobody has answered at all, whoever stands in has the incident, too', async () => {
  const played = await play(policy, story('12m end'))
  await answering(played, 'user:cto')
  const { roles, acknowledgedBy } = incidentOf(played)
  assert.deepEqual([roles.commander?.user, acknowledgedBy], ['cto', 'user:cto'])
})

test('S6.7 E: a holder who answers in time or is named by hand leaves the one behind them alone', async () => {
  assert.deepEqual(asked(await play(policy, story('2m ack sysadmin\n14m end'))), [])
  assert.deepEqual(asked(await play(policy, story('2m ack lead-dev\n3m role commander ops-manager\n14m end'))), [])
})

test('S6.7 E: whoever was asked to stand in is let go when the holder comes after all', async () => {
  const played = await play(policy, story('2m ack lead-dev\n12m end\n13m role commander sysadmin'))
  assert.equal(factsOf(played).at(-1)?.name, 'escalation.stopped')
  assert.equal(incidentOf(played).roles.commander?.user, 'sysadmin')
})
