import { say } from './strings.ts'

const WORDS: Record<string, () => string> = {
  push: () => say('road_push'),
  chat: () => say('road_chat'),
  channel: () => say('road_channel'),
  sms: () => say('road_sms'),
  phone: () => say('road_phone'),
  email: () => say('road_email'),
  webhook: () => say('road_webhook'),
}

/** "SMS", "call": a road as people say it; one of an integration's own by its name. */
export const roadWord = (road: string): string => WORDS[road]?.() ?? road

/** The same word at the beginning of a line. */
export function roadTitle(road: string): string {
  const word = roadWord(road)
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}
