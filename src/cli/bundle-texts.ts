import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { LONGEST_TEXT } from '../core/policy/schema/primitives.ts'
import type { TextNames } from '../core/policy/texts.ts'
import type { BundleFile } from '../core/policy/yaml-source.ts'
import { Failure } from './failure.ts'

const UNREADABLE = 2
/** More is a documentation site, not what somebody opens at night. */
const MOST_RUNBOOKS = 300

/** The texts that a bundle names, from its own folder: no link leads out of it, nothing is read that is not named. */
export function textsBeside(path: string, { template, folder, templates }: TextNames): BundleFile[] {
  const root = statSync(path).isDirectory() ? path : dirname(path)
  const runbooks = folder === null ? [] : namesIn(root, folder)
  const named = new Set([...(template === null ? [] : [template]), ...templates.filter((name) => /\.md$/i.test(name)), ...runbooks])
  return [...named].flatMap((name) => readText(root, name))
}

function namesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder)).filter((name) => /\.md$/i.test(name))
  if (names.length > MOST_RUNBOOKS)
    throw refusal(`${join(root, folder)} holds ${names.length} runbooks; at most ${MOST_RUNBOOKS} are read: move old ones elsewhere`)
  return names.sort().map((name) => `${folder}/${name}`)
}

function readText(root: string, name: string): BundleFile[] {
  const file = join(root, name)
  if (!existsSync(file)) return []
  const real = realpathSync(file)
  if (!real.startsWith(realpathSync(root) + sep))
    throw refusal(`${file} leads to ${real}, which is not below ${root}: put the file itself there`)
  const { size, isFile } = { size: statSync(real).size, isFile: statSync(real).isFile() }
  if (!isFile) throw refusal(`${file} is no file: write the text into it`)
  if (size > LONGEST_TEXT) throw refusal(`${file} has ${size} bytes; at most ${LONGEST_TEXT} are read: shorten it or link to it`)
  return [{ path: name, text: readFileSync(real, 'utf8') }]
}

const refusal = (message: string): Failure => new Failure(message, { exitCode: UNREADABLE })
