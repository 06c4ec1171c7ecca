import type { Command, Subject } from '../command/command.ts'

/** What the other world refused of an incident. */
type Refused = { of: Subject; command: Pick<Command, 'name' | 'data'>; code: string }

/** Why an incident was declared there by nobody, and what of a declared one could not be said, by the incident's id. */
export type Misplaced = { unplayable: Map<string, string>; notes: Map<string, string[]> }

/** What a policy that lacks a service or a level has no place for: counted apart, since a smaller number would praise what it lacks. */
export function misplacedIn(refused: readonly Refused[]): Misplaced {
  const misplaced: Misplaced = { unplayable: new Map(), notes: new Map() }
  for (const { of, command, code } of refused) {
    const lacking = lackingIn(code, command.data as { service?: unknown; severity?: unknown })
    if (command.name === 'declare') misplaced.unplayable.set(of.id, lacking ?? `this policy refuses to declare it (${code})`)
    else if (lacking) misplaced.notes.set(of.id, [...(misplaced.notes.get(of.id) ?? []), `what was said later is left out: ${lacking}`])
  }
  return misplaced
}

function lackingIn(code: string, { service, severity }: { service?: unknown; severity?: unknown }): string | null {
  if (code === 'service-unknown') return `this policy has no service ${String(service)}`
  return code === 'severity-unknown' ? `this policy has no level ${String(severity)}` : null
}
