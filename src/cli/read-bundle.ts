import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseBundle } from '../core/policy/parse.ts'
import { createPolicy, type Policy } from '../core/policy/policy.ts'
import { textsBeside } from './bundle-texts.ts'
import { Failure } from './failure.ts'

const FINDINGS = 1
const UNREADABLE = 2

/** The policy of a folder (or of one file), for verbs that work offline. Errors of the bundle end the verb with all of them listed. */
export function readBundle(path: string): Policy {
  const { bundle, findings } = parseBundle(filesOf(path), process.env, (names) => textsBeside(path, names))
  const errors = findings.filter((finding) => finding.level === 'error')
  if (bundle) return createPolicy(bundle, 1)
  const details = errors.map(({ file, line, message, remedy }) => `${file}:${line}: ${message}; ${remedy}`)
  throw new Failure(`${path} is no usable bundle: ${errors.length} errors`, { exitCode: FINDINGS, details })
}

/** The YAML files of a folder in their order, or the one file named. */
export function filesOf(path: string): { path: string; text: string }[] {
  try {
    const isFolder = statSync(path).isDirectory()
    const files = isFolder
      ? readdirSync(path)
          .filter((name) => /\.ya?ml$/.test(name))
          .sort()
          .map((name) => join(path, name))
      : [path]
    if (files.length > 0) return files.map((file) => ({ path: file, text: readFileSync(file, 'utf8') }))
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`, { exitCode: UNREADABLE })
  }
  throw new Failure(`${path} holds no .yaml file; name the folder of a bundle`, { exitCode: UNREADABLE })
}
