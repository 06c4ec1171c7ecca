import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { IncidentDetail } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { createMailbox, type Letter, type Mailbox } from '../fakes/mailbox.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

/** The texts and fields of a shipped organisation as they are, around two customers. */
const { bundle: shipped } = readPolicy('dirt-free-crm')
function text(moment: string) {
  const { id, subject, text: words } = shipped?.templates?.find((each) => each.for === 'email' && each.moment === moment) ?? {}
  return { id, for: 'email', moment, subject, text: words }
}

const bundle = {
  organization: { name: 'Dirt Free CRM', support: 'support@example.com', timezone: 'UTC' },
  incident: { impact: shipped?.incident?.impact },
  severities: [{ id: 'SEV1', name: 'Critical', customers: { email: 'required' } }],
  roles: [{ id: 'commander', name: 'Commander', default: ['user:dave'] }],
  users: [{ id: 'dave', name: 'Dave Ode', role: 'responder', contacts: { email: 'dave@example.com' } }],
  services: [{ id: 'crm', name: 'crm-prod-7', component: 'Scheduling' }],
  status_pages: [{ id: 'public', title: 'Dirt Free CRM', components: ['service:crm'] }],
  obligations: [{ id: 'updates', when: { severity: 'SEV1' }, must: 'update', every: '1h', from: 'declared', until: 'resolved' }],
  audiences: [
    { id: 'customers', name: 'Customers', outside: true, recipients: [{ id: 'acme', email: 'it@acme.example.com', name: 'Acme' }] },
  ],
  templates: [text('declared'), text('resolved')],
  integrations: [{ id: 'mails', type: 'email', fields: { from: 'tocsin@example.com', replyTo: 'pager@tocsin.example.com' } }],
}

let mailbox: Mailbox
let world: Installation
before(async () => {
  mailbox = await createMailbox()
  world = await startInstallation({ features, bundle, smtpUrl: mailbox.url, sender: (app) => createSender(app) })
})
after(async () => {
  await world?.close()
  await mailbox?.close()
})

async function ask(path: string, body?: object): Promise<IncidentDetail> {
  const url = `/api/v1/incidents${path}`
  const answer = await world.server.inject({
    ...{ method: body ? 'POST' : 'GET', url, headers: as('responder', 'dave') },
    ...(body ? { payload: body } : {}),
  })
  assert.ok(answer.statusCode < 300, answer.body)
  return answer.json() as IncidentDetail
}

async function letters(count: number): Promise<Letter[]> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = mailbox.letters.filter((each) => each.to.includes('it@acme.example.com'))
    if (found.length >= count) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  assert.fail(`never: ${count} letters`)
}

const INSIDE = /db-7|Dave|crm-prod-7|review|4217|rolled back|INC-|SEV|commander/i

test('S11.5 S11.12 S5.7 over real SMTP a customer reads what was written for customers, and no inside field', {
  timeout: 60_000,
}, async () => {
  const { reference } = await ask('', { title: 'db-7 corrupt, Dave deployed', severity: 'SEV1', service: 'crm', page: false })
  const inside = { root_cause: 'Dave deployed without review', scope: '4217 users', customer_impact: 'orders of db-7 are lost' }
  await ask(`/${reference}/impact`, { fields: inside })
  await ask(`/${reference}/publish`, { text: 'Some jobs are not shown.' })
  const [first] = await letters(1)
  assert.equal(first?.mail.subject, 'Service update: Problem with Scheduling')
  assert.match(first?.mail.text ?? '', /Affected at the moment: Scheduling\.[\s\S]*every hour until it is resolved/)

  await ask(`/${reference}/impact`, { fields: { public_cause: 'A change of ours', public_repair: 'We took it back' } })
  await ask(`/${reference}/resolve`, { resolution: 'Dave rolled back db-7', force: true, reason: 'a story' })
  await ask(`/${reference}/publish`, { text: 'It works again.', status: 'resolved' })
  const last = (await letters(2)).at(-1)
  assert.equal(last?.mail.subject, 'Service restored: Problem with Scheduling')
  assert.match(last?.mail.text ?? '', /Cause: A change of ours\nWhat we did: We took it back/)
  for (const { mail } of await letters(2)) assert.doesNotMatch(`${mail.subject}\n${mail.text}\n${mail.html}`, INSIDE)
})
