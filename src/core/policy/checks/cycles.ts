import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'
import { idOf, kindOf } from '../policy.ts'
import type { Bundle } from '../schema/bundle.ts'

type Graph = Map<string, string[]>

/** Schedules that follow each other in a circle, or that a team fills whose own schedule they are. */
export function scheduleCycles(draft: Draft): Problem[] {
  const graph = graphOf(draft.bundle)
  const told = new Set<string>()
  return (draft.bundle.schedules ?? []).flatMap((schedule) => {
    const circle = circleFrom(`schedule:${schedule.id}`, graph)
    if (!circle || circle.some((node) => told.has(node))) return []
    for (const node of circle) told.add(node)
    const message = `schedule "${schedule.id}" depends on itself: ${[...circle, circle[0]].join(' → ')}`
    const remedy = 'break the circle: let one of them name people'
    return [{ level: 'error', rule: 'cycle', path: [...draft.pathOf(schedule), schedule.follows ? 'follows' : 'layers'], message, remedy }]
  })
}

function graphOf({ schedules, teams, roles }: Bundle): Graph {
  const graph: Graph = new Map()
  for (const schedule of schedules ?? []) {
    const members = schedule.layers.flatMap((layer) => layer.members.flat()).filter((member) => kindOf(member) !== null)
    graph.set(`schedule:${schedule.id}`, schedule.follows ? [`schedule:${idOf(schedule.follows)}`] : members)
  }
  for (const team of teams ?? []) graph.set(`team:${team.id}`, team.schedule ? [`schedule:${idOf(team.schedule)}`] : [])
  for (const role of roles ?? []) graph.set(`role:${role.id}`, [...role.default, ...role.backup])
  return graph
}

/** The nodes on the way from `start` back to itself, null when there is no way back. */
function circleFrom(start: string, graph: Graph): string[] | null {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) return wayTo(node, cameFrom)
      if (cameFrom.has(next)) continue
      cameFrom.set(next, node)
      queue.push(next)
    }
  }
  return null
}

function wayTo(end: string, cameFrom: Map<string, string>): string[] {
  const way = [end]
  for (let node = cameFrom.get(end); node !== undefined; node = cameFrom.get(node)) way.unshift(node)
  return way
}
