import { type Template, toValueSync } from 'liquidjs'

/** So many characters of a template are one step: a condition may be as long as the template, and a loop asks it anew at each turn. */
const CHARACTERS_A_STEP = 200

/** What carrying out a piece once can cost, in steps, the pieces within it not counted. */
export type Costs = ReadonlyMap<Template, number>

/** Judged by how much is written from where a piece begins to the next one: its condition, filters and further branches. */
export function costsOf(templates: readonly Template[], end: number): Costs {
  const costs = new Map<Template, number>()
  weigh(templates, end, costs)
  return costs
}

function weigh(templates: readonly Template[], end: number, costs: Map<Template, number>): void {
  templates.forEach((template, index) => {
    const until = templates[index + 1]?.token.begin ?? end
    costs.set(template, Math.ceil((until - template.token.begin) / CHARACTERS_A_STEP))
    const within = template.children?.(false, true)
    if (within) weigh(toValueSync(within) as Template[], until, costs)
  })
}
