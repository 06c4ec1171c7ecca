import { filesOf } from './read-bundle.ts'

export type Upload = { files: { path: string; text: string }[]; variables: Record<string, string> }

/** The files of a bundle with the values that this environment has for the `${VAR}` they name. */
export function readUpload(dir: string, environment: Readonly<Record<string, string | undefined>> = process.env): Upload {
  const files = filesOf(dir)
  const names = new Set(files.flatMap(({ text }) => [...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map((match) => match[1] ?? '')))
  const known = [...names].flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { files, variables: Object.fromEntries(known) }
}
