import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textsBeside } from '../../src/cli/bundle-texts.ts'
import { type ParsedBundle, parseBundle } from '../../src/core/policy/parse.ts'

const POLICIES = new URL('../../policies/', import.meta.url).pathname
const FIXTURES = new URL('../fixtures/', import.meta.url).pathname

/** Where a bundle lies: `smartbeak` is shipped in `policies/`, `as-written/smartbeak` is a fixture. */
export const folderOf = (name: string): string => join(name.startsWith('as-written/') ? FIXTURES : POLICIES, name)

/** A setting that changes one figure of one bundle as it is read: `{ name, path, is }`. For `mutate-figures` only. */
export const MUTATION = 'TOCSIN_TEST_MUTATION'

function changed(name: string, parsed: ParsedBundle): ParsedBundle {
  const written = process.env[MUTATION]
  if (!written || !parsed.bundle) return parsed
  const { name: meant, path, is } = JSON.parse(written) as { name: string; path: (string | number)[]; is: unknown }
  if (meant !== name) return parsed
  let place = parsed.bundle as unknown as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>
  place[path.at(-1) as string | number] = is
  return parsed
}

/** Reads a bundle by its name, with a value for every `${VAR}` it names. */
export function readPolicy(name: string): ParsedBundle {
  const cwd = folderOf(name)
  const files = globSync('*.yaml', { cwd })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(cwd, path), 'utf8') }))
  const named = files.flatMap(({ text }) => [...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ''))
  const environment = Object.fromEntries(named.map((name) => [name, `test-${name.toLowerCase()}`]))
  return changed(
    name,
    parseBundle(files, environment, (names) => textsBeside(cwd, names)),
  )
}
