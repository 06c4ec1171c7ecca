import type { Policy } from '../policy/policy.ts'
import { type Asked, type Coverage, coverageOf } from './coverage.ts'
import type { Stretch } from './targets-over-time.ts'

/** Cases (a severity of a service) that meet the same ladders before and the same after. A bundle without services has the service `''`. */
export type ComparedGroup = { cases: Case[]; was: Coverage[]; is: Coverage[] }
export type Case = { service: string; severity: string }

/** What an alert meets under two policies. A case that is new met what an unknown service did, or nothing; one that is gone is left out. */
export function comparedGroups(before: Policy | null, after: Policy, asked: Asked): ComparedGroup[] {
  const was = casesOf(before ? coverageOf(before, asked) : [])
  const is = casesOf(coverageOf(after, asked))
  const compared = [...is.values()].map(({ each, met }) => ({
    each,
    is: met,
    was: (was.get(nameOf(each)) ?? was.get(nameOf({ ...each, service: '' })))?.met ?? [],
  }))
  const numbers = new Map<Coverage, number>()
  const numberOf = (coverage: Coverage): number => {
    const number = numbers.get(coverage) ?? numbers.size
    numbers.set(coverage, number)
    return number
  }
  const groups = Map.groupBy(compared, (one) => `${one.was.map(numberOf)}|${one.is.map(numberOf)}`)
  return [...groups.values()].map((group) => ({ cases: group.map(({ each }) => each), was: group[0]?.was ?? [], is: group[0]?.is ?? [] }))
}

const nameOf = ({ service, severity }: Case): string => JSON.stringify([service, severity])

function casesOf(coverages: readonly Coverage[]): Map<string, { each: Case; met: Coverage[] }> {
  const found = new Map<string, { each: Case; met: Coverage[] }>()
  for (const coverage of coverages) {
    for (const service of coverage.services.length > 0 ? coverage.services : ['']) {
      const each = { service, severity: coverage.severity }
      const known = found.get(nameOf(each))
      if (known) known.met.push(coverage)
      else found.set(nameOf(each), { each, met: [coverage] })
    }
  }
  return found
}

export type Differing<T> = Stretch & { was: T; is: T }

/** The stretches between `edges` in which two answers differ; neighbours that differ alike are one. Answers hold from edge to edge. */
export function differing<T>(edges: readonly number[], was: (at: number) => T, is: (at: number) => T): Differing<T>[] {
  const sorted = [...new Set(edges)].sort((a, b) => a - b)
  const found: (Differing<T> & { name: string })[] = []
  for (const [index, start] of sorted.slice(0, -1).entries()) {
    const stretch = { start, end: sorted[index + 1] as number, was: was(start), is: is(start) }
    const [first, second] = [JSON.stringify(stretch.was), JSON.stringify(stretch.is)]
    if (first === second) continue
    const name = `${first} ${second}`
    const last = found.at(-1)
    if (last && last.end === start && last.name === name) last.end = stretch.end
    else found.push({ ...stretch, name })
  }
  return found.map(({ name: _, ...stretch }) => stretch)
}

/** The one of stretches in order, none over another, that holds at a moment. */
export function holdingAt<T extends Stretch>(stretches: readonly T[], at: number): T | undefined {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stretches[middle] as T).end <= at) low = middle + 1
    else high = middle
  }
  const found = stretches[low]
  return found && found.start <= at ? found : undefined
}

/** Services whose severities changed alike, together. */
export type Cases = { services: string[]; severities: string[] }

export function casesTogether(cases: readonly Case[]): Cases[] {
  const byService = [...Map.groupBy(cases, ({ service }) => service)].map(([service, of]) => ({
    service,
    severities: of.map(({ severity }) => severity),
  }))
  return [...Map.groupBy(byService, ({ severities }) => severities.join()).values()].map((group) => ({
    services: group.map(({ service }) => service).filter(Boolean),
    severities: group[0]?.severities ?? [],
  }))
}
