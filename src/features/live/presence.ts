import type { Told } from './hub.ts'

/** A console that listens, and what it shows. */
type Present = { actor: string; place: string | null; tell(changes: Told[]): void }

/**
 * Who looks at what now. Somebody is present for as long as their live connection is open, so nobody is asked again and
 * nobody is forgotten. Kept in memory: with several processes each knows only the consoles that listen to it.
 */
export class Presence {
  private readonly streams = new Map<string, Present>()

  /** Returns how to leave. */
  add(stream: string, { actor, tell }: { actor: string; tell(changes: Told[]): void }): () => void {
    this.streams.set(stream, { actor, place: null, tell })
    return () => {
      const left = this.streams.get(stream)
      this.streams.delete(stream)
      this.tellThose(left?.place ?? null)
    }
  }

  /** False when this process has no such stream of that person: another process has it, or it is gone. */
  move(stream: string, actor: string, place: string | null): boolean {
    const present = this.streams.get(stream)
    if (present?.actor !== actor) return false
    const before = present.place
    present.place = place
    if (before === place) return true
    this.tellThose(before)
    this.tellThose(place, stream)
    return true
  }

  /** Each person once, whoever came first first. */
  at(place: string): string[] {
    return [...new Set([...this.streams.values()].filter((each) => each.place === place).map((each) => each.actor))]
  }

  private tellThose(place: string | null, except?: string): void {
    if (place === null) return
    for (const [stream, present] of this.streams)
      if (present.place === place && stream !== except) present.tell([{ kind: 'presence', id: place }])
  }
}
