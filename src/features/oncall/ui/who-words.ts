import type { ScheduleOverride } from '../contract.ts'
import { say } from './strings.ts'

/** "Leila instead of Ben", "Yuki joins", "Ben is off" */
export function wordsOf({ people, replaces, isForEveryone }: Pick<ScheduleOverride, 'people' | 'replaces' | 'isForEveryone'>): string {
  const who = people.map((each) => each.name).join(', ')
  if (!who) return say('off', { who: replaces?.name ?? say('everyone') })
  if (isForEveryone) return say('replaces', { who, replaced: say('everyone') })
  return replaces ? say('replaces', { who, replaced: replaces.name }) : say('joins', { who })
}

/** `user:ann` → `ann`: how the API wants people named. */
export const idOf = (actor: string): string => actor.slice(actor.indexOf(':') + 1)
