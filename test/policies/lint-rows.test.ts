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

type Row = {
  row: string
  title: string
  organisation: Organisation
  rule: string
  /** What the line of the finding holds. */
  on: string
  says: RegExp
}

const ROWS: readonly Row[] = [
  {
    row: 'L1',
    title: 'the second person is woken when the answer is due',
    organisation: 'A',
    rule: 'worst-case-wake',
    on: 'page: [schedule:primary], wait: 15m',
    says: /SEV1 \(15m\).*second step only after 15m/,
  },
  {
    row: 'L2',
    title: 'the same for two levels, by the rule of whoever is on call',
    organisation: 'D',
    rule: 'worst-case-wake',
    on: 'page: [schedule:primary], wait: 15m',
    says: /P0 \(15m\) and P1 \(15m\).*after 15m/,
  },
  {
    row: 'L3',
    title: 'half an hour among the levels, a quarter for whoever is on call',
    organisation: 'D',
    rule: 'two-values',
    on: 'on-call-response',
    says: /within 15m, but the levels say P1 within 30m/,
  },
  {
    row: 'L4',
    title: 'four hours and a working day against a quarter of an hour for every alert',
    organisation: 'A',
    rule: 'two-values',
    on: 'on-call-response',
    says: /SEV3 within 4h and SEV4 within 1bd/,
  },
  {
    row: 'L4',
    title: 'and against the target for the mean',
    organisation: 'A',
    rule: 'target-differs',
    on: 'mtta: 15m',
    says: /SEV3 4h and SEV4 1bd/,
  },
  {
    row: 'L5',
    title: 'the manager always, and after the secondary',
    organisation: 'A',
    rule: 'ambiguous-trigger',
    on: 'at: 0m, page: [managers]',
    says: /managers at once for SEV1, step 3 of "on-call" after 30m/,
  },
  {
    row: 'L5',
    title: 'after an hour at any level, and at the worst',
    organisation: 'A',
    rule: 'ambiguous-trigger',
    on: 'unresolved_for: 1h',
    says: /after 1h for SEV1, SEV2, SEV3 and SEV4, step 2 of "unresolved" after 1h for SEV1/,
  },
  {
    row: 'L6',
    title: 'chat and mail for half an hour at any hour',
    organisation: 'E',
    rule: 'waking-road',
    on: 'roads: [chat, email]',
    says: /SEV2 must be answered within 30m at any hour/,
  },
  {
    row: 'L6',
    title: 'chat alone for two hours',
    organisation: 'E',
    rule: 'waking-road',
    on: 'roads: [chat]',
    says: /SEV3 must be answered within 2h at any hour/,
  },
  {
    row: 'L7',
    title: 'escalate immediately, beside a quarter of an hour',
    organisation: 'E',
    rule: 'text-against-clock',
    on: 'escalate immediately',
    says: /"immediately" \(5m\), but its own clock is 15m/,
  },
  {
    row: 'L8',
    title: 'the commander is away: the technical lead leads as well',
    organisation: 'E',
    rule: 'role-overlap',
    on: 'backup: [user:lead-dev]',
    says: /user:lead-dev is commander and tech-lead at once/,
  },
  {
    row: 'L8',
    title: 'communications are away: the commander writes as well',
    organisation: 'E',
    rule: 'role-overlap',
    on: 'backup: [user:sysadmin]',
    says: /user:sysadmin is comms and commander at once/,
  },
  {
    row: 'L8',
    title: 'the liaison is away: communications have both',
    organisation: 'E',
    rule: 'role-overlap',
    on: 'backup: [user:ops-manager]',
    says: /user:ops-manager is liaison and comms at once/,
  },
  {
    row: 'L9',
    title: 'the third question of the tree is never asked',
    organisation: 'E',
    rule: 'unreachable-branch',
    on: 'q3:',
    says: /no answer of "rollback" leads to "q3"/,
  },
  {
    row: 'L10',
    title: 'hourly updates of the worst level',
    organisation: 'E',
    rule: 'peer-norm',
    on: 'every: 1h',
    says: /SEV1 come every 1h; peers write every 30m/,
  },
  {
    row: 'L11',
    title: 'a short reference that no format knows',
    organisation: 'B',
    rule: 'reference-format',
    on: '/incident ack INC-123',
    says: /"INC-123" is no reference of this policy/,
  },
  {
    row: 'L11',
    title: 'a channel without the prefix of its reference',
    organisation: 'B',
    rule: 'reference-format',
    on: 'text: |',
    says: /"incident-2026-02-10-001" is no room of this policy/,
  },
  {
    row: 'L12',
    title: 'a review within 48 hours in the text, within 24 by the clock',
    organisation: 'B',
    rule: 'text-against-clock',
    on: 'text: |',
    says: /"within 48 hours".*"scheduled" 24h/,
  },
  {
    row: 'L12',
    title: 'a promised quarter of an hour that no clock keeps',
    organisation: 'A',
    rule: 'text-against-clock',
    on: 'Updates in 15 minutes',
    says: /promises "in 15 minutes", and no clock keeps it/,
  },
  {
    row: 'L13',
    title: 'monthly exercises, a yearly look back',
    organisation: 'B',
    rule: 'two-cadences',
    on: 'tabletop-review',
    says: /every 1y and is about the tabletop, which comes every 1mo/,
  },
  {
    row: 'L14',
    title: 'a level that is only a name',
    organisation: 'C',
    rule: 'level-without-procedure',
    on: 'id: P4',
    says: /P4 has no clock, and no word/,
  },
  {
    row: 'L14',
    title: 'actions that are still to be written',
    organisation: 'C',
    rule: 'level-without-actions',
    on: 'Actions for P0',
    says: /still to be written/,
  },
  {
    row: 'L15',
    title: 'a breach is the second level',
    organisation: 'C',
    rule: 'breach-below-top',
    on: 'security is breached',
    says: /is P1; peers make a breach their most severe level/,
  },
  {
    row: 'L16',
    title: 'an announcement that leads all incidents of a day to one room',
    organisation: 'D',
    rule: 'unique-name',
    on: 'announcement',
    says: /which all incidents of a day have in common/,
  },
  {
    row: 'L17',
    title: 'updates every quarter of an hour, an answer on the next working day',
    organisation: 'D',
    rule: 'tight-cadence',
    on: 'internal-updates',
    says: /after 15m.*P3 \(next_bd\)/,
  },
  {
    row: 'L17',
    title: 'a first update after half an hour, an answer after an hour',
    organisation: 'B',
    rule: 'tight-cadence',
    on: 'sev3-first-update',
    says: /after 30m.*SEV-3 \(1h\)/,
  },
  {
    row: 'L17',
    title: 'a first update after an hour, an answer after a day',
    organisation: 'B',
    rule: 'tight-cadence',
    on: 'sev4-first-update',
    says: /after 1h.*SEV-4 \(24h\)/,
  },
  {
    row: 'L18',
    title: 'a verified fix without a status for it',
    organisation: 'D',
    rule: 'missing-status',
    on: 'statuses:',
    says: /no status `monitoring`/,
  },
  { row: 'L19', title: 'the status page at once', organisation: 'B', rule: 'immediately', on: 'sev1-first-post', says: /read as 5m/ },
  { row: 'L19', title: 'an answer at once', organisation: 'C', rule: 'immediately', on: 'respond_within: immediately', says: /read as 5m/ },
  {
    row: 'L19',
    title: 'a document at once',
    organisation: 'D',
    rule: 'immediately',
    on: 'within: immediately, of: resolved',
    says: /read as 5m/,
  },
  { row: 'L19', title: 'a page at once', organisation: 'E', rule: 'immediately', on: 'sev1-on-call-paged', says: /read as 5m/ },
  {
    row: 'L20',
    title: 'three in a rotation, two weeks of three on duty',
    organisation: 'A',
    rule: 'on-duty-share',
    on: 'id: primary',
    says: /67 %/,
  },
  {
    row: 'L20',
    title: 'three teams in a rotation, two weeks of three on duty',
    organisation: 'D',
    rule: 'on-duty-share',
    on: 'id: primary',
    says: /67 %/,
  },
  {
    row: 'L21',
    title: 'a phone number that is withheld',
    organisation: 'E',
    rule: 'missing-contact',
    on: 'id: lead-dev',
    says: /"\[REDACTED\]" for phone/,
  },
  {
    row: 'L21',
    title: 'an owner who is still to be found',
    organisation: 'C',
    rule: 'missing-contact',
    on: 'TBD',
    says: /"TBD" for a name/,
  },
]

for (const { row, title, organisation, rule, on, says } of ROWS) {
  test(`${row} ${organisation}: ${title}`, () => {
    const { findings, lines } = known.get(organisation) as { findings: Finding[]; lines: string[] }
    const found = findings.filter((each) => each.rule === rule && (lines[each.line - 1] ?? '').includes(on))
    assert.equal(
      found.length,
      1,
      `${rule} is found once on a line with "${on}": ${JSON.stringify(findings.filter((each) => each.rule === rule))}`,
    )
    assert.match(found[0]?.message ?? '', says)
    for (const each of found) {
      assert.ok(each.remedy.length > 0 && (each.cost ?? '').length > 0, 'says what it costs and what to write instead')
    }
  })
}

test('L16 A: a room that is always the same is a standing channel, of which nothing is said', () => {
  const { findings } = known.get('A') as { findings: Finding[] }
  assert.deepEqual(
    findings.filter(({ rule }) => rule === 'unique-name'),
    [],
  )
})
