import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Installation, startInstallation } from '../../test/world/installation.ts'
import connections from '../features/connections/feature.ts'
import policies from '../features/policies/feature.ts'
import type { Principal } from '../platform/auth/permissions.ts'

const bin = new URL('../../bin/tocsin.js', import.meta.url).pathname
const admin: Principal = { kind: 'token', id: 't1', role: 'admin', scopes: ['*'] }
const folder = mkdtempSync(join(tmpdir(), 'tocsin-apply-'))
const YAML = `version: 1
organization: { name: Example Ltd }
severities: [{ id: SEV-1 }]
users: [{ id: ann, name: Ann, contacts: { ntfy: "https://ntfy.example/ann" } }]
runbooks: { folder: runbooks/ }
integrations: [{ id: prom, type: alertmanager, key: "\${PROM_KEY}" }]
`

let home: Installation
let url: string
before(async () => {
  writeFileSync(join(folder, 'tocsin.yaml'), YAML)
  home = await startInstallation({ features: [policies, connections], authenticate: async () => admin })
  await home.server.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(home.server.server.address() as AddressInfo).port}`
})
after(async () => {
  await home.close()
  rmSync(folder, { recursive: true, force: true })
})

async function tocsin(args: string[], more: Record<string, string> = {}): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TOCSIN_URL: url, TOCSIN_TOKEN: 'tcs_x', ...more }
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) text += chunk
  return text
}

test('what lint says is said once; plan and apply say what does not work yet and how to set it', async () => {
  const lint = await tocsin(['lint', folder])
  assert.match(lint, /severity SEV-1 has no name/)
  assert.match(lint, /costs: no alert gets in through prom/)
  for (const verb of ['plan', 'apply']) {
    const text = await tocsin([verb, folder])
    assert.doesNotMatch(text, /has no name/, verb)
    assert.match(text, /warnings?\b.* of the bundle itself: "tocsin lint .*" lists them/)
    assert.match(
      text,
      /Does not work yet:\n {2}no alert gets in through prom: whoever posts there is refused \(PROM_KEY is not set\)\n {4}→ PROM_KEY=… tocsin apply/,
    )
  }
  const set = await tocsin(['apply', folder], { PROM_KEY: 'a key of thirty-two characters ok' })
  assert.doesNotMatch(set, /Does not work yet/)
  assert.match(set, /Version 2 is in force/)
  assert.doesNotMatch(await tocsin(['apply', folder]), /Does not work yet/, 'the key that it was given is kept')
})

test('an export into a folder is applied as no change', async () => {
  const into = join(folder, 'exported')
  await tocsin(['export', 'bundle', into])
  assert.match(readFileSync(join(into, 'tocsin.yaml'), 'utf8'), /\$\{PROM_KEY\}/)
  assert.match(await tocsin(['apply', into]), /Nothing changed/)
})

const other = (text: string): string => {
  const dir = mkdtempSync(join(folder, 'other-'))
  writeFileSync(join(dir, 'tocsin.yaml'), text)
  return dir
}
const HEAD =
  'version: 1\norganization: { name: Example Ltd }\nusers: [{ id: ann, name: Ann, contacts: { ntfy: "https://ntfy.example/ann" } }]\n'

test('what is kept of the running policy is said; what dangles by it names both ways out; --replace makes the bundle the whole', async () => {
  const full = `${HEAD}services: [{ id: api }]\nroutes: [{ when: {}, service: api }]\nroutines: [{ id: look-back, what: incidents, every: 1mo }]\n`
  await tocsin(['apply', other(full)])
  const [fits, dangles] = [other(`${HEAD}services: [{ id: api }, { id: web }]\n`), other(`${HEAD}services: [{ id: web }]\n`)]
  assert.match(await tocsin(['plan', fits]), /kept from the running policy: .*routes.*routines.* \(--replace gives them up\)/)
  const refused = await tocsin(['plan', dangles])
  assert.match(refused, /"api" names no service/)
  assert.match(refused, /add it under `services:`; or give up what runs: write `routes: \[\]` in the bundle, or add --replace/)
  const whole = await tocsin(['plan', dangles, '--replace'])
  assert.match(whole, /routines\n {2}removed/)
  assert.doesNotMatch(whole, /kept from the running policy/)
  assert.match(await tocsin(['apply', dangles, '--replace']), /Version \d+ is in force/)
  assert.doesNotMatch(await tocsin(['plan', dangles]), /kept from the running policy/)
})
