#!/usr/bin/env node
// Plain JavaScript that any Node understands: it makes sure that the rest runs on the Node that Tocsin is written for.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isFresh } from './is-fresh.js'

const NEEDED_MAJOR = 26
const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)

/** The Node that was installed with Tocsin, or null. */
function installedNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'))
    const path = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

/** Node does not strip types below node_modules: the published package carries the bundle only. */
const isPublished = root.includes(`${sep}node_modules${sep}`) || !existsSync(join(root, 'src'))

/** A server that idles: the default young generation (16 MB) costs 20 MB of memory for nothing. */
const SERVER_FLAGS = ['--max-semi-space-size=4']
const isServer = process.argv[2] === 'serve'
const isTuned = `${process.execArgv} ${process.env.NODE_OPTIONS ?? ''}`.includes('semi-space')

function runOn(node) {
  const child = spawn(node, [...(isServer ? SERVER_FLAGS : []), fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, TOCSIN_NODE: node },
  })
  // What is sent to us alone is passed on; of a Ctrl-C, which reaches everybody, the child hears twice and counts it once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

async function run() {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  // The bundle that "npm ci" makes starts in half the time; a source that was touched since is what counts then.
  const program = isPublished || isFresh(root, join(root, 'dist/program.json')) ? '../dist/cli/program.js' : '../src/cli/program.ts'
  const { main } = await import(new URL(program, import.meta.url).href)
  process.exitCode = await main(process.argv.slice(2))
}

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  // Flags of memory count only from the start: the process becomes the same one with them, under the same number.
  if (isServer && !isTuned && process.execve && process.platform !== 'win32')
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...SERVER_FLAGS, ...process.argv.slice(1)], process.env)
  await run()
} else {
  const node = process.env.TOCSIN_NODE ? null : installedNode()
  if (node) runOn(node)
  else {
    console.error(
      `tocsin: Tocsin needs Node ${NEEDED_MAJOR} and this is ${process.version}. It normally comes with "npm ci"; its install script did not run ` +
        `(--ignore-scripts?). Run "npm rebuild node" in ${root}, or start Tocsin with Node ${NEEDED_MAJOR} or newer.`,
    )
    process.exitCode = 1
  }
}
