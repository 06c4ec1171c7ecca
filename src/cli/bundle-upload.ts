import { mergeSources } from '../core/policy/merge.ts'
import { textNamesIn, withoutTextsIn } from '../core/policy/texts.ts'
import { readSource } from '../core/policy/yaml-source.ts'
import { textsBeside } from './bundle-texts.ts'
import { filesOf } from './read-bundle.ts'

export type Upload = { files: { path: string; text: string }[]; variables: Record<string, string> }

/** The files of a bundle, the texts it names, and the values that this environment has for the `${VAR}` in it (not in texts). */
export function readUpload(dir: string, environment: Readonly<Record<string, string | undefined>> = process.env): Upload {
  const files = filesOf(dir)
  const { raw } = mergeSources(files.flatMap((file) => readSource(file).source ?? []))
  const written = JSON.stringify(withoutTextsIn(raw))
  const names = new Set([...written.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map((match) => match[1] ?? ''))
  const known = [...names].flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { files: [...files, ...textsBeside(dir, textNamesIn(raw))], variables: Object.fromEntries(known) }
}
