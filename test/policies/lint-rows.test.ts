import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Finding } from '../../src/core/policy/finding.ts'
import { lintBundle } from '../../src/core/policy/lint.ts'
import { folderOf, readPolicy } from './read-policy.ts'

const at = Temporal.Instant.from('2026-11-21T00:00Z')

/** A = sparkacademy, B = smartbeak, C = profile-builder, D = skillancer, E = dirt-free-crm, each as its document has it. */
const FOLDERS = { A: 'sparkacademy', B: 'smartbeak', C: 'profile-builder', D: 'skillancer', E: 'dirt-free-crm' }
type Organisation = keyof typeof FOLDERS

const read = (organisation: Organisation): { findings: Finding[]; lines: string[] } => {
  const name = `as-written/${FOLDERS[organisation]}`
  const { bundle, locate, findings } = readPolicy(name)
  assert.ok(bundle, JSON.stringify(findings))
  const lines = readFileSync(join(folderOf(name), 'tocsin.yaml'), 'utf8').split('\n')
  return { findings: lintBundle({ bundle, locate, at }), lines }
}
const known = new Map(Object.keys(FOLDERS).map((key) => [key, read(key as Organisation)]))

/** One finding of `rule` stands on the line that holds `on`, and tells what it costs and what to write instead. */
function isFound(organisation: Organisation, { rule, on, says }: { rule: string; on: string; says: RegExp }): void {
  const { findings, lines } = known.get(organisation) as { findings: Finding[]; lines: string[] }
  const found = findings.filter((each) => each.rule === rule && (lines[each.line - 1] ?? '').includes(on))
  assert.equal(
    found.length,
    1,
    `${rule} is found once on a line with "${on}": ${JSON.stringify(findings.filter((each) => each.rule === rule))}`,
  )
  assert.match(found[0]?.message ?? '', says)
  assert.ok((found[0]?.remedy ?? '').length > 0 && (found[0]?.cost ?? '').length > 0)
}

test('L1 A: the second person is woken when the answer is due', () =>
  isFound('A', { rule: 'worst-case-wake', on: 'page: [schedule:primary], wait: 15m', says: /SEV1 \(15m\).*second step only after 15m/ }))
test('L2 D: the same for two levels, by the rule of whoever is on call', () =>
  isFound('D', { rule: 'worst-case-wake', on: 'page: [schedule:primary], wait: 15m', says: /P0 \(15m\) and P1 \(15m\).*after 15m/ }))
test('L3 D: half an hour among the levels, a quarter for whoever is on call', () =>
  isFound('D', { rule: 'two-values', on: 'on-call-response', says: /within 15m, but the levels say P1 within 30m/ }))
test('L4 A: four hours and a working day against a quarter of an hour for every alert', () =>
  isFound('A', { rule: 'two-values', on: 'on-call-response', says: /SEV3 within 4h and SEV4 within 1bd/ }))
test('L4 A: and against the target for the mean', () =>
  isFound('A', { rule: 'target-differs', on: 'mtta: 15m', says: /SEV3 4h and SEV4 1bd/ }))
test('L5 A: the manager always, and after the secondary', () =>
  isFound('A', {
    rule: 'ambiguous-trigger',
    on: 'at: 0m, page: [managers]',
    says: /managers at once for SEV1, step 3 of "on-call" after 30m/,
  }))
test('L5 A: after an hour at any level, and at the worst', () =>
  isFound('A', {
    rule: 'ambiguous-trigger',
    on: 'unresolved_for: 1h',
    says: /after 1h for SEV1, SEV2, SEV3 and SEV4, step 2 of "unresolved" after 1h for SEV1/,
  }))
test('L6 E: chat and mail for half an hour at any hour', () =>
  isFound('E', { rule: 'waking-road', on: 'roads: [chat, email]', says: /SEV2 must be answered within 30m at any hour/ }))
test('L6 E: chat alone for two hours', () =>
  isFound('E', { rule: 'waking-road', on: 'roads: [chat]', says: /SEV3 must be answered within 2h at any hour/ }))
test('L7 E: escalate immediately, beside a quarter of an hour', () =>
  isFound('E', { rule: 'text-against-clock', on: 'escalate immediately', says: /"immediately" \(5m\), but its own clock is 15m/ }))
test('L8 E: the commander is away: the technical lead leads as well', () =>
  isFound('E', { rule: 'role-overlap', on: 'backup: [user:lead-dev]', says: /user:lead-dev is commander and tech-lead at once/ }))
test('L8 E: communications are away: the commander writes as well', () =>
  isFound('E', { rule: 'role-overlap', on: 'backup: [user:sysadmin]', says: /user:sysadmin is comms and commander at once/ }))
test('L8 E: the liaison is away: communications have both', () =>
  isFound('E', { rule: 'role-overlap', on: 'backup: [user:ops-manager]', says: /user:ops-manager is liaison and comms at once/ }))
test('L9 E: the third question of the tree is never asked', () =>
  isFound('E', { rule: 'unreachable-branch', on: 'q3:', says: /no answer of "rollback" leads to "q3"/ }))
test('L10 E: hourly updates of the worst level', () =>
  isFound('E', { rule: 'peer-norm', on: 'every: 1h', says: /SEV1 come every 1h; peers write every 30m/ }))
test('L11 B: a short reference that no format knows', () =>
  isFound('B', { rule: 'reference-format', on: '/incident ack INC-123', says: /"INC-123" is no reference of this policy/ }))
test('L11 B: a channel without the prefix of its reference', () =>
  isFound('B', { rule: 'reference-format', on: 'text: |', says: /"incident-2026-02-10-001" is no room of this policy/ }))
test('L12 B: a review within 48 hours in the text, within 24 by the clock', () =>
  isFound('B', { rule: 'text-against-clock', on: 'within 48 hours', says: /"within 48 hours".*"scheduled" 24h/ }))
test('L12 A: a promised quarter of an hour that no clock keeps', () =>
  isFound('A', { rule: 'text-against-clock', on: 'Updates in 15 minutes', says: /promises "in 15 minutes", and no clock keeps it/ }))
test('L13 B: monthly exercises, a yearly look back', () =>
  isFound('B', { rule: 'two-cadences', on: 'tabletop-review', says: /every 1y and is about the tabletop, which comes every 1mo/ }))
test('L14 C: a level that is only a name', () =>
  isFound('C', { rule: 'level-without-procedure', on: 'id: P4', says: /P4 has no clock, and no word/ }))
test('L14 C: actions that are still to be written', () =>
  isFound('C', { rule: 'level-without-actions', on: 'Actions for P0', says: /still to be written/ }))
test('L15 C: a breach is the second level', () =>
  isFound('C', { rule: 'breach-below-top', on: 'security is breached', says: /is P1; peers make a breach their most severe level/ }))
test('L16 D: an announcement that leads all incidents of a day to one room', () =>
  isFound('D', { rule: 'unique-name', on: 'announcement', says: /which all incidents of a day have in common/ }))
test('L17 D: updates every quarter of an hour, an answer on the next working day', () =>
  isFound('D', { rule: 'tight-cadence', on: 'internal-updates', says: /after 15m.*P3 \(next_bd\)/ }))
test('L17 B: a first update after half an hour, an answer after an hour', () =>
  isFound('B', { rule: 'tight-cadence', on: 'sev3-first-update', says: /after 30m.*SEV-3 \(1h\)/ }))
test('L17 B: a first update after an hour, an answer after a day', () =>
  isFound('B', { rule: 'tight-cadence', on: 'sev4-first-update', says: /after 1h.*SEV-4 \(24h\)/ }))
test('L18 D: a verified fix without a status for it', () =>
  isFound('D', { rule: 'missing-status', on: 'statuses:', says: /no status `monitoring`/ }))
test('L19 B: the status page at once', () => isFound('B', { rule: 'immediately', on: 'sev1-first-post', says: /read as 5m/ }))
test('L19 C: an answer at once', () => isFound('C', { rule: 'immediately', on: 'respond_within: immediately', says: /read as 5m/ }))
test('L19 D: a document at once', () => isFound('D', { rule: 'immediately', on: 'within: immediately, of: resolved', says: /read as 5m/ }))
test('L19 E: a page at once', () => isFound('E', { rule: 'immediately', on: 'sev1-on-call-paged', says: /read as 5m/ }))
test('L20 A: three in a rotation, two weeks of three on duty', () =>
  isFound('A', { rule: 'on-duty-share', on: 'id: primary', says: /67 %/ }))
test('L20 D: three teams in a rotation, two weeks of three on duty', () =>
  isFound('D', { rule: 'on-duty-share', on: 'id: primary', says: /67 %/ }))
test('L21 E: a phone number that is withheld', () =>
  isFound('E', { rule: 'missing-contact', on: 'id: lead-dev', says: /"\[REDACTED\]" for phone/ }))
test('L21 C: an owner who is still to be found', () => isFound('C', { rule: 'missing-contact', on: 'TBD', says: /"TBD" for a name/ }))

test('L16 A: a room that is always the same is a standing channel, of which nothing is said', () => {
  const { findings } = known.get('A') as { findings: Finding[] }
  assert.deepEqual(
    findings.filter(({ rule }) => rule === 'unique-name'),
    [],
  )
})
