import { parse } from 'yaml'
import type { Draft } from './draft.ts'
import type { Said, Section } from './outline.ts'
import { POLICY_MARK } from './runbook/runbook-document.ts'
import { everySection } from './topics.ts'

/** The policy that a document of our own carries at its end; null in everybody else's. */
export function ownPolicyIn(root: Section): Said | null {
  const fences = everySection(root).flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'fence' ? [block] : [])))
  const found = fences.find(({ lang, lines }) => lang === 'yaml' && lines[0]?.text.startsWith(POLICY_MARK))
  return found
    ? {
        text: `${found.lines
          .slice(1)
          .map(({ text }) => text)
          .join('\n')}\n`,
        line: found.line,
      }
    : null
}

type Entry = Record<string, unknown>

/**
 * Where somebody has changed the words above and not the policy below: the policy counts, and they are told. Only what the words
 * say in one way is compared: how soon each level is answered, and the targets.
 */
export function contradictions({ bundle, origins }: Draft, policy: string): Said[] {
  const kept = parse(policy) as Record<string, unknown>
  return origins.flatMap(({ path, line }) => {
    const [section, index, field] = path
    const isLevel = section === 'severities' && field === 'respond_within' && path.length === 3
    if (line === null || !(isLevel || (section === 'targets' && path.length === 2))) return []
    const entry = isLevel ? (bundle.severities as Entry[])[index as number] : null
    const said = isLevel ? entry?.respond_within : (bundle.targets as Entry)[index as string]
    const meant = isLevel
      ? (kept.severities as Entry[] | undefined)?.find(({ id }) => id === entry?.id)?.respond_within
      : (kept.targets as Entry | undefined)?.[index as string]
    const name = isLevel ? `${entry?.id}, answered within` : String(index)
    return meant === undefined || JSON.stringify(said) === JSON.stringify(meant)
      ? []
      : [
          {
            line,
            text: `the words say ${JSON.stringify(said)} for ${name}; the policy at the end, which counts, says ${JSON.stringify(meant)}`,
          },
        ]
  })
}
