import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { open, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { firing, type House, KEY, openHouse, until } from './house.ts'

/** The cluster takes 40 MB, its first log segments 16 MB each. */
const DISK = '160m'
const BLOCK = 64 * 1024

/** A small disk of its own, where this user may mount one. */
function mountDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-disk-'))
  if (process.getuid?.() === 0 && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', folder]).status === 0) return folder
  rmdirSync(folder)
  return null
}

const disk = mountDisk()

const POLICY = `
version: 1
organization: { name: Full Ltd }
severities: [ { id: SEV-1 } ]
users: [ { id: ana, name: Ana } ]
escalation_policies: [ { id: only, steps: [ { page: [user:ana], wait: 15m } ] } ]
services: [ { id: shop, escalation: [only] } ]
integrations: [ { id: am, type: alertmanager, service: shop, key: ${KEY} } ]
`

describe('a disk that is full', { skip: disk ? false : 'a disk of its own can only be mounted by root', timeout: 120_000 }, () => {
  let house: House
  const ballast = join(disk ?? '', 'ballast')
  const accepted: string[] = []
  let serial = 0

  before(async () => {
    house = await openHouse({ policy: POLICY, database: 'embedded', data: disk ?? '' })
  })
  after(async () => {
    await house?.close()
    if (disk) {
      spawnSync('umount', [disk])
      rmdirSync(disk)
    }
  })

  /** A large alert, so that the little that is left is soon used up. */
  async function send(): Promise<{ status: number; text: string; retryAfter: string | null }> {
    serial += 1
    const key = `full${serial}`
    const { status, text, headers } = await house.ask('POST', `/in/alertmanager/${KEY}`, firing(key, { text: 'x'.repeat(BLOCK) }))
    if (status === 200) accepted.push(key)
    return { status, text, retryAfter: headers.get('retry-after') }
  }

  async function fill(): Promise<void> {
    const file = await open(ballast, 'w')
    try {
      const { bavail, bsize } = await statfs(disk ?? '')
      for (let left = bavail * bsize; left > 0; left -= BLOCK) await file.write(Buffer.alloc(Math.min(BLOCK, left)))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    } finally {
      await file.close()
    }
  }

  test('I-25 accepts nothing that is not kept, and says what to do', async () => {
    assert.equal((await send()).status, 200)
    await fill()
    const refused = await until('it is refused', async () => {
      const answer = await send()
      return answer.status === 200 ? null : answer
    })
    assert.equal(refused.status, 503, refused.text)
    assert.ok(Number(refused.retryAfter) > 0)
    assert.match(refused.text, /Nothing was kept; send it again/)
    const told = await until('it says that the disk is full', async () => {
      const { text } = await send()
      return /No space left|disk/i.test(text) ? text : null
    })
    assert.match(told, /[Ff]ree space/)
  })

  test('with space again it goes on by itself, and everything it accepted is there', async () => {
    await rm(ballast)
    await until('it accepts again', async () => (await send()).status === 200, 60_000)
    const kept = new Set((await house.sql<{ key: string }>(`select state ->> 'dedup' as key from alert`)).map(({ key }) => key))
    assert.deepEqual(
      accepted.filter((key) => !kept.has(key)),
      [],
    )
    assert.ok(accepted.length >= 2)
    await until('healthy', async () => (await house.ask('GET', '/healthz')).status === 200)
  })
})
