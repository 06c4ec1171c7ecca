import type { At, Finding, Locate, Path, Place } from './finding.ts'
import type { Source } from './yaml-source.ts'

/** The files of a bundle as one: lists are joined in the order of the files, every other section has one home. */
export type Merged = { raw: Record<string, unknown>; locate: Locate; findings: Finding[] }

type Home = { source: Source /** Index in the joined list of this file's first entry. */; first: number }

export function mergeSources(sources: readonly Source[]): Merged {
  const joined = new Map<string, unknown>()
  const homes = new Map<string, Home[]>()
  const findings: Finding[] = []
  for (const source of sources) {
    for (const [section, value] of source.sections) {
      const known = joined.get(section)
      const others = homes.get(section) ?? []
      if (Array.isArray(known) && Array.isArray(value)) joined.set(section, [...known, ...value])
      else if (others.length === 0) joined.set(section, value)
      else if (section !== 'version' || known !== value) findings.push(givenTwice(section, source, others))
      const first = Array.isArray(known) ? known.length : 0
      homes.set(section, [...others, { source, first }])
    }
  }
  return { raw: Object.fromEntries(joined), locate: (path, at) => locateIn(homes, path, at) ?? sources[0]?.place([]) ?? NOWHERE, findings }
}

function givenTwice(section: string, source: Source, others: readonly Home[]): Finding {
  const other = others[0]?.source.place([section], 'key')
  return {
    ...{ level: 'error', rule: 'section-twice' },
    ...source.place([section], 'key'),
    message: `\`${section}\` is already given in ${other?.file}, line ${other?.line}`,
    remedy: 'keep the section in one file; only lists may be spread over several',
  }
}

/** What is missing from a bundle without files is missing from the file that should be there. */
const NOWHERE: Place = { file: 'tocsin.yaml', line: 1, column: 1 }

function locateIn(homes: Map<string, Home[]>, path: Path, at?: At): Place | null {
  const [section, index, ...rest] = path
  const found = homes.get(String(section)) ?? []
  const home = typeof index === 'number' ? found.findLast((each) => each.first <= index) : found[0]
  if (!home) return null
  return home.source.place(typeof index === 'number' ? [section as string, index - home.first, ...rest] : path, at)
}
