import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isFresh } from '../bin/is-fresh.js'

const checkout = fileURLToPath(new URL('..', import.meta.url))
/** A checkout of its own: in the real one somebody may be writing a source just now. */
const root = mkdtempSync(join(tmpdir(), 'tocsin-program-'))
const stamp = join(root, 'dist/program.json')

const run = (...argv: string[]) => spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' })
const tocsin = (...argv: string[]) => run('bin/tocsin.js', ...argv)
/** The same verb from the sources: a bundle that is older than they are. */
function fromSources(...argv: string[]) {
  utimesSync(stamp, 0, 0)
  const answer = tocsin(...argv)
  utimesSync(stamp, new Date(), new Date())
  return answer
}

before(() => {
  for (const each of ['src', 'bin', 'scripts', 'policies', 'package.json', 'package-lock.json'])
    cpSync(join(checkout, each), join(root, each), { recursive: true })
  symlinkSync(join(checkout, 'node_modules'), join(root, 'node_modules'))
  const { status, stderr } = run('scripts/build-program.ts')
  assert.equal(status, 0, stderr)
})
after(() => rmSync(root, { recursive: true }))

for (const [verb, ...rest] of [
  ['--help'],
  ['--version'],
  ['lint', 'policies/example'],
  ['lint', 'policies/example', '--json'],
  ['lint', '--explain', 'worst-case-wake'],
  ['oncall', '--bundle', 'policies/example', '--from', '2026-11-21T08:00Z'],
  ['coverage', '--bundle', 'policies/example', '--from', '2026-11-21T08:00Z', '--days', '14'],
  ['simulate', 'policies/example', '--alert', 'Queue full', '--label', 'team=payments', '--at', '2026-11-21T03:00Z', '--no-ack'],
  ['simulate', 'policies/nowhere', '--alert', 'x', '--at', '2026-11-21T03:00Z'],
] as [string, ...string[]][])
  test(`"tocsin ${[verb, ...rest].join(' ')}" answers from the bundle as from the sources`, () => {
    const [bundled, plain] = [tocsin(verb, ...rest), fromSources(verb, ...rest)]
    assert.equal(bundled.stdout, plain.stdout)
    assert.equal(bundled.stderr, plain.stderr)
    assert.equal(bundled.status, plain.status)
    assert.ok(bundled.stdout + bundled.stderr !== '')
  })

test('what is found by its place stands in the bundle: migrations, integrations, tasks of the thread', async () => {
  const { findMigrations } = await import('../src/platform/db/migrate.ts')
  const namesBelow = async (folder: string) => (await findMigrations(join(root, folder))).map(({ name, checksum }) => `${name} ${checksum}`)
  assert.deepEqual(await namesBelow('dist'), await namesBelow('src'))
  const load = `import { loadIntegrations } from './dist/integrations/list.js'; console.log([...(await loadIntegrations()).keys()].join())`
  const plain = load.replace('./dist/integrations/list.js', './src/integrations/list.ts')
  const listed = run('--input-type=module', '--eval', load)
  assert.equal(listed.stdout, run('--input-type=module', '--eval', plain).stdout, listed.stderr)
  assert.ok(readdirSync(join(root, 'dist/platform/work')).includes('worker.js'))
})

test('a source that is touched, comes or goes makes the bundle stale; a test or a screen does not', () => {
  const future = new Date(Date.now() + 60_000)
  const touched = (path: string): boolean => {
    utimesSync(join(root, path), future, future)
    const isStale = !isFresh(root, stamp)
    utimesSync(join(root, path), 0, 0)
    return isStale
  }
  assert.ok(isFresh(root, stamp))
  assert.ok(touched('src/core/time/moment.ts'))
  assert.ok(touched('src/engine/migrations'), 'a file came')
  assert.ok(touched('package-lock.json'))
  assert.ok(!touched('src/core/policy/lint.test.ts'))
  assert.ok(!touched('src/features/alerts/ui/index.ts'))
  assert.ok(!isFresh(root, join(root, 'dist/no-such-file.json')))
})
