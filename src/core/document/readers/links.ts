import type { Draft } from '../draft.ts'
import { linesOf, type Section } from '../outline.ts'
import type { DocumentReader } from '../reading.ts'
import { everySection, led } from '../topics.ts'

/** An address, which may have holes to fill in: `https://errors.example.com/[team]/`. */
export const URL_IN = /https?:\/\/(?:\[[\w -]+\]|[^\s)>\][])+/

const LINKED = /^(.{2,60}?)\s*\((https?:\/\/(?:\[[\w -]+\]|[^\s)\][])+)\)/
/** A link to another file of the same shelf: its path is known, where it can be read is not. */
const SHELVED = /^(.{2,60}?)\s*\(((?:\.{1,2}\/)*[\w./-]+\.(?:md|html?|pdf|adoc))\)$/
const PATH = /^\/?[\w.-]+(?:\/[\w.-]+)+\/?$/
const ON_SHELVES = /relat|documentation|reference|resource|further|see also/i
/** Where the other files are, until somebody says it. */
const SHELF = 'https://docs.example.com/'

/** Addresses by name: links, and `URL:` below a title. */
export const readLinks: DocumentReader = ({ root, draft }) => {
  const sections = everySection(root)
  const titles = new Set(sections.flatMap(({ title }) => (title === '' ? [] : [title.toLowerCase()])))
  for (const section of sections) {
    const context = [...section.above, section.title].join(' ')
    for (const { text, line } of linesOf(section.blocks)) {
      // A table of contents says again what stands at its place.
      if (titles.has(/^(.+?)\s*\(#[^)]*\)$/.exec(text)?.[1]?.toLowerCase() ?? '')) draft.mark(line)
      if (/contact|vendor|support/i.test(context)) continue
      const found = linkIn(text)
      if (found) link(draft, { name: nameOf(found.name, section), url: found.url, line })
      else if (ON_SHELVES.test(context)) shelved(draft, section, { text, line })
    }
  }
}

const nameOf = (label: string, { title }: Section): string => (/^(?:url|available(?: in| at)?|link|see)$/i.test(label) ? title : label)

/** More words than this beside an address say something of their own. */
const MOST_BESIDE = 15

function linkIn(text: string): { name: string; url: string } | null {
  const linked = LINKED.exec(text)
  if (linked) return text.length - linked[0].length > MOST_BESIDE ? null : { name: linked[1] as string, url: linked[2] as string }
  const said = led(text)
  const url = URL_IN.exec(text)?.[0]
  return said && url && said.value.length - url.length <= MOST_BESIDE ? { name: said.name, url } : null
}

function link(draft: Draft, { name, url, line }: { name: string; url: string; line: number }): void {
  draft.add(['links'], { name: name.trim(), url }, line)
}

function shelved(draft: Draft, section: Section, { text, line }: { text: string; line: number }): void {
  const [, linked, file] = SHELVED.exec(text) ?? []
  const said = led(text)
  const path = file ?? (said && PATH.test(said.value) ? said.value : undefined)
  if (path === undefined) return
  const name = linked ?? nameOf(said?.name ?? '', section)
  draft.append(['links'], { name, kind: 'document' }, line)
  draft.cover({ text: `${said?.name ?? ''} ${path}`, line })
  draft.assume(['links'], (draft.at(['links']) as unknown[]).length - 1, ['url', `${SHELF}${path.replace(/^[./]+/, '')}`])
}
