import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { checkArchitecture, sayFinding } from '../test/architecture/check-architecture.ts'

test('the code keeps to the import table, the caps and purity', () => {
  const root = new URL('..', import.meta.url).pathname
  const paths = globSync('src/**/*.{ts,tsx,sql}', { cwd: root })
  assert.ok(paths.length > 0, `nothing found below ${root}src`)
  const tree = new Map(paths.map((path) => [path, readFileSync(root + path, 'utf8')]))
  assert.deepEqual(checkArchitecture(tree).map(sayFinding), [])
})
