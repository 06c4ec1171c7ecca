import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import type { Directory } from '../core/directory/directory.ts'
import type { ExportAnswer } from '../features/policies/contract.ts'
import { Failure } from './failure.ts'
import { printJson, printLine } from './print.ts'

const MISUSED = 2

type Options = { json?: boolean; bundle?: string }
type Asked = { what: string; dir: string | undefined; isJson: boolean }

export function define(command: Command): void {
  command
    .argument(
      '<what>',
      'bundle, document (the whole runbook for people), directory (whom to reach), or schema (of the language, for editors)',
    )
    .argument('[dir]', 'folder (of all others: file) to write into; without it the text is printed')
    .option('--bundle <dir>', 'document, directory: read the files of a bundle instead of asking the server')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nSecrets are written as ${VAR}, never in clear. Applying what was exported changes nothing.\n\nExamples:\n  tocsin export bundle policies/mine\n  tocsin export bundle > tocsin.yaml\n  tocsin export document runbook.html\n  tocsin export document --bundle policies/mine > runbook.md\n  tocsin export directory whom-to-reach.txt\n  tocsin export directory --bundle policies/mine | lpr\n  tocsin export schema tocsin.schema.json',
    )
    .action((what: string, dir: string | undefined, { json, bundle }: Options) => {
      const asked = { what, dir, isJson: json === true }
      if (what === 'document') return writeDocument(asked, bundle)
      if (what === 'schema') return writeSchema(asked)
      return what === 'directory' ? writeDirectory(asked, bundle) : run(asked)
    })
}

/** The JSON Schema of the language, as the server publishes it under /policy.schema.json. Works offline. */
async function writeSchema({ dir: file }: Asked): Promise<void> {
  const { bundleJsonSchema } = await import('../core/policy/json-schema.ts')
  const text = `${JSON.stringify(bundleJsonSchema(), null, 2)}\n`
  if (file === undefined) process.stdout.write(text)
  else {
    writeFileSync(file, text)
    printLine(`Written to ${file}. Begin a policy with "# yaml-language-server: $schema=${file}" and the editor completes and checks it.`)
  }
}

/** The complete runbook as it is now: a page when the file is called so, else Markdown. */
async function writeDocument({ dir: file, isJson }: Asked, bundle: string | undefined): Promise<void> {
  const format = file !== undefined && /\.html?$/i.test(file) ? 'html' : 'md'
  const text = bundle ? await documentOfBundle(bundle, format) : await askDocument(format)
  if (isJson) return printJson({ format, text })
  if (file === undefined) process.stdout.write(text)
  else {
    writeFileSync(file, text)
    printLine(`Written to ${file}. It needs nothing else to be read; keep a copy where you find it when everything is down.`)
  }
}

async function documentOfBundle(bundle: string, format: 'md' | 'html'): Promise<string> {
  const [{ readBundle }, { documentText }, { createClock }] = await Promise.all([
    import('./read-bundle.ts'),
    import('../core/document/runbook/document-text.ts'),
    import('../engine/clock.ts'),
  ])
  const policy = readBundle(bundle)
  return documentText({ policy, at: createClock().now() }, policy.bundle, format)
}

async function askDocument(format: 'md' | 'html'): Promise<string> {
  const { connect } = await import('./client.ts')
  const { call } = await connect()
  const { text } = await call<{ text: string }>('GET', `/api/v1/policy/document?format=${format}`)
  return text
}

/** Works without server, chat and sign-in when the files of the bundle are at hand: then with every number in them. */
async function writeDirectory({ dir: file, isJson }: Asked, bundle: string | undefined): Promise<void> {
  const directory = bundle ? await readDirectory(bundle) : await askDirectory()
  if (isJson) return printJson(directory)
  const { directoryText } = await import('../core/directory/directory-text.ts')
  const text = directoryText(directory)
  if (file === undefined) process.stdout.write(text)
  else {
    writeFileSync(file, text)
    printLine(`Written to ${file}: ${directory.people.length} people, ${directory.contacts.length} contacts outside`)
  }
}

async function readDirectory(bundle: string): Promise<Directory> {
  const [{ readBundle }, { directoryOf }, { createClock }] = await Promise.all([
    import('./read-bundle.ts'),
    import('../core/directory/directory.ts'),
    import('../engine/clock.ts'),
  ])
  return directoryOf(readBundle(bundle), { at: createClock().now(), withNumbers: true })
}

async function askDirectory(): Promise<Directory> {
  const { connect } = await import('./client.ts')
  const { call } = await connect()
  return await call<Directory>('GET', '/api/v1/directory')
}

async function run({ what, dir, isJson }: Asked): Promise<void> {
  if (what !== 'bundle')
    throw new Failure(
      `"${what}" cannot be exported; write "tocsin export bundle DIR", "tocsin export document FILE" or "tocsin export directory FILE"`,
      {
        exitCode: MISUSED,
      },
    )
  const { connect } = await import('./client.ts')
  const client = await connect()
  const answer = await client.call<ExportAnswer>('GET', `/api/v1/policy/export?whole=${dir === undefined}`)
  if (answer.files.length === 0) throw new Failure('there is no policy yet; apply one, or finish the set-up')
  if (dir !== undefined) for (const { path, text } of answer.files) writeInto(dir, path, text)
  if (isJson) return printJson(answer)
  if (dir === undefined) for (const { text } of answer.files) process.stdout.write(text)
  else printLine(`Version ${answer.version} is in ${dir}: ${answer.files.map(({ path }) => path).join(', ')}`)
}

/** A server must not write anywhere but below the folder it was given. */
function writeInto(dir: string, path: string, text: string): void {
  const target = join(dir, path)
  if (!resolve(target).startsWith(resolve(dir) + sep)) throw new Failure(`the server names a file outside of ${dir}: ${path}`)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
}
