import type { Context } from '../command/command.ts'
import { holds, type WhenFacts } from '../policy/when.ts'
import { wordsOfWhen } from '../policy/when-words.ts'
import { type IncidentState, isOver } from './state.ts'
import { viewOf } from './view.ts'

export type SeverityProposal = { severity: string; reason: string }

/** The most severe level whose hint holds, when it is worse than the one that stands; with the facts that speak for it. */
export function proposedSeverity(state: IncidentState, context: Context): SeverityProposal | null {
  if (isOver(state)) return null
  const policy = context.policyAt(state.policy)
  const facts = hintsOf(state, context)
  for (const severity of policy.severities.slice(0, state.rank)) {
    const clauses = severity.suggest_when.filter((clause) => holds(clause, facts))
    if (clauses.length === 0) continue
    return { severity: severity.id, reason: wordsOf(clauses, facts) }
  }
  return null
}

export type MitigationProposal = { action: string; situation: string; reason: string }

/** The rows of the matrix whose hint holds, as they are written; with the facts that speak for each. */
export function proposedMitigations(state: IncidentState, context: Context): MitigationProposal[] {
  if (isOver(state)) return []
  const facts = hintsOf(state, context)
  return (context.policyAt(state.policy).bundle.mitigations ?? []).flatMap(({ action, situation, suggest_when: hints = [] }) => {
    const clauses = hints.filter((clause) => holds(clause, facts))
    return clauses.length === 0 ? [] : [{ action, situation, reason: wordsOf(clauses, facts) }]
  })
}

/** What hints may rest on: numbers and flags of the impact, and what alerts brought. */
function hintsOf(state: IncidentState, context: Context): WhenFacts {
  const numbers = Object.entries(state.impact).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  const { numbers: measured = {}, words = [] } = state.signs ?? {}
  const [alertSeverity] = words
  return {
    ...viewOf(state, context).facts,
    numbers: { ...measured, ...Object.fromEntries(numbers) },
    ...(alertSeverity ? { alertSeverity } : {}),
  }
}

function wordsOf(clauses: Parameters<typeof wordsOfWhen>[0], facts: WhenFacts): string {
  const above = clauses.flatMap((clause) => Object.entries(clause.above ?? {}))
  const measured = above.map(([name, limit]) => `${name.replaceAll('_', ' ')} is ${facts.numbers?.[name]}, above ${limit}`)
  const words = wordsOfWhen(clauses, facts)
  const said = clauses.flatMap((clause) => clause.alert_severity).length > 0 ? [`an alert says “${facts.alertSeverity}”`] : []
  return [...measured, ...said, ...(words ? [words] : [])].join(' and ') || 'the policy proposes it'
}
