import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { readUpload } from '../../src/cli/bundle-upload.ts'
import type { ApplyAnswer, ExportAnswer } from '../../src/features/policies/contract.ts'
import policies from '../../src/features/policies/feature.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const ROOT = new URL('../../policies/', import.meta.url).pathname
const bundles = readdirSync(ROOT, { withFileTypes: true }).filter((each) => each.isDirectory())
/** Stands for every `${VAR}`: none of it may come back. */
const SECRET = 'sEcReT-vAlUe'

async function ask<T>(home: Installation, path: string, payload?: object): Promise<T> {
  const answer = await home.server.inject({
    method: payload ? 'POST' : 'GET',
    url: `/api/v1/policy${path}`,
    headers: as('admin'),
    ...(payload ? { payload } : {}),
  })
  assert.equal(answer.statusCode, 200, answer.body.slice(0, 2_000))
  return answer.json() as T
}

const secrets = new Proxy({}, { get: (_, name) => `${SECRET}-${String(name)}` }) as Record<string, string>

for (const { name } of bundles) {
  test(`what is exported of ${name} is applied without a change, and holds no secret`, { timeout: 120_000 }, async (t) => {
    const home = await startInstallation({ features: [policies] })
    t.after(() => home.close())
    const applied = await ask<ApplyAnswer>(home, '/apply', { ...readUpload(`${ROOT}${name}`, secrets), force: 'a test wakes nobody' })
    for (const whole of [false, true]) {
      const { files, version } = await ask<ExportAnswer>(home, `/export?whole=${whole}`)
      assert.equal(version, applied.version)
      assert.doesNotMatch(JSON.stringify(files), new RegExp(SECRET))
      const again = await ask<ApplyAnswer>(home, '/apply', { files })
      assert.deepEqual([again.isChanged, again.version, again.differences], [false, applied.version, []])
      assert.deepEqual((await ask<ExportAnswer>(home, `/export?whole=${whole}`)).files, files)
    }
  })
}
