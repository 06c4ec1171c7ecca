/** Builds the console when it is not there or older than what it is made of; `npm start` runs this first. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'

const root = new URL('..', import.meta.url).pathname
const built = `${root}dist/web/index.html`

function isFresh(): boolean {
  if (!existsSync(built)) return false
  const builtAt = statSync(built).mtimeMs
  const sources = globSync('{src/**/*.{ts,tsx,css,html},vite.config.ts,package-lock.json}', { cwd: root })
  return sources.every((path) => statSync(`${root}${path}`).mtimeMs <= builtAt)
}

// Published packages carry the built console and none of its sources.
if (existsSync(`${root}vite.config.ts`) && !isFresh()) {
  const { status } = spawnSync('vite', ['build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  process.exitCode = status ?? 1
}
