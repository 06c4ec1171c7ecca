import { Document, isCollection, isScalar } from 'yaml'
import { bundleSchema } from '../policy/schema/bundle.ts'
import type { Left } from './accounting.ts'
import type { Draft, Origin } from './draft.ts'
import type { Imported } from './import-document.ts'
import type { Said } from './outline.ts'

export type DraftFile = { path: string; text: string }

const REVIEW_FILE = 'postmortem.md'
const RUNBOOKS = 'runbooks'

/** A draft as the files of a bundle, `name` being the document's. Behind each value stands the line it came from. */
export function filesOfDraft({ draft, notUnderstood, headings, policy }: Imported, name: string): DraftFile[] {
  const path = 'NOT-UNDERSTOOD.md'
  if (policy !== null)
    return [
      { path: 'tocsin.yaml', text: policy },
      { path, text: differencesOf(notUnderstood, name) },
    ]
  const left = { path, text: listOf(notUnderstood, name) + ledBy(headings) }
  const { postmortem, runbooks, ...rest } = draft.bundle as Record<string, Record<string, unknown> | undefined>
  const { text: review, ...learning } = postmortem ?? {}
  const { texts = {} } = runbooks ?? {}
  const bundle = {
    ...rest,
    ...(postmortem ? { postmortem: learning } : {}),
    ...(runbooks ? { runbooks: { folder: `${RUNBOOKS}/` } } : {}),
  }
  const beside = Object.entries(texts as Record<string, string>)
  return [
    { path: 'tocsin.yaml', text: yamlOf(bundle, draft) },
    ...(review === undefined ? [] : [{ path: REVIEW_FILE, text: withOrigin(String(review), draft, ['postmortem', 'text']) }]),
    ...beside.map(([id, text]) => ({ path: `${RUNBOOKS}/${id}.md`, text: withOrigin(text, draft, ['runbooks', 'texts', id]) })),
    left,
  ]
}

/** Sections in the order of the language. */
function yamlOf(bundle: Record<string, unknown>, { origins }: Draft): string {
  const sections = Object.keys(bundleSchema.shape).filter((name) => bundle[name] !== undefined)
  const document = new Document(Object.fromEntries(sections.map((name) => [name, bundle[name]])), { aliasDuplicateObjects: false })
  for (const { path, line } of origins) {
    const node = document.getIn(path, true)
    if (isScalar(node)) node.comment = originIn(line)
    else if (isCollection(node)) node.commentBefore = originIn(line)
  }
  return document.toString({ lineWidth: 0 })
}

const originIn = (line: number | null): string => (line === null ? ' assumed: the document does not say it' : ` line ${line}`)

function withOrigin(text: string, { origins }: Draft, path: Origin['path']): string {
  const line = origins.find((origin) => origin.path.join(' ') === path.join(' '))?.line
  return line ? `<!-- line ${line} -->\n${text}` : text
}

/** Headings without a value of their own, in one breath: nobody needs to do anything with them. */
const ledBy = (headings: readonly Said[]): string =>
  headings.length === 0 ? '' : `\nUnderstood only as headings: ${headings.map(({ text, line }) => `${text} (${line})`).join(' · ')}.\n`

/** Of a document that carries its policy there is nothing to understand; its words may have been changed since. */
function differencesOf(lines: readonly Left[], name: string): string {
  const head = `# The policy at the end of ${name} was taken
`
  if (lines.length === 0) return `${head}\nThe words above it say the same.\n`
  return `${head}\nThe words above it say otherwise here. The policy counts; change it where the words are right.\n\n${lines.map(({ text, line }) => `- line ${line}: ${text}`).join('\n')}\n`
}

/** What the reader did not understand, for whoever goes on by hand. */
function listOf(lines: readonly Left[], name: string): string {
  if (lines.length === 0) return `# Not understood\n\nEvery line of ${name} is in the draft.\n`
  const head = `# Not understood\n\nThese lines of ${name}, or the parts of them that are named, are in none of the values of the draft. Write into it what they promise, and delete them here.\n`
  return `${head}\n${lines.map(({ text, line, isPart }) => (isPart ? `- line ${line}, the part “${text}”` : `- line ${line}: ${text.trim()}`)).join('\n')}\n`
}
