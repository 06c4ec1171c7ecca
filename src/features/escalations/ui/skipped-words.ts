import { roadWord } from '../../../web/kit/road-words.ts'
import type { Skipped } from '../contract/simulate.ts'
import { say } from './strings.ts'

const TOLD = { road: 'skippedRoad', held: 'heldRoad', person: 'skippedPerson' } as const

/** "no chat, sms: not set up in this installation; no phone: phone not verified": roads of one reason are one clause. */
export function reasonsOf(skipped: readonly Skipped[]): string {
  const alike = Map.groupBy(skipped, ({ what, why }) => `${what} ${why}`)
  return [...alike.values()].map(reasonOf).join('; ')
}

function reasonOf(group: Skipped[]): string {
  const [first] = group
  const key = TOLD[first?.what as keyof typeof TOLD]
  const road = [...new Set(group.map((each) => roadWord(each.road ?? '')))].join(', ')
  return key ? say(key, { road, why: first?.why ?? '' }) : (first?.why ?? '')
}
