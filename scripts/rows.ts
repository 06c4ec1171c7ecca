/**
 * `npm run rows`: every row of policies/REQUIREMENTS.md with the tests that name it (`S6.8` in a test's title).
 * Exits 1 when a row that is claimed has no test. `--quiet` prints only what is wrong, `--claimed` only claimed rows.
 */
import { globSync, readFileSync } from 'node:fs'
import { type Naming, namingsIn, rowsIn, unproved } from './requirement-rows.ts'

const root = new URL('..', import.meta.url).pathname
const flags = new Set(process.argv.slice(2))
const rows = rowsIn(readFileSync(`${root}policies/REQUIREMENTS.md`, 'utf8'))
// The ledgers hold the stories that test/stories/ledgers.test.ts plays.
const files = globSync(['{src,test}/**/*.test.{ts,tsx}', 'test/stories/ledgers/*.ts'], { cwd: root }).sort()
const namings = files.flatMap((path) => namingsIn(path, readFileSync(root + path, 'utf8')))

const naming = (id: string): Naming[] => namings.filter((each) => each.row === id)

if (!flags.has('--quiet')) {
  for (const row of rows.filter((each) => each.isClaimed || !flags.has('--claimed'))) {
    console.log(`${row.isClaimed ? '✔' : ' '} ${row.id.padEnd(6)} ${row.title}`)
    for (const { path, title } of naming(row.id)) console.log(`           ${path}: ${title}`)
  }
  const claimed = rows.filter((row) => row.isClaimed).length
  console.log(`\n${rows.length} rows, ${claimed} claimed, ${rows.filter((row) => naming(row.id).length > 0).length} named by a test`)
}
const problems = unproved(rows, namings)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
