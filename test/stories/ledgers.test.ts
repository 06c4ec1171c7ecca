import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readPolicy } from '../policies/read-policy.ts'
import { organisations } from './ledgers/organisations.ts'
import { differencesOf } from './ledgers/play.ts'

for (const { folder, stories } of organisations) {
  describe(`the ledger of ${folder}`, () => {
    for (const story of stories) {
      test(`${story.rows} ${story.title}`, async () => {
        const { bundle, findings } = readPolicy(folder)
        assert.ok(bundle, JSON.stringify(findings))
        assert.deepEqual(await differencesOf(bundle, story), [])
      })
    }
  })
}
