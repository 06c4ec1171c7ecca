import type { Finding, Locate, Problem } from './finding.ts'
import { findingOf, inReadingOrder, valueAt } from './finding.ts'
import { immediately, tightCadence, twoValues } from './lint/clock-rules.ts'
import { coverageGap, onDutyShare, rotationSize } from './lint/duty-rules.ts'
import type { LintRule } from './lint/lint-rule.ts'
import { problemOf } from './lint/lint-rule.ts'
import {
  awayOnDuty,
  impossibleHours,
  neverServes,
  overlappingOverrides,
  rotationLeft,
  standInLeft,
  startsLater,
} from './lint/schedule-rules.ts'
import { dependencyCircle, roleOverlap, uniqueName, unreachableBranch } from './lint/structure-rules.ts'
import { missingContact, wakingRoad, worstCaseWake } from './lint/wake-rules.ts'
import type { Policy } from './policy.ts'
import { createPolicy } from './policy.ts'
import type { Bundle } from './schema/bundle.ts'

export const LINT_RULES: readonly LintRule[] = [
  ...[worstCaseWake, wakingRoad, missingContact, rotationSize, onDutyShare, coverageGap],
  ...[rotationLeft, impossibleHours, neverServes, startsLater, awayOnDuty, overlappingOverrides, standInLeft],
  ...[immediately, twoValues, tightCadence, unreachableBranch, uniqueName, roleOverlap, dependencyCircle],
]

/** A bundle that was read, and where its parts stand. `at` is the moment it is judged for: who is on call, what is accepted. */
export type LintRequest = { bundle: Bundle; locate: Locate; at: Temporal.Instant }

/** What a valid bundle promises and cannot keep. What `lint.accept` names is silent until the end of its date. */
export function lintBundle({ bundle, locate, at }: LintRequest): Finding[] {
  const policy = createPolicy(bundle, bundle.version)
  const problems = LINT_RULES.flatMap((rule) => rule.find({ policy, at }).map((found) => problemOf(rule, found)))
  return inReadingOrder(
    problems
      .filter((problem) => !isAccepted(problem, policy, at))
      .map((problem) => ({ ...findingOf(problem, locate), subject: subjectOf(problem, bundle) })),
  )
}

/** The word a reference has for an entry of each section; other sections are named as they are. */
const KIND_OF_SECTION: Readonly<Record<string, string>> = {
  users: 'user',
  teams: 'team',
  schedules: 'schedule',
  roles: 'role',
  services: 'service',
  severities: 'severity',
  obligations: 'obligation',
  escalation_policies: 'escalation',
  decision_trees: 'decision_tree',
}

/** What a finding is about, as `lint.accept` names it: `schedule:primary`, `severity:SEV-1`, `incident`. */
export function subjectOf({ path }: Problem, bundle: Bundle): string {
  const [section, index] = path
  const entry = typeof index === 'number' ? (valueAt(bundle, [String(section), index]) as { id?: string } | undefined) : undefined
  return entry?.id === undefined ? String(section) : `${KIND_OF_SECTION[String(section)] ?? section}:${entry.id}`
}

function isAccepted(problem: Problem, { bundle }: Policy, at: Temporal.Instant): boolean {
  const today = at.toZonedDateTimeISO(bundle.organization.timezone).toPlainDate().toString()
  const subject = subjectOf(problem, bundle)
  return (bundle.lint?.accept ?? []).some(({ rule, at: place, until }) => rule === problem.rule && place === subject && today <= until)
}
