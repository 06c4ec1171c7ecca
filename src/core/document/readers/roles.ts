import { type Draft, type Step, slugOf } from '../draft.ts'
import { targetsIn } from '../people.ts'
import { contextOf, type DocumentReader } from '../reading.ts'
import type { Topic } from '../topics.ts'

const ROLES = /\broles?\b|response team|incident team|core team|extended team|responders/

/** Titles that are known by another id than their words. */
const KNOWN: readonly [RegExp, string][] = [
  [/incident commander|incident lead|^lead$|^commander|\bic\b/i, 'commander'],
  [/tech(?:nical)? lead/i, 'tech-lead'],
  [/comm(?:unication)?s? (?:lead|coordinator|manager)/i, 'comms'],
  [/scribe/i, 'scribe'],
  [/liaison/i, 'liaison'],
]

export const roleIdOf = (title: string): string => KNOWN.find(([pattern]) => pattern.test(title))?.[1] ?? slugOf(title)

const LISTS: readonly [RegExp, string][] = [
  [/responsib|duties|duty|tasks?/i, 'duties'],
  [/qualit|skills?|traits/i, 'qualities'],
]

/** Roles with who holds them, their duties and what it takes. */
export const readRoles: DocumentReader = ({ topics, draft }) => {
  for (const topic of topics) {
    if (!ROLES.test(contextOf({ about: topic.about, title: '' })) || topic.title === '') continue
    if (topic.section ? isRole(topic) : hasHolders(topic)) readRole(topic, draft)
  }
}

const hasHolders = ({ facts }: Topic): boolean => facts.some(({ name }) => /primary|backup|responsib|dut(?:y|ies)/i.test(name))

/** A title of its own below "Roles", with points below it: not the word that stands above its points. */
const isRole = ({ title, lists, facts, section }: Topic): boolean =>
  !LISTS.some(([pattern]) => pattern.test(title)) &&
  (lists.length > 0 || facts.length > 0) &&
  !(section?.sections ?? []).some((below) => !LISTS.some(([pattern]) => pattern.test(below.title)))

function readRole(topic: Topic, draft: Draft): void {
  const steps = draft.entry('roles', roleIdOf(topic.title), topic.line)
  draft.put([...steps, 'name'], topic.title.replace(/\s*\([^)]*\)\s*$/, ''), topic.line)
  for (const { name, value, line } of topic.facts) {
    const field = /backup|deputy|secondary/i.test(name) ? 'backup' : /primary|holder|default|who/i.test(name) ? 'default' : null
    if (field) for (const target of targetsIn(draft, value, line)) draft.add([...steps, field], target, line)
    else duty(draft, { steps, name, value, line })
  }
  const isPlain = !hasHolders(topic) && !topic.lists.some(({ name }) => LISTS.some(([pattern]) => pattern.test(name)))
  for (const list of topic.lists) {
    const field = LISTS.find(([pattern]) => pattern.test(list.name))?.[1] ?? (list.name === topic.title && isPlain ? 'duties' : null)
    if (!field) continue
    draft.mark(list.line)
    for (const { text, line } of list.items) {
      draft.add([...steps, field], text, line)
      if (field === 'duties') approval(draft, { steps, text, line })
    }
  }
}

function duty(draft: Draft, { steps, name, value, line }: { steps: Step[]; name: string; value: string; line: number }): void {
  const field = LISTS.find(([pattern]) => pattern.test(name))?.[1]
  if (!field) return
  for (const part of value.split(/\s*;\s*/)) draft.add([...steps, field], part, line)
}

/** Whoever must approve what customers read says so among their duties. */
function approval(draft: Draft, { steps, text, line }: { steps: Step[]; text: string; line: number }): void {
  if (!/external|public|customer/i.test(text) || !/approv/i.test(text)) return
  const role = (steps[1] as { id: string }).id
  const entry = draft.entry('approvals', 'publish', line)
  draft.put([...entry, 'for'], 'publish', line)
  draft.put([...entry, 'by'], `role:${role}`, line)
}
