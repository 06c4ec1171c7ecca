import { closestTo } from './did-you-mean.ts'
import type { Finding, Locate, Problem } from './finding.ts'
import { findingOf, inReadingOrder, valueAt } from './finding.ts'
import { peerNorm, twoCadences } from './lint/cadence-rules.ts'
import { immediately, targetDiffers, tightCadence, twoValues } from './lint/clock-rules.ts'
import { missingContact } from './lint/contact-rules.ts'
import { coverageGap, onDutyShare, rotationSize } from './lint/duty-rules.ts'
import { breachBelowTop, levelWithoutActions, levelWithoutProcedure, missingStatus } from './lint/level-rules.ts'
import type { LintRule } from './lint/lint-rule.ts'
import { problemOf } from './lint/lint-rule.ts'
import { referenceFormat, uniqueName } from './lint/name-rules.ts'
import { insideWords, noSupportAddress } from './lint/outward-rules.ts'
import { placeholderUnfilled } from './lint/placeholder-rules.ts'
import { plainWords } from './lint/plain-rules.ts'
import { nobodyWoken } from './lint/reach-rules.ts'
import {
  awayOnDuty,
  impossibleHours,
  neverServes,
  overlappingOverrides,
  rotationLeft,
  standInLeft,
  startsLater,
} from './lint/schedule-rules.ts'
import { dependencyCircle, roleOverlap, unreachableBranch } from './lint/structure-rules.ts'
import { textAgainstClock, wishInText } from './lint/text-rules.ts'
import { ambiguousTrigger, neverClimbed } from './lint/trigger-rules.ts'
import { wakingRoad, worstCaseWake } from './lint/wake-rules.ts'
import { createPolicy } from './policy.ts'
import type { Bundle } from './schema/bundle.ts'
import type { AcceptedFinding } from './schema/review.ts'

export const LINT_RULES: readonly LintRule[] = [
  ...[worstCaseWake, nobodyWoken, wakingRoad, missingContact, rotationSize, onDutyShare, coverageGap],
  ...[rotationLeft, impossibleHours, neverServes, startsLater, awayOnDuty, overlappingOverrides, standInLeft],
  ...[twoValues, textAgainstClock, tightCadence, targetDiffers, twoCadences, immediately, wishInText, peerNorm],
  ...[ambiguousTrigger, neverClimbed, unreachableBranch, roleOverlap, dependencyCircle],
  ...[levelWithoutProcedure, levelWithoutActions, breachBelowTop, missingStatus],
  ...[uniqueName, referenceFormat, placeholderUnfilled, noSupportAddress, insideWords, plainWords],
]

/** A bundle that was read, and where its parts stand. `at` is the moment it is judged for: who is on call, what is accepted. */
export type LintRequest = { bundle: Bundle; locate: Locate; at: Temporal.Instant }

/**
 * What a valid bundle promises and cannot keep. What `lint.accept` names is silent until the end of its date; after it, it is
 * found again and says so. Entries of `lint.accept` that silence nothing are told as well.
 */
export function lintBundle({ bundle, locate, at }: LintRequest): Finding[] {
  const policy = createPolicy(bundle, bundle.version)
  const problems = LINT_RULES.flatMap((rule) => rule.find({ policy, at }).map((found) => problemOf(rule, found)))
  const accepted = bundle.lint?.accept ?? []
  const today = at.toZonedDateTimeISO(bundle.organization.timezone).toPlainDate().toString()
  const entryFor = (problem: Problem): AcceptedFinding | undefined =>
    accepted.find(({ rule, at: place }) => rule === problem.rule && place === subjectOf(problem, bundle))
  const loud = problems.flatMap((problem) => {
    const entry = entryFor(problem)
    if (!entry) return [problem]
    return today <= entry.until ? [] : [{ ...problem, message: `${problem.message} (accepted until ${entry.until}: "${entry.reason}")` }]
  })
  const used = new Set(problems.map(entryFor))
  const idle = accepted.flatMap((entry, index) => (used.has(entry) ? [] : [idleAcceptance(entry, index)]))
  return inReadingOrder([...loud, ...idle].map((problem) => ({ ...findingOf(problem, locate), subject: subjectOf(problem, bundle) })))
}

/** An acceptance that silences nothing hides the next finding of its kind. */
function idleAcceptance({ rule, at }: AcceptedFinding, index: number): Problem {
  const ids = LINT_RULES.map(({ id }) => id)
  const level = 'advisory'
  const path = ['lint', 'accept', index]
  if (ids.includes(rule))
    return {
      ...{ level, rule: 'acceptance-idle', path, message: `nothing is found by ${rule} at ${at}` },
      ...{ remedy: 'remove the acceptance', cost: 'it would silence what is found there next' },
    }
  const meant = closestTo(rule, ids)
  const remedy = meant ? `did you mean \`${meant}\`?` : '`tocsin lint --explain` lists the rules'
  return { level, rule: 'acceptance-idle', path: [...path, 'rule'], message: `"${rule}" is no rule that can be accepted`, remedy }
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
  templates: 'template',
  checklists: 'checklist',
  contacts: 'contact',
  triggers: 'trigger',
  routines: 'routine',
  drills: 'drill',
  training: 'training',
}

/** What a finding is about, as `lint.accept` names it: `schedule:primary`, `severity:SEV-1`, `incident`. */
export function subjectOf({ path }: Problem, bundle: Bundle): string {
  const [section, index] = path
  const entry = typeof index === 'number' ? (valueAt(bundle, [String(section), index]) as { id?: string } | undefined) : undefined
  return entry?.id === undefined ? String(section) : `${KIND_OF_SECTION[String(section)] ?? section}:${entry.id}`
}
