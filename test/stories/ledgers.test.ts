import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readPolicy } from '../policies/read-policy.ts'
import { dirtFreeCrm } from './ledgers/dirt-free-crm.ts'
import { differencesOf, type Organisation } from './ledgers/play.ts'
import { profileBuilder } from './ledgers/profile-builder.ts'
import { skillancer } from './ledgers/skillancer.ts'
import { smartbeak } from './ledgers/smartbeak.ts'
import { sparkacademy } from './ledgers/sparkacademy.ts'

const organisations: Organisation[] = [sparkacademy, smartbeak, profileBuilder, skillancer, dirtFreeCrm]

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
