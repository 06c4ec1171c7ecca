import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evidenceFull, MOST_EVIDENCE } from './evidence.ts'

const file = (bytes: number) => ({
  id: 'e',
  name: 'dump.bin',
  mediaType: 'x',
  bytes,
  sha256: 'a',
  at: '2026-01-01T00:00:00.000Z',
  by: 'user:ann',
})
const full = (files: number, each: number, more: number) =>
  evidenceFull({ reference: 'INC-1', evidence: Array.from({ length: files }, () => file(each)) }, more)

test('what is kept for ever is bounded as it comes in: in files and in bytes, with the way out', () => {
  assert.equal(full(MOST_EVIDENCE.files - 1, 1, 1), undefined)
  assert.equal(full(MOST_EVIDENCE.files, 1, 1)?.code, 'evidence-full')
  assert.equal(full(1, MOST_EVIDENCE.bytes - 5, 5), undefined)
  assert.match(
    full(1, MOST_EVIDENCE.bytes - 5, 6)?.message ?? '',
    /500 files and 1024 MiB are the most; keep this where it lies and note the link/,
  )
})
