/**
 * `npm run mutate-figures [ORGANISATION …]`: changes every figure of a shipped bundle in turn, in memory, and looks whether a row
 * of its stories or a test of its figures turns red. Prints the figures that nothing holds; exits 1 when there is one.
 */
import { spawnSync } from 'node:child_process'
import type { Bundle } from '../../src/core/policy/schema/bundle.ts'
import { parseDuration } from '../../src/core/time/duration.ts'
import { organisations } from '../stories/ledgers/organisations.ts'
import { differencesOf, type Organisation } from '../stories/ledgers/play.ts'
import { MUTATION, readPolicy } from './read-policy.ts'

type Path = (string | number)[]
export type Figure = { path: Path; was: string; is: unknown; shown: string }

/**
 * No figures: which version of the language this is, keys and addresses of programs, what routes look for in alerts, and until when a
 * finding is accepted. Examples, names, and runbooks say figures of machines.
 */
const NO_FIGURES = new Set(['version', 'integrations', 'routes', 'lint'])

/** Parts of the schedules and people that say when: days of the week, times of the day, the beginning of the first turn. */
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const TIMES = new Set(['at', 'from', 'to', 'starts'])
/** Without one, which is an article as often. */
const SPOKEN = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
/** Where people read a figure that a rule keeps as well. */
const READ = new Set(['examples', 'criteria', 'definition', 'duties'])

const isDuration = (value: unknown): value is { text: string; amount: number; unit: string } =>
  typeof value === 'object' && value !== null && 'text' in value && 'amount' in value && 'unit' in value

/** One more of it; what has no number becomes one. */
function more({ text, amount }: { text: string; amount: number }): unknown {
  if (text === 'immediately') return parseDuration('6m')
  return text === 'next_bd' ? parseDuration('1bd') : parseDuration(text.replace(String(amount), String(amount + 1)))
}

/** Every duration, count and percentage of a bundle, with what it is changed to. */
export function figuresIn(value: unknown, path: Path = []): Figure[] {
  if (path.length === 1 && NO_FIGURES.has(String(path[0]))) return []
  if (isDuration(value)) return [figure(path, value.text, more(value))]
  // A zero is what nobody wrote.
  if (typeof value === 'number') return value === 0 ? [] : [figure(path, String(value), value + 1)]
  if (typeof value === 'string') return inWords(value, path)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => figuresIn(each, [...path, Array.isArray(value) ? Number(key) : key]))
}

/** Percentages anywhere; days and times of schedules; numbers in what people read, as digits or words. */
function inWords(value: string, path: Path): Figure[] {
  const key = String(path.findLast((each) => typeof each === 'string'))
  if (/^\d+%$/.test(value)) return [figure(path, value, `${Number.parseInt(value, 10) - 1}%`)]
  if (path[0] === 'schedules' && key === 'day') return [figure(path, value, DAYS[(DAYS.indexOf(value) + 1) % DAYS.length])]
  if (path[0] === 'schedules' && TIMES.has(key)) return [figure(path, value, value.replace(/(\d\d):00$/, '$1:30'))]
  if (!READ.has(key)) return []
  const number = new RegExp(`\\b(?:\\d+|${SPOKEN.join('|')})\\b`, 'i').exec(value)?.[0]
  if (number === undefined) return []
  const spoken = SPOKEN.indexOf(number.toLowerCase())
  const next = spoken < 0 ? String(Number(number) + 1) : (SPOKEN[(spoken + 1) % SPOKEN.length] ?? '')
  return [figure(path, value, value.replace(number, next))]
}

const figure = (path: Path, was: string, is: unknown): Figure => ({
  ...{ path, was, is },
  shown: `${path.join('.')}: ${was} → ${isDuration(is) ? is.text : String(is)}`,
})

/** The bundle with this one figure changed. */
export function mutated(bundle: Bundle, { path, is }: Figure): Bundle {
  const copy = structuredClone(bundle)
  let place = copy as unknown as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>
  place[path.at(-1) as string | number] = is
  return copy
}

/** A change that no ledger can be played with is seen, too. */
async function isSeenByStories({ stories }: Organisation, bundle: Bundle): Promise<boolean> {
  for (const story of stories) {
    const differences = await differencesOf(bundle, story).catch((error: Error) => [error.message])
    if (differences.length > 0) return true
  }
  return false
}

/** The figures' own tests read the bundle through `readPolicy`, which applies the change. */
function isSeenByFigures(folder: string, { path, is }: Figure): boolean {
  const files = [folder, 'assumed'].map((name) => new URL(`./figures-${name}.test.ts`, import.meta.url).pathname)
  const env = { ...process.env, [MUTATION]: JSON.stringify({ name: folder, path, is }), NODE_TEST_CONTEXT: undefined }
  return spawnSync(process.execPath, ['--test', ...files], { env, encoding: 'utf8' }).status !== 0
}

export type Held = { figures: number; byStories: number; byFigures: number; survivors: string[] }

/** Some of a list, by a seed: the same ones each time. */
function sampled<T>(list: readonly T[], { size, seed }: { size: number; seed: number }): T[] {
  let state = seed
  const rest = [...list]
  return Array.from({ length: Math.min(size, rest.length) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return rest.splice(state % rest.length, 1)[0] as T
  })
}

/** All figures of an organisation, or a `sample` of them. */
export async function holdFigures(organisation: Organisation, sample?: { size: number; seed: number }): Promise<Held> {
  const { bundle } = readPolicy(organisation.folder)
  if (!bundle) throw new Error(`${organisation.folder} does not parse`)
  const held: Held = { figures: 0, byStories: 0, byFigures: 0, survivors: [] }
  const figures = figuresIn(bundle)
  for (const each of sample ? sampled(figures, sample) : figures) {
    held.figures += 1
    if (await isSeenByStories(organisation, mutated(bundle, each))) held.byStories += 1
    else if (isSeenByFigures(organisation.folder, each)) held.byFigures += 1
    else held.survivors.push(each.shown)
  }
  return held
}

if (import.meta.main) {
  const wanted = process.argv.slice(2)
  let survived = 0
  for (const organisation of organisations.filter(({ folder }) => wanted.length === 0 || wanted.includes(folder))) {
    const { figures, byStories, byFigures, survivors } = await holdFigures(organisation)
    console.log(
      `${organisation.folder}: ${figures} figures, ${byStories} held by stories, ${byFigures} by their own tests, ${survivors.length} by nothing`,
    )
    for (const line of survivors) console.log(`  ${line}`)
    survived += survivors.length
  }
  process.exitCode = survived === 0 ? 0 : 1
}
