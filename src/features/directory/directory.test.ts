import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import { directoryOf } from '../../core/directory/directory.ts'
import { directoryText } from '../../core/directory/directory-text.ts'
import { documentText } from '../../core/document/runbook/document-text.ts'
import type { ServiceAnswer } from '../catalog/contract.ts'
import catalog from '../catalog/feature.ts'
import type { DirectoryAnswer } from './contract.ts'
import directory from './feature.ts'

const POLICY = `
version: 1
organization: { name: "Reach <Ltd>", timezone: Europe/Berlin, support: "support@reach.example", business_hours: { from: "09:00", to: "17:00" }, objectives: [Customers can pay again soon], principles: [Ask early] }
incident: { types: [ { id: security } ] }
users:
  - { id: sys, name: Sam Field, title: System administrator, role: admin, timezone: America/New_York, contacts: { phone: "+1 202 555 0104", email: sam@reach.example, slack: U0SAM }, escalates_to: [user:dev, user:cto] }
  - { id: dev, name: Dora Finch, title: Lead developer, contacts: { phone: "+1 202 555 0105", email: dora@reach.example }, away: [ { from: "2026-11-10T00:00Z", to: "2026-11-20T00:00Z" } ] }
  - { id: dba, name: Dan Base, title: Database administrator, available: business_hours, contacts: { email: dan@reach.example } }
  - { id: sec, name: Security Desk, types: [security], contacts: { phone: "+1 202 555 0106" } }
  - { id: cto, name: Kofi Mensah, contacts: { mattermost: kofi } }
  - { id: eye, name: Vera Watch, role: viewer, contacts: { email: vera@reach.example } }
  - { id: gone, name: Long Gone, disabled: true, contacts: { phone: "+1 202 555 0199" } }
teams: [ { id: ops, name: Operations, members: [sys, dba], managers: [cto] } ]
roles: [ { id: commander, name: Incident commander, default: [user:sys], backup: [user:dev] } ]
schedules: [ { id: primary, name: Primary, timezone: UTC, layers: [ { id: week, rotation: weekly, starts: "2026-11-09T00:00", members: [sys] } ] } ]
links: [ { name: Architecture, url: "https://docs.reach.example/architecture", kind: document }, { name: Logs, url: "javascript://x/%0aalert(1)", service: web } ]
postmortem: { ground_rules: [Nobody is blamed] }
contacts:
  - { id: vercel, name: Vercel support, kind: vendor, email: support@vercel.example, phone: "+1 555 0100", url: "https://vercel.example/help", hours: "24/7", plan: Pro, notes: Give the team id }
  - { id: trick, name: "<script>alert(1)</script>", url: "javascript://x/%0aalert(1)" }
dependencies: [ { id: hosting, name: Hosting, criticality: critical, status_url: "https://status.vercel.example", contact: contact:vercel } ]
services: [ { id: web, name: Web, depends_on: [dependency:hosting] } ]
`

describe('the directory', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({
      policy: 'none',
      written: POLICY,
      start: '2026-11-12T14:00:00.000Z',
      features: [catalog, directory],
    })
  })
  after(() => organisation?.close())
  const read = async (as: string): Promise<DirectoryAnswer> => {
    const answer = await organisation.ask(as, 'GET', '/api/v1/directory')
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }

  test('S21.1 everybody by role, with phone, mail, chat, hours and whom to go to next', async () => {
    const { people, roles, onCall, contacts, ...answer } = await read('sys')
    assert.deepEqual([answer.organization, answer.support, answer.can.seeNumbers], ['Reach <Ltd>', 'support@reach.example', true])
    assert.deepEqual(
      people.map(({ name }) => name),
      ['Dan Base', 'Dora Finch', 'Kofi Mensah', 'Sam Field', 'Security Desk', 'Vera Watch'],
      'who has left is not there',
    )
    assert.deepEqual(
      people.find(({ id }) => id === 'sys'),
      {
        id: 'sys',
        name: 'Sam Field',
        title: 'System administrator',
        phone: '+1 202 555 0104',
        email: 'sam@reach.example',
        chats: [{ via: 'slack', name: 'U0SAM' }],
        timezone: 'America/New_York',
        hours: null,
        types: [],
        teams: ['Operations'],
        roles: ['Incident commander'],
        escalatesTo: ['Dora Finch', 'Kofi Mensah'],
        isAway: false,
      },
    )
    const of = (id: string) => people.find((each) => each.id === id)
    assert.deepEqual([of('dba')?.hours, of('sec')?.types, of('dev')?.isAway], ['business hours', ['security'], true])
    assert.deepEqual(roles, [{ id: 'commander', name: 'Incident commander', holders: ['Sam Field'], backups: ['Dora Finch'] }])
    assert.deepEqual(onCall[0]?.people, [{ id: 'sys', name: 'Sam Field', phone: '+1 202 555 0104' }])
    assert.equal(contacts.length, 2)
  })

  test('S21.1 who may not page people does not see their numbers', async () => {
    const { people, onCall, can } = await read('eye')
    assert.equal(can.seeNumbers, false)
    assert.ok(people.every(({ phone, chats }) => phone === null && chats.length === 0))
    assert.equal(onCall[0]?.people[0]?.phone, null)
    const page = await organisation.ask('eye', 'GET', '/api/v1/directory/page')
    assert.doesNotMatch(page.body, /555 010[456]/)
    assert.equal((await organisation.ask(null, 'GET', '/api/v1/directory')).statusCode, 401)
  })

  test('S21.1 the printable page needs nothing else, and what a policy says is text', async () => {
    const { body, headers } = await organisation.ask('sys', 'GET', '/api/v1/directory/page')
    assert.match(String(headers['content-type']), /^text\/html/)
    assert.match(String(headers['cache-control']), /no-store/)
    for (const wanted of [
      'Sam Field',
      'tel:+12025550104',
      'mailto:sam@reach.example',
      'Dora Finch',
      'away now',
      'Vercel support',
      'Reach &lt;Ltd&gt;',
    ])
      assert.ok(body.includes(wanted), wanted)
    assert.doesNotMatch(body, /<script|<style|<link|<img|src=|href="javascript:|Long Gone/)
  })

  test('S21.2 a vendor has a card with every detail, and the dependency map leads to it', async () => {
    const { contacts } = await read('sys')
    const { usedBy, ...card } = contacts[0] as DirectoryAnswer['contacts'][number]
    assert.deepEqual(card, {
      id: 'vercel',
      name: 'Vercel support',
      kind: 'vendor',
      url: 'https://vercel.example/help',
      email: 'support@vercel.example',
      phone: '+1 555 0100',
      chat: null,
      hours: '24/7',
      plan: 'Pro',
      notes: 'Give the team id',
      statusUrl: 'https://status.vercel.example',
    })
    assert.deepEqual(
      usedBy.map(({ kind, name }) => `${kind} ${name}`),
      ['dependency Hosting', 'service Web'],
    )
    const service = (await organisation.ask('sys', 'GET', '/api/v1/services/web')).json() as ServiceAnswer
    assert.deepEqual(service.dependsOn[0]?.contact, { id: 'vercel', name: 'Vercel support' })
  })

  test('S20.6 S20.7 what the organisation aims at, and related documents, are shown beside whom to reach, on paper as well', async () => {
    const { links, aims } = await read('eye')
    assert.deepEqual(aims, { objectives: ['Customers can pay again soon'], principles: ['Ask early'], groundRules: ['Nobody is blamed'] })
    assert.deepEqual(
      links.map(({ name, kind, service }) => [name, kind, service]),
      [
        ['Architecture', 'document', null],
        ['Logs', null, 'Web'],
      ],
    )
    const { body } = await organisation.ask('eye', 'GET', '/api/v1/directory/page')
    const text = directoryText(directoryOf(organisation.app.policies.live(), { at: organisation.now(), withNumbers: true }))
    const policy = organisation.app.policies.live()
    const document = documentText({ policy, at: organisation.now() }, policy.bundle, 'md')
    for (const wanted of ['Customers can pay again soon', 'Ask early', 'Nobody is blamed', 'https://docs.reach.example/architecture'])
      assert.deepEqual(
        [body, text, document].map((each) => each.includes(wanted)),
        [true, true, true],
        wanted,
      )
    assert.match(body, /<a href="https:\/\/docs\.reach\.example\/architecture"/)
  })

  test('S21.1 S21.2 it reads the same as plain text', () => {
    const text = directoryText(directoryOf(organisation.app.policies.live(), { at: organisation.now(), withNumbers: true }))
    assert.match(text, /^Reach <Ltd>: whom to reach\nAs of 2026-11-12 14:00 UTC, policy version 1\. Support: support@reach\.example\n/)
    assert.match(text, /\nON CALL\nPrimary · Sam Field \+1 202 555 0104/)
    assert.match(text, /\nSam Field · System administrator\n {4}\+1 202 555 0104 · sam@reach\.example · slack U0SAM\n/)
    assert.match(text, /Incident commander · then Dora Finch, Kofi Mensah/)
    assert.match(text, /Vercel support · vendor\n {4}\+1 555 0100 · support@vercel\.example · https:\/\/vercel\.example\/help\n/)
    assert.match(text, /for Hosting, Web/)
  })
})

test('S21.1 S21.2 tocsin export directory works with no server, from the files of the bundle', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/tocsin.js', 'export', 'directory', '--bundle', 'policies/example'], {
    env: { ...process.env, TOCSIN_URL: 'http://127.0.0.1:9' },
    timeout: 60_000,
  })
  assert.match(stdout, /whom to reach\n/)
  assert.match(stdout, /\nPEOPLE\n/)
  assert.match(stdout, /Ana/)
})
