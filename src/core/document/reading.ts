import type { Draft } from './draft.ts'
import { type Level, levelAt, levelsIn, nameAt, nameOfLevel } from './levels.ts'
import type { Section } from './outline.ts'
import type { Topic } from './topics.ts'

/** What every reader gets: the document in its two forms, and the draft that they fill together. */
export type Reading = { root: Section; topics: readonly Topic[]; levels: readonly Level[]; draft: Draft }

/** Looks for what it knows, writes it into the draft and leaves the rest to others. */
export type DocumentReader = (reading: Reading) => void

/** The titles a topic stands under, as one line of lower case. */
export const contextOf = ({ about, title }: Pick<Topic, 'about' | 'title'>): string => [...about, title].join(' › ').toLowerCase()

const aboutLevels = /sever|priorit|classif|levels?\b/i

/** The level a topic is about; by its name alone only where levels are the subject. */
export function levelOf(topic: Topic, levels: readonly Level[]): Level | null {
  const found = levelAt(topic.title)
  if (found) return levels.find(({ number }) => number === found.level.number) ?? null
  const byName = nameAt(topic.title)
  if (byName?.rest.trim() !== '') return null
  return levels.find(({ name, id }) => [name, id].some((each) => each?.toLowerCase() === byName.level.id.toLowerCase())) ?? null
}

/** Every level the document defines, the worst first: by token, else, where severities are spoken of, by name. */
export function levelsOf(topics: readonly Topic[]): Level[] {
  const found = new Map<string, Level>()
  for (const topic of topics) {
    const at = levelAt(topic.title, topic.line)
    if (!at) continue
    const known = found.get(String(at.level.number))
    const name = at.rest.includes('/') ? null : nameOfLevel(at.rest)
    if (!known) found.set(String(at.level.number), { ...at.level, name })
    else if (!known.name && name) found.set(String(at.level.number), { ...known, name })
  }
  if (found.size > 1) return [...found.values()].sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
  const named = topics
    .filter((topic) => aboutLevels.test(topic.about.join(' ')))
    .flatMap((topic) => nameAt(topic.title, topic.line)?.level ?? [])
  return [...new Map(named.map((level) => [level.id, level])).values()]
}

/** The levels that a text names, as a condition; none when it names none or all. */
export function whenOf(text: string, levels: readonly Level[]): { when?: { severity: string[] } } {
  const severity = levelsIn(text, levels)
  return severity.length > 0 ? { when: { severity } } : {}
}
