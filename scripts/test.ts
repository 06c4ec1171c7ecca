/**
 * The one test command: `npm test` runs everything, `npm test -- WORD …` only the test files whose path contains a word.
 * The closing line, alone, is `N passed, N failed, N skipped`; the exit code is 1 when anything failed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { ALERTMANAGER, CHROMIUM, ensureProgram, howToGet, ICALENDAR, NTFY, type Program } from './programs.ts'

type Tally = { passed: number; failed: number; skipped: number }

// Two cores is the machine we promise to run on, and a third of the time a test waits: for a database, a browser, a clock.
const TEST_FILES_AT_ONCE = 3
const TEST_TIMEOUT_MS = 300_000

const root = new URL('..', import.meta.url).pathname
/** What was compiled for one test file is there for the next: they share most of the sources. */
const COMPILED = `${root}node_modules/.cache/tocsin/compiled`
const tally: Tally = { passed: 0, failed: 0, skipped: 0 }

/** A check that is one command: it counts as one test, and shows its output only when it fails. */
function check(title: string, command: string[]): void {
  const began = performance.now()
  const [program = '', ...args] = command
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: 'utf8' })
  const isGood = status === 0
  tally[isGood ? 'passed' : 'failed'] += 1
  console.log(`${isGood ? '✔' : '✖'} ${title} (${seconds(began)})`)
  if (!isGood) console.log([stdout, stderr, error?.message].filter(Boolean).join('\n'))
}

async function runTests(files: string[]): Promise<void> {
  if (files.length === 0) return
  const began = performance.now()
  console.log(`\n${files.length} test files`)
  const stream = run({ cwd: root, files, concurrency: TEST_FILES_AT_ONCE, timeout: TEST_TIMEOUT_MS })
  let isSummed = false
  stream.on('test:summary', ({ file, counts }) => {
    if (file !== undefined) return
    isSummed = true
    tally.passed += counts.passed
    tally.failed += counts.tests - counts.passed - counts.skipped - counts.todo
    tally.skipped += counts.skipped + counts.todo
  })
  for await (const text of stream.compose(spec)) process.stdout.write(text)
  if (!isSummed) fail('the test files ended without a summary')
  console.log(`They took ${seconds(began)}`)
}

function fail(message: string): void {
  tally.failed += 1
  console.log(`✖ ${message}`)
}

/** Absent, the tests that drive it say so and count as skipped. */
function provide(program: Program, files: string[], where: string): void {
  if (files.some((path) => path.includes(where))) process.env[program.setting] = ensureProgram(program) ?? ''
}

/** Tests in a browser count as failed without one. */
function provideBrowser(): boolean {
  const chromium = ensureProgram(CHROMIUM)
  if (chromium) process.env[CHROMIUM.setting] = chromium
  else fail(howToGet(CHROMIUM))
  return chromium !== null
}

/** Long ones first, browsers beside what needs none, so that none is left alone at the end: there come the many short ones. */
function ordered(browser: string[], stories: string[], unit: string[]): string[] {
  const long = Array.from({ length: Math.max(browser.length, stories.length) }, (_, at) => [browser[at] ?? [], stories[at] ?? []].flat())
  return [...long.flat(), ...unit.toReversed()]
}

const seconds = (began: number): string => `${((performance.now() - began) / 1000).toFixed(1)} s`

async function main(words: string[]): Promise<void> {
  const isWanted = (path: string): boolean => words.length === 0 || words.some((word) => path.includes(word))
  const all = globSync('{src,test,scripts}/**/*.test.{ts,tsx}', { cwd: root }).filter(isWanted).sort()
  if (all.length === 0) fail(`no test file has ${words.map((word) => `"${word}"`).join(' or ')} in its path`)
  const browser = all.filter((path) => path.startsWith('test/browser/'))
  const stories = all.filter((path) => /^test\/(stories|sim|crash|resilience|alertmanager)\//.test(path))
  const unit = all.filter((path) => !browser.includes(path) && !stories.includes(path))
  process.env.NODE_COMPILE_CACHE ??= COMPILED
  if (words.length === 0) {
    check('types', ['tsc', '-p', '.'])
    check('lint and format', ['biome', 'ci', '--error-on-warnings', '.'])
    check('every claimed row is named by a test', ['node', 'scripts/rows.ts', '--quiet'])
    // From the sources each server that a test starts would take twice as long.
    check('the program is bundled', ['node', 'scripts/build-program.ts'])
  }
  if ((words.length === 0 || browser.length > 0) && existsSync(`${root}vite.config.ts`)) {
    check('the console builds', ['vite', 'build', '--logLevel', 'warn'])
    check('the first page of each screen is small', ['node', 'scripts/size-web.ts'])
  }
  provide(NTFY, unit, 'src/integrations/ntfy')
  provide(ICALENDAR, unit, 'oncall/calendar/')
  provide(ALERTMANAGER, stories, 'test/')
  const hasBrowser = browser.length > 0 && provideBrowser()
  await runTests(ordered(hasBrowser ? browser : [], stories, unit))
}

await main(process.argv.slice(2))
console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
// Not exit(): what is still on its way through a pipe would be cut off.
process.exitCode = tally.failed === 0 ? 0 : 1
