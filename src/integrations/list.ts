import { readdir } from 'node:fs/promises'
import type { Integration } from './declaration.ts'

const FOLDER = new URL('./', import.meta.url)
/** `.ts` in a checkout, `.js` in the published package. */
const CODE = /^[a-z][a-z0-9-]*\.(ts|js)$/

/**
 * Every integration there is, by id, found by looking: a file here, or a folder's `index`, whose default export declares one.
 * Throws when two claim the same id or a name does not match.
 */
export async function loadIntegrations(): Promise<Map<string, Integration>> {
  const found = new Map<string, Integration>()
  for (const path of await pathsOfCode()) {
    const declaration = ((await import(new URL(path, FOLDER).href)) as { default?: Integration }).default
    if (!declaration) continue
    const name = path.split(/[./]/)[0]
    if (declaration.id !== name)
      throw new Error(`src/integrations/${path} declares "${declaration.id}"; its id must be "${name}", like its file`)
    if (found.has(declaration.id)) throw new Error(`"${declaration.id}" is declared twice; keep src/integrations/${path} or the other one`)
    found.set(declaration.id, declaration)
  }
  return found
}

async function pathsOfCode(): Promise<string[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true })
  const paths = entries.map(async (entry) => {
    if (entry.isFile()) return CODE.test(entry.name) ? [entry.name] : []
    const inside = await readdir(new URL(`${entry.name}/`, FOLDER))
    return inside.filter((name) => /^index\.(ts|js)$/.test(name)).map((name) => `${entry.name}/${name}`)
  })
  return (await Promise.all(paths)).flat().sort()
}
