import type { Json } from '../../core/command/command.ts'
import type { Bus } from '../../engine/bus.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Told } from './hub.ts'

/** A console that listens, and what it shows. */
type Present = { actor: string; place: string | null; tell(changes: Told[]): void }
type Move = { stream: string; actor: string; place: string | null }
/** Between processes: who of mine is at a place now · a console of yours moved · who is where with you? · I end. */
type Word = { place: string; actors: string[] } | { move: Move } | { ask: true } | { end: true }
type Elsewhere = { places: Map<string, string[]>; heardAtMs: number }

const TOPIC = 'presence'
/** Processes say again where their people are, so that those of one that died are forgotten. */
const SAY_AGAIN_MS = 15_000
const FORGET_MS = 40_000

type Parts = { bus: Bus; clock: Clock }

/**
 * Who looks at what now, in all processes of a database. Somebody is present for as long as their live connection is open, so nobody is
 * asked again and nobody is forgotten. Kept in memory: each process has its own consoles, and what the others last said of theirs.
 */
export class Presence {
  private readonly parts: Parts
  private readonly streams = new Map<string, Present>()
  private readonly others = new Map<string, Elsewhere>()
  private readonly deafen: () => void
  private cancel: () => void = () => {}

  constructor(parts: Parts) {
    this.parts = parts
    const missed = (): void => {
      this.say({ ask: true })
      this.sayAll()
    }
    this.deafen = parts.bus.listen(TOPIC, { told: (word, from) => this.hear(word as Word, from), missed })
    this.say({ ask: true })
    this.beatLater()
  }

  close(): void {
    this.deafen()
    this.cancel()
    this.say({ end: true })
  }

  /** Returns how to leave. */
  add(stream: string, { actor, tell }: { actor: string; tell(changes: Told[]): void }): () => void {
    this.streams.set(stream, { actor, place: null, tell })
    return () => {
      const left = this.streams.get(stream)
      this.streams.delete(stream)
      this.changed(left?.place ?? null)
    }
  }

  /** False when this process has no such stream of that person: then the one that has it is told. */
  move(stream: string, actor: string, place: string | null): boolean {
    const isOurs = this.moveOwn({ stream, actor, place }, stream)
    if (!isOurs) this.say({ move: { stream, actor, place } })
    return isOurs
  }

  /** Each person once, whoever came first first. */
  at(place: string): string[] {
    const elsewhere = [...this.others.values()].flatMap(({ places }) => places.get(place) ?? [])
    return [...new Set([...this.ownAt(place), ...elsewhere])]
  }

  private ownAt(place: string): string[] {
    return [...new Set([...this.streams.values()].filter((each) => each.place === place).map((each) => each.actor))]
  }

  private moveOwn({ stream, actor, place }: Move, except?: string): boolean {
    const present = this.streams.get(stream)
    if (present?.actor !== actor) return false
    const before = present.place
    present.place = place
    if (before === place) return true
    this.changed(before)
    this.changed(place, except)
    return true
  }

  private changed(place: string | null, except?: string): void {
    if (place === null) return
    this.tellThose(place, except)
    this.say({ place, actors: this.ownAt(place) })
  }

  private tellThose(place: string, except?: string): void {
    for (const [stream, present] of this.streams)
      if (present.place === place && stream !== except) present.tell([{ kind: 'presence', id: place }])
  }

  private hear(word: Word, from: string): void {
    if ('move' in word) this.moveOwn(word.move)
    else if ('ask' in word) this.sayAll()
    else if ('end' in word) this.forget(from)
    else this.heardOf(word, from)
  }

  private heardOf({ place, actors }: { place: string; actors: string[] }, from: string): void {
    const known = this.others.get(from) ?? { places: new Map(), heardAtMs: 0 }
    const before = this.at(place).join()
    if (actors.length > 0) known.places.set(place, actors)
    else known.places.delete(place)
    this.others.set(from, { ...known, heardAtMs: this.nowMs() })
    if (this.at(place).join() !== before) this.tellThose(place)
  }

  private forget(process: string): void {
    const gone = this.others.get(process)
    this.others.delete(process)
    for (const place of gone?.places.keys() ?? []) this.tellThose(place)
  }

  private say(word: Word): void {
    this.parts.bus.tell(TOPIC, word as Json)
  }

  private sayAll(): void {
    const places = new Set([...this.streams.values()].flatMap(({ place }) => place ?? []))
    for (const place of places) this.say({ place, actors: this.ownAt(place) })
  }

  private beatLater(): void {
    const { clock } = this.parts
    this.cancel = clock.at(clock.now().add({ milliseconds: SAY_AGAIN_MS }), () => {
      this.sayAll()
      for (const [process, { heardAtMs }] of this.others) if (this.nowMs() - heardAtMs > FORGET_MS) this.forget(process)
      this.beatLater()
    })
  }

  private nowMs(): number {
    return this.parts.clock.now().epochMilliseconds
  }
}
