import type { Path, Problem } from './finding.ts'
import type { Bundle } from './schema/bundle.ts'
import type { Template } from './schema/publication.ts'
import type { BundleFile } from './yaml-source.ts'

/** Which texts beside its YAML a bundle is about: those of its templates and its review template, and the folder of its runbooks. */
export type TextNames = { template: string | null; folder: string | null; templates: string[] }

/** Hands over the texts of these names, by their path below the bundle's folder. What is not there is left out. */
export type ReadTexts = (names: TextNames) => BundleFile[]

const MARKDOWN = /\.md$/i
/** `runbooks/roll-back.md` → `roll-back` */
const RUNBOOK = /^([a-z0-9][a-z0-9-]*)\.md$/

export const isText = ({ path }: BundleFile): boolean => MARKDOWN.test(path)

type Written = Record<string, unknown>
const isMap = (value: unknown): value is Written => typeof value === 'object' && value !== null && !Array.isArray(value)
const mapOf = (value: unknown): Written => (isMap(value) ? value : {})

/** Below the bundle's folder, and nowhere else: relative, no step up, no other machine's separators. */
const isInside = (path: string): boolean =>
  path !== '' && !/^[/~]|[\\\0:]/.test(path) && path.split('/').every((part) => part !== '..' && part !== '')

const plain = (path: string): string => path.replace(/^(\.\/)+/, '').replace(/\/+$/, '')

/** The template names a file when it ends in `.md`; else it is the id of a template, or the text itself. */
const fileIn = (template: unknown): string | null =>
  typeof template === 'string' && MARKDOWN.test(template) && !template.includes('\n') ? plain(template) : null

/** What the written bundle names, where it may be read. */
export function textNamesIn(raw: Written): TextNames {
  const { template, folder } = namesIn(raw)
  return {
    template: template !== null && isInside(template) ? template : null,
    folder: folder !== null && isInside(folder) ? folder : null,
    templates: templatesIn(raw).flatMap(({ file }) => (file !== null && isInside(file) ? [file] : [])),
  }
}

function namesIn(raw: Written): Omit<TextNames, 'templates'> {
  const { folder } = mapOf(raw.runbooks)
  return { template: fileIn(mapOf(raw.postmortem).template), folder: typeof folder === 'string' ? plain(folder) : null }
}

type Named = { entry: Written; file: string | null }

/** Each template with the file that holds its text, when it has one. */
const templatesIn = ({ templates }: Written): Named[] =>
  (Array.isArray(templates) ? templates : []).map((each) => {
    const entry = mapOf(each)
    return { entry, file: typeof entry.file === 'string' ? plain(entry.file) : null }
  })

/** A bundle without what people wrote for people: no `${VAR}` is looked for there. */
export function withoutTextsIn(raw: Written): Written {
  const rest = { ...raw }
  if (isMap(raw.postmortem)) rest.postmortem = { ...raw.postmortem, text: undefined }
  if (isMap(raw.runbooks)) rest.runbooks = { ...raw.runbooks, texts: undefined }
  if (Array.isArray(raw.templates))
    rest.templates = templatesIn(raw).map(({ entry, file }) => (file === null ? entry : { ...entry, text: undefined }))
  return rest
}

/** Puts the files' texts to where the bundle names them, so that they are versioned and exported with it. */
export function attachTexts(raw: Written, files: readonly BundleFile[]): { raw: Written; problems: Problem[] } {
  const names = textNamesIn(raw)
  const attached = { ...raw }
  const problems = outsideOf(raw)
  if (isMap(raw.postmortem) && names.template !== null) {
    const file = files.find(({ path }) => plain(path) === names.template)
    if (file && raw.postmortem.text !== undefined) problems.push(twice(['postmortem', 'text'], file.path))
    else if (file) attached.postmortem = { ...raw.postmortem, text: file.text }
    else if (raw.postmortem.text === undefined) problems.push(missing(['postmortem', 'template'], names.template))
  }
  if (isMap(raw.runbooks) && names.folder !== null) {
    const found = files.flatMap(({ path, text }) => runbookAt(plain(path), names.folder ?? '', text))
    if (found.length > 0 && raw.runbooks.texts !== undefined) problems.push(twice(['runbooks', 'texts'], `${names.folder}/`))
    else if (found.length > 0) attached.runbooks = { ...raw.runbooks, texts: Object.fromEntries(found.sort()) }
  }
  if (templatesIn(raw).some(({ file }) => file !== null)) {
    const { templates, problems: own } = attachTemplates(raw, files)
    attached.templates = templates
    problems.push(...own)
  }
  return { raw: attached, problems }
}

/** What is wrong with an entry is the schema's to say; a file that is not there is told with the templates that say nothing. */
function attachTemplates(raw: Written, files: readonly BundleFile[]): { templates: unknown[]; problems: Problem[] } {
  const problems: Problem[] = []
  const templates = (raw.templates as unknown[]).map((written, index) => {
    const file = isMap(written) && typeof written.file === 'string' ? plain(written.file) : null
    if (!isMap(written) || file === null || !isInside(file)) return written
    const found = files.find(({ path }) => plain(path) === file)
    if (found && written.text !== undefined) problems.push(twice(['templates', index, 'text'], file))
    else if (found) return { ...written, text: found.text }
    return written
  })
  return { templates, problems }
}

function runbookAt(path: string, folder: string, text: string): [string, string][] {
  const slug = path.startsWith(`${folder}/`) ? RUNBOOK.exec(path.slice(folder.length + 1))?.[1] : undefined
  return slug === undefined ? [] : [[slug, text]]
}

function outsideOf(raw: Written): Problem[] {
  const { template, folder } = namesIn(raw)
  const told = (path: Path, written: string, example: string): Problem[] =>
    isInside(written)
      ? []
      : [
          {
            ...{ level: 'error', rule: 'text-outside', path },
            message: `\`${path.join('.')}\` is "${written}", which is not below the bundle's own folder`,
            remedy: `write a path below it, such as ${example}`,
          },
        ]
  return [
    ...(template === null ? [] : told(['postmortem', 'template'], template, 'postmortem.md')),
    ...(folder === null ? [] : told(['runbooks', 'folder'], folder, 'runbooks/')),
    ...templatesIn(raw).flatMap(({ file }, index) =>
      file === null ? [] : told(['templates', index, 'file'], file, 'templates/declared.md'),
    ),
  ]
}

const twice = (path: Path, file: string): Problem => ({
  ...{ level: 'error', rule: 'text-twice', path },
  message: `\`${path.join('.')}\` is written here and in ${file}`,
  remedy: 'keep one of the two',
})

const missing = (path: Path, file: string): Problem => ({
  ...{ level: 'warning', rule: 'text-missing', path },
  message: `${file} is not there`,
  remedy: `write ${file} into the bundle's folder, or take \`${path.join('.')}\` out`,
  cost: 'reviews begin with the standard draft',
})

/** The way back: the bundle without the texts that have a file, and those files. Attached again they make an equal bundle. */
export function detachTexts(bundle: Bundle): { bundle: Bundle; files: BundleFile[] } {
  const { template, folder, templates } = textNamesIn(bundle)
  const rest = { ...bundle }
  const files: BundleFile[] = []
  if (bundle.postmortem?.text !== undefined && template !== null) {
    const { text, ...postmortem } = bundle.postmortem
    rest.postmortem = postmortem
    files.push({ path: template, text })
  }
  if (bundle.runbooks?.texts && folder !== null) {
    const { texts, ...runbooks } = bundle.runbooks
    rest.runbooks = runbooks
    files.push(...Object.entries(texts).map(([slug, text]) => ({ path: `${folder}/${slug}.md`, text })))
  }
  const said = wordsByFile(bundle.templates ?? [], templates)
  if (bundle.templates && said.size > 0) {
    rest.templates = bundle.templates.map((each) => (said.has(plain(each.file ?? '')) ? withoutText(each) : each))
    files.push(...[...said].map(([path, text]) => ({ path, text })))
  }
  return { bundle: rest, files }
}

/** Several moments may share a file while they say the same; where they no longer do, each keeps its own words. */
function wordsByFile(templates: readonly Template[], names: readonly string[]): Map<string, string> {
  const texts = Map.groupBy(templates, ({ file }) => plain(file ?? ''))
  return new Map(
    names.flatMap((name): [string, string][] => {
      const [first, ...others] = texts.get(name) ?? []
      return first && others.every(({ text }) => text === first.text) ? [[name, first.text]] : []
    }),
  )
}

/** Of no use but to be written down. */
const withoutText = ({ text: _, ...rest }: Template): Template => rest as Template
