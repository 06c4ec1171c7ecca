import type { Duration } from '../../time/duration.ts'
import type { Path } from '../finding.ts'
import type { Policy } from '../policy.ts'
import { plainSpelling } from '../policy.ts'
import type { Bundle } from '../schema/bundle.ts'
import type { Severity } from '../schema/severity.ts'
import type { When } from '../schema/when-clause.ts'
import { levelsOf } from './clock-rules.ts'

/** What people wrote for people, and under which conditions it is read. `within` is its own clock. */
export type WrittenText = {
  text: string
  path: Path
  when: readonly When[]
  within?: Duration | undefined
  kind: 'template' | 'task' | 'words'
}

/** Every text in which a promise can hide. Runbooks are about machines, and hold times of another kind. */
export function textsIn(bundle: Bundle): WrittenText[] {
  const words = (texts: readonly string[] | undefined, path: Path): WrittenText[] =>
    (texts ?? []).map((text, index) => ({ text, path: [...path, index], when: [], kind: 'words' }))
  return [
    ...words(bundle.organization.objectives, ['organization', 'objectives']),
    ...words(bundle.organization.principles, ['organization', 'principles']),
    ...words(bundle.incident?.definition, ['incident', 'definition']),
    ...words(bundle.incident?.questions, ['incident', 'questions']),
    ...(bundle.roles ?? []).flatMap(({ duties }, index) => words(duties, ['roles', index, 'duties'])),
    ...(bundle.templates ?? []).flatMap(({ text, subject, when }, index): WrittenText[] => {
      const path = ['templates', index]
      const own: WrittenText = { text, path: [...path, 'text'], when, kind: 'template' }
      return subject === undefined ? [own] : [own, { ...own, text: subject, path: [...path, 'subject'] }]
    }),
    ...(bundle.checklists ?? []).flatMap(({ tasks, when }, index) =>
      tasks.map(({ text, within, when: own }, place): WrittenText => {
        const path = ['checklists', index, 'tasks', place, 'text']
        return { text, path, within, when: own.length > 0 ? own : when, kind: 'task' }
      }),
    ),
    ...(bundle.postmortem?.text === undefined
      ? []
      : [{ text: bundle.postmortem.text, path: ['postmortem', 'text'], when: [], kind: 'words' } as const]),
    ...words(bundle.postmortem?.ground_rules, ['postmortem', 'ground_rules']),
  ]
}

/** The levels a sentence is about: those it names, else those of its condition; null when it is about none in particular. */
export function levelsAbout(sentence: string, { when }: WrittenText, policy: Policy): Severity[] | null {
  const words = new Set(sentence.split(/[^A-Za-z0-9-]+/).map(plainSpelling))
  const named = policy.severities.filter(({ id, aliases }) => [id, ...aliases].some((each) => words.has(plainSpelling(each))))
  if (named.length > 0) return named
  return when.some((clause) => clause.severity.length > 0 || clause.at_least) ? levelsOf({ when: [...when] }, policy) : null
}
