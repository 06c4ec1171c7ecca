import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { auditStatement } from './audit-reads.ts'
import type { AuditAnswer } from './contract.ts'
import policies from './feature.ts'

const FACTS = 100_000
/** Pages of 8 KB that one answer may read; the whole record has some 2,000. */
const MOST_BLOCKS = 300

let home: Installation
before(async () => {
  home = await startInstallation({ features: [policies] })
  // Two of the same moment each, and ids that are not in the order of time.
  await home.database.pool.query(
    `insert into fact (stream, seq, name, at, by, data, hash)
      select 'alert:a' || n % 500, n, 'alert.opened', timestamptz '2026-10-01T00:00:00Z' + make_interval(secs => (n * 7919 % $1) / 2), 'user:ana', '{}', ''
      from generate_series(1, $1::int) n`,
    [FACTS],
  )
  await home.database.pool.query('analyze fact')
})
after(() => home.close())

const ask = async (query: string, role: 'admin' | 'responder' = 'admin'): Promise<AuditAnswer> => {
  const answer = await home.server.inject({ url: `/api/v1/audit?${query}`, headers: as(role) })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

test('the record is read newest first, page by page, each fact once', async () => {
  const seen: string[] = []
  let before = ''
  for (let page = 0; page < 5; page += 1) {
    const { items, next } = await ask(`limit=101${before}`)
    seen.push(...items.map(({ at, id }) => `${at} ${id.padStart(10, '0')}`))
    before = `&before=${encodeURIComponent(next ?? '')}`
  }
  assert.equal(new Set(seen).size, 505)
  assert.deepEqual(seen, seen.toSorted().reverse())
  assert.equal((await ask('stream=alert:a7&limit=500')).items.length, FACTS / 500)
  assert.equal((await home.server.inject({ url: '/api/v1/audit?before=12', headers: as('admin') })).statusCode, 400)
})

test('a page of a record of 100,000 facts reads a few blocks of it, in the middle too', async () => {
  type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }
  for (const before of [undefined, '2026-10-01T06:00:00.000Z~50000'])
    for (const seesAll of [true, false]) {
      const { text, values } = auditStatement({ limit: 100, ...(before ? { before } : {}) }, seesAll)
      const { rows } = await home.app.pools.side.query(`explain (analyze, buffers, format json) ${text}`, values)
      const plan = rows[0]['QUERY PLAN'][0].Plan as Plan
      const blocks = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
      assert.ok(blocks < MOST_BLOCKS, `${blocks} blocks: ${JSON.stringify(rows[0]['QUERY PLAN'][0].Plan).slice(0, 2000)}`)
    }
})
