import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { IncidentDetail, TimelineView } from '../../src/features/incidents/contract/incident.ts'
import { placeOf } from '../../src/features/incidents/reads/streams.ts'
import { timelinePage } from '../../src/features/incidents/reads/timeline.ts'
import { features } from '../../src/features/index.ts'
import { composeDraft } from '../../src/features/reviews/draft-job.ts'
import type { Pool } from '../../src/platform/db/pool.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const ENTRIES = 200_000
/** A page looks at this many facts at most, and asks for one more at a time to know whether there are any. */
const LOOKED_AT_MOST = 10_005

describe('bad input: a timeline of 200,000 entries', () => {
  let world: Installation
  let id: string
  before(async () => {
    world = await startInstallation({ features, smtpUrl: 'smtp://127.0.0.1:1' })
    id = (await ask<IncidentDetail>('incidents', { title: 'Checkout fails', page: false })).id
    await ask(`incidents/${id}/note`, { text: 'the pump was replaced' })
    await world.database.pool.query(
      `insert into fact (stream, seq, name, at, by, data, hash)
       select $1, 1000 + n, 'incident.noted', now(), 'user:ann', jsonb_build_object('text', 'entry ' || n), 'x' from generate_series(1, ${ENTRIES}) n`,
      [`incident:${id}`],
    )
    await world.database.pool.query('analyze fact')
  })
  after(() => world?.close())

  async function ask<T>(path: string, body?: object): Promise<T> {
    const method = body ? 'POST' : 'GET'
    const answer = await world.server.inject({
      method,
      url: `/api/v1/${path}`,
      headers: as('admin', 'ann'),
      ...(body ? { payload: body } : {}),
    })
    assert.ok(answer.statusCode < 300, `${path}: ${answer.body}`)
    return answer.json() as T
  }
  const page = (query: string) => ask<TimelineView>(`incidents/${id}/timeline?${query}`)

  test('opens with as many entries as were asked for, and leads on without leaving one out', async () => {
    const first = await page('limit=100')
    assert.deepEqual([first.items.length, first.items[0]?.words, first.items.at(-1)?.words], [100, 'entry 200000', 'entry 199901'])
    const second = await page(`limit=100&cursor=${first.next}`)
    assert.deepEqual([second.items.length, second.items[0]?.words], [100, 'entry 199900'])
    const everything = await page(`limit=100&view=everything&cursor=${second.next}`)
    assert.equal(everything.items[0]?.words, 'entry 199800')
    const refused = await world.server.inject({ url: `/api/v1/incidents/${id}/timeline?cursor=x`, headers: as('admin', 'ann') })
    assert.equal(refused.statusCode, 400)
  })

  test('is told from both ends in the review', async () => {
    const { markdown } = await composeDraft(world.app, id)
    assert.ok(markdown.includes('the pump was replaced') && markdown.includes('entry 200000'))
    assert.ok(markdown.length < 400_000)
  })

  test('is searched as a whole: a stretch without a hit leads on, down to the first entry', async () => {
    const near = await page('words=ENTRY%20199321')
    assert.deepEqual(
      near.items.map((entry) => entry.words),
      ['entry 199321'],
    )
    const seen: string[] = []
    let cursor: string | null = ''
    let asked = 0
    while (cursor !== null) {
      const found: TimelineView = await page(`words=pump%20replaced${cursor ? `&cursor=${cursor}` : ''}`)
      assert.ok(found.since, 'it says how far back it looked')
      seen.push(...found.items.map((entry) => entry.words ?? ''))
      cursor = found.next
      asked += 1
    }
    assert.deepEqual(seen, ['the pump was replaced'])
    assert.ok(asked >= 20 && asked <= 22, `looked ${asked} times`)
  })

  test('costs what is read of it: the last page and a search read no more rows than the first', async () => {
    const reader = { policy: world.app.policies.live(), principal: null }
    const readFor = async (asked: Parameters<typeof timelinePage>[2]): Promise<number> => {
      const counted = countingRows(world.app.pools.side)
      await timelinePage(counted.pool, { incident: id, reader }, asked)
      return counted.rows()
    }
    const view = 'everything'
    const end = placeOf((await page('view=everything&limit=1000&words=entry%20190100')).next ?? '')
    assert.ok(end, 'there is more behind the search')
    const [first, deep, search] = [
      await readFor({ view, before: null, limit: 100 }),
      await readFor({ view, before: end, limit: 100 }),
      await readFor({ view, before: end, limit: 100, words: 'nothing says this' }),
    ]
    assert.ok(first <= 110, `the first page read ${first} rows`)
    assert.ok(deep <= 110, `a page behind 10,000 entries read ${deep} rows`)
    assert.ok(search <= LOOKED_AT_MOST + 5, `a search read ${search} rows`)
  })

  test('what was pinned is shown wherever it stands in it, and nothing of another incident', async () => {
    const other = await ask<IncidentDetail>('incidents', { title: 'Something else', page: false })
    await ask(`incidents/${id}/pin`, { entry: `incident:${id}:1042` })
    const foreign = { entry: `incident:${other.id}:1` }
    await world.server.inject({ method: 'POST', url: `/api/v1/incidents/${id}/pin`, headers: as('admin', 'ann'), payload: foreign })
    const pinned = await page('view=pinned')
    assert.deepEqual([pinned.items.map((entry) => entry.words), pinned.next], [['entry 42'], null])
  })
})

type Plan = { 'Node Type': string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: Plan[] }

/** The rows that the scans of a plan looked at, those that a filter passed over among them. */
function scanned(plan: Plan): number {
  const below = (plan.Plans ?? []).reduce((sum, each) => sum + scanned(each), 0)
  const own = plan['Node Type'].includes('Scan') ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'] : 0
  return below + own
}

/** A pool that asks PostgreSQL how many rows each query looked at. */
function countingRows(pool: Pool): { pool: Pool; rows: () => number } {
  let total = 0
  const query = async (text: string, values: unknown[]) => {
    const { rows } = await pool.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`explain (analyze, format json) ${text}`, values)
    for (const { Plan } of rows[0]?.['QUERY PLAN'] ?? []) total += scanned(Plan)
    return pool.query(text, values)
  }
  return { pool: { query } as unknown as Pool, rows: () => total }
}
