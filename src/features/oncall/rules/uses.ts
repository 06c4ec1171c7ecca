import type { Problem } from '../../../core/policy/finding.ts'
import { checkBundle } from '../../../core/policy/parse.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'

/** An entry of the policy that names a schedule: a ladder, a team, another schedule, … */
export type Use = { section: string; id: string; name: string }

export const withoutSchedule = (bundle: Bundle, id: string): Bundle => ({
  ...bundle,
  schedules: (bundle.schedules ?? []).filter((each) => each.id !== id),
})

/** Who would name nothing any more without the schedule: asked of the policy's own check, so that no place is forgotten. */
export function usesOf(bundle: Bundle, id: string): Use[] {
  const broken = new Set(dangling(bundle).map(placeOf))
  const changed = withoutSchedule(bundle, id)
  const uses = dangling(changed)
    .filter((problem) => !broken.has(placeOf(problem)))
    .map(({ path }) => useAt(changed, path))
  return [...new Map(uses.map((use) => [`${use.section} ${use.id}`, use])).values()]
}

const dangling = (bundle: Bundle): Problem[] => checkBundle(bundle).problems.filter(({ rule }) => rule === 'dangling-reference')

/** By its id where it has one: places move up when something before them is taken out. */
const placeOf = ({ message }: Problem): string => message

function useAt(bundle: Bundle, [section, index]: Problem['path']): Use {
  const entries = bundle[section as keyof Bundle] as unknown
  const entry = Array.isArray(entries) ? (entries[Number(index)] as { id?: string; name?: string }) : null
  const id = entry?.id ?? String(index ?? '')
  return { section: String(section), id, name: entry?.name ?? id }
}
