import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import { Failure } from './failure.ts'
import { printJson, printLine } from './print.ts'

const UNREADABLE = 2
const MISUSED = 2

type Options = { as: string; json?: boolean }

export function define(command: Command): void {
  command
    .argument('<what>', 'document')
    .argument('<file>', 'the incident response document, in Markdown')
    .requiredOption('--as <dir>', 'new folder for the draft of the bundle')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nReads what a team wrote for people into the draft of a policy. Behind each value stands the line it came from; what was not understood\nis listed in NOT-UNDERSTOOD.md, and nothing is left out. Go on with "tocsin lint DIR".\n\nExamples:\n  tocsin import document docs/incident-response.md --as policies/mine\n  tocsin lint policies/mine',
    )
    .action((what: string, file: string, options: Options) => run({ what, file }, options))
}

async function run({ what, file }: { what: string; file: string }, { as: dir, json }: Options): Promise<void> {
  if (what !== 'document')
    throw new Failure(`"${what}" cannot be imported; write "tocsin import document FILE.md --as DIR"`, { exitCode: MISUSED })
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new Failure(`${dir} is not empty; name a new folder, so that nothing of yours is written over`, { exitCode: MISUSED })
  const [{ decodeDocument }, { importDocument }, { filesOfDraft }, { isOtherLanguage }] = await Promise.all([
    import('../core/document/decode.ts'),
    import('../core/document/import-document.ts'),
    import('../core/document/print-draft.ts'),
    import('../core/document/other-language.ts'),
  ])
  const { text: read, encoding } = decodeDocument(bytesOf(file))
  const imported = importDocument(read)
  const files = filesOfDraft(imported, basename(file))
  for (const { path, text } of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  const { origins } = imported.draft
  const values = origins.filter(({ line }) => line !== null).length
  const isOther = isOtherLanguage(read)
  const result = {
    encoding,
    isOtherLanguage: isOther,
    isPolicyTaken: imported.policy !== null,
    values: imported.policy === null ? values : 0,
    assumed: imported.policy === null ? origins.length - values : 0,
    notUnderstood: imported.notUnderstood,
    files: files.map(({ path }) => path),
  }
  if (json) printJson(result)
  else {
    if (encoding !== 'utf-8') printLine(`${file} was read as ${encoding}; the draft is UTF-8.`)
    if (isOther)
      printLine(
        'It is not written in English, whose words are looked for: all of its text is kept, but most of it has to be put into the draft by hand.',
      )
    for (const line of imported.policy === null
      ? wordsOfDraft(result, { file, dir })
      : wordsOfOwn(imported.notUnderstood.length, { file, dir }))
      printLine(line)
    printLine(`Next: tocsin lint ${dir}`)
  }
}

type Place = { file: string; dir: string }

const wordsOfDraft = (
  { values, assumed, notUnderstood }: { values: number; assumed: number; notUnderstood: unknown[] },
  at: Place,
): string[] => [
  `${values} values of ${at.file} are in ${at.dir}, each with its line; ${assumed} are assumed and marked so.`,
  `${notUnderstood.length} lines or parts of lines were not understood: ${join(at.dir, 'NOT-UNDERSTOOD.md')}`,
]

/** A document of our own is the policy at its end: nothing was read out of its words, and nothing assumed. */
const wordsOfOwn = (differences: number, { file, dir }: Place): string[] => [
  `${file} carries its policy: the policy at its end was taken as it is and is in ${dir}.`,
  ...(differences === 0
    ? ['The words above it say the same.']
    : [`${differences} times the words above it say otherwise, and the policy counts: ${join(dir, 'NOT-UNDERSTOOD.md')}`]),
]

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`, { exitCode: UNREADABLE })
  }
}
