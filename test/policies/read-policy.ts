import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textsBeside } from '../../src/cli/bundle-texts.ts'
import { type ParsedBundle, parseBundle } from '../../src/core/policy/parse.ts'

const POLICIES = new URL('../../policies/', import.meta.url).pathname

/** Reads a bundle of `policies/` by its folder (`smartbeak`, `skillancer/as-written`), with a value for every `${VAR}` it names. */
export function readPolicy(folder: string): ParsedBundle {
  const cwd = join(POLICIES, folder)
  const files = globSync('*.yaml', { cwd })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(cwd, path), 'utf8') }))
  const named = files.flatMap(({ text }) => [...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ''))
  const environment = Object.fromEntries(named.map((name) => [name, `test-${name.toLowerCase()}`]))
  return parseBundle(files, environment, (names) => textsBeside(cwd, names))
}
