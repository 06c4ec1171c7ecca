import { durationMs } from '../../time/duration.ts'
import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'
import { nameOfPath } from '../finding.ts'
import { plainSpelling } from '../policy.ts'
import { STATUSES } from '../schema/organization.ts'

/** Most severe first: a lower level never promises a faster answer. */
export function severityOrder(draft: Draft): Problem[] {
  const timed = (draft.bundle.severities ?? []).filter((severity) => severity.respond_within)
  return timed.flatMap((severity, index) => {
    const above = timed[index - 1]
    if (!above?.respond_within || !severity.respond_within) return []
    if (durationMs(severity.respond_within) >= durationMs(above.respond_within)) return []
    const message = `${severity.id} (${severity.respond_within.text}) promises a faster answer than ${above.id} (${above.respond_within.text}) above it`
    const path = [...draft.pathOf(severity), 'respond_within']
    return [{ level: 'error', rule: 'severity-order', path, message, remedy: 'write the most severe level first, or correct the times' }]
  })
}

/** The statuses are an ordered subset that begins with the first and ends with `resolved`. */
export function statusSubset({ bundle }: Draft): Problem[] {
  const statuses = bundle.incident?.statuses
  if (!statuses) return []
  const ranks = statuses.map((status) => STATUSES.indexOf(status))
  const isRising = ranks.every((rank, index) => index === 0 || rank > (ranks[index - 1] as number))
  if (isRising && statuses[0] === STATUSES[0] && statuses.at(-1) === STATUSES.at(-1)) return []
  const kept = STATUSES.filter((status, index) => index === 0 || index === STATUSES.length - 1 || statuses.includes(status))
  const message = `\`incident.statuses\` is ${statuses.join(', ')}`
  return [{ level: 'error', rule: 'status-subset', path: ['incident', 'statuses'], message, remedy: `write [${kept.join(', ')}]` }]
}

/** Targets per severity are keyed by severities. */
export function targetKeys({ raw, bundle }: Draft): Problem[] {
  const known = new Set((bundle.severities ?? []).flatMap((severity) => [severity.id, ...severity.aliases]).map(plainSpelling))
  return Object.entries(bundle.targets ?? {}).flatMap(([target, value]) => {
    if (typeof value !== 'object' || 'text' in value) return []
    return Object.keys(value)
      .filter((severity) => !known.has(plainSpelling(severity)))
      .map((severity): Problem => {
        const path = ['targets', target, severity]
        const remedy = `write one of ${(bundle.severities ?? []).map((each) => each.id).join(', ')}`
        return {
          level: 'error',
          rule: 'dangling-reference',
          path,
          at: 'key',
          message: `\`${nameOfPath(path, raw)}\` names no severity`,
          remedy,
        }
      })
  })
}
