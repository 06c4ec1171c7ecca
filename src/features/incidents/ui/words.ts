import { say } from './strings.ts'

const STATUS: Record<string, () => string> = {
  investigating: () => say('investigating'),
  identified: () => say('identified'),
  mitigating: () => say('mitigating'),
  monitoring: () => say('monitoring'),
  resolved: () => say('resolved'),
  closed: () => say('closed'),
}

export const statusWord = (status: string): string => STATUS[status]?.() ?? status

const MOVES: Record<string, () => string> = {
  identified: () => say('markIdentified'),
  mitigating: () => say('markMitigating'),
  monitoring: () => say('markMonitoring'),
  resolved: () => say('resolve'),
}

/** What the button says that leads to this status. */
export const moveWord = (status: string): string => MOVES[status]?.() ?? statusWord(status)

/** `30m` → `30 m`: durations of the policy as the console writes them. */
export const spacedDuration = (text: string): string => text.replace(/^(\d+)([a-z]+)$/, '$1 $2')

/** "Leila or Ana": who may do it. */
export function namesOf(people: readonly { name: string }[]): string {
  const [first, second] = people
  return first && second ? say('or', { one: first.name, other: second.name }) : (first?.name ?? '')
}

/** `roll-back` and `fix_forward` of the policy as people read them. */
export const spacedWord = (slug: string): string => slug.replace(/[_-]+/g, ' ')
