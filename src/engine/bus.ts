import type { Json } from '../core/command/command.ts'
import type { Signals } from './announcer.ts'

export type Ears = {
  /** `from` names the other process, anew at each of its starts. */
  told(data: Json, from: string): void
  /** Words may have been missed: now is the time to ask. */
  missed(): void
}

/** What processes on one database tell each other beside the engine's own words: nothing that must not get lost, at most some 7,000 bytes. */
export type Bus = {
  tell(topic: string, data: Json): void
  listen(topic: string, ears: Ears): () => void
}

type Parts = { signals: Signals; owner: string; onError(error: unknown): void }

/** Words of the engine are JSON objects, so these cannot be taken for one. */
const WORD = /^@(\S+) (\S+) (.*)$/s

/** Shares the engine's connection: hand `signals` of it to the engine instead of its own. */
export function createBus({ signals, owner, onError }: Parts): Bus & { signals: Signals } {
  const listeners = new Map<string, Set<Ears>>()
  const tell = (topic: string, data: Json): void => void signals.say(`@${topic} ${owner} ${JSON.stringify(data)}`).catch(onError)
  const hear = (word: string): boolean => {
    const [, topic = '', from = '', data = ''] = WORD.exec(word) ?? []
    if (topic === '') return false
    if (from !== owner) for (const { told } of listeners.get(topic) ?? []) told(JSON.parse(data) as Json, from)
    return true
  }
  const missed = (): void => {
    for (const all of listeners.values()) for (const each of all) each.missed()
  }
  return {
    tell,
    listen: (topic, ears) => {
      const all = listeners.get(topic) ?? new Set()
      listeners.set(topic, all.add(ears))
      return () => all.delete(ears)
    },
    signals: {
      start: (heard, onConnected) =>
        signals.start(
          (word) => void (hear(word) || heard(word)),
          () => {
            onConnected()
            missed()
          },
        ),
      say: (word) => signals.say(word),
      close: () => signals.close(),
    },
  }
}
