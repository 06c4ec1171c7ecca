import type { App, ChangedSubject } from '../feature.ts'
import { hiddenFrom, type Viewer } from '../people/reads/viewer.ts'

/** Changes are told together this often: a storm of alerts is a few events a second, not thousands. */
const TELL_EVERY_MS = 250
/** More than this many of a kind are told as "everything of this kind". */
const NAMED_AT_MOST = 200

export type Told = { kind: string; id?: string }
export type Listener = { viewer: Viewer; tell(changes: Told[]): void }

/** Gathers what changed and tells everybody who listens, each only what exists for them. */
export class Hub {
  private readonly app: Pick<App, 'clock' | 'pools' | 'log'>
  private readonly listeners = new Set<Listener>()
  private readonly changed = new Map<string, Set<string>>()
  private cancel: (() => void) | null = null

  constructor(app: Pick<App, 'clock' | 'pools' | 'log'>) {
    this.app = app
  }

  add(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  note(subjects: ChangedSubject[]): void {
    if (this.listeners.size === 0) return
    for (const { kind, id } of subjects) {
      const ids = this.changed.get(kind) ?? new Set()
      ids.add(id)
      this.changed.set(kind, ids)
    }
    this.cancel ??= this.app.clock.at(this.app.clock.now().add({ milliseconds: TELL_EVERY_MS }), () => void this.flush())
  }

  async flush(): Promise<void> {
    this.cancel = null
    const told = [...this.changed].flatMap(([kind, ids]) => eventsOf(kind, [...ids]))
    this.changed.clear()
    const incidents = [...new Set([...told.flatMap(ownIncident), ...(await this.incidentsAmong(told.flatMap(idsWithin)))])]
    for (const listener of [...this.listeners]) {
      const hidden = await this.hiddenFrom(listener.viewer, incidents)
      const visible = told.map((each) => (isAboutHidden(each, hidden) ? { kind: each.kind } : each))
      if (visible.length > 0) listener.tell(visible)
    }
  }

  private async incidentsAmong(ids: string[]): Promise<string[]> {
    if (ids.length === 0) return []
    try {
      const { rows } = await this.app.pools.side.query<{ id: string }>('select id from incident where id = any($1)', [ids])
      return rows.map(({ id }) => id)
    } catch (error) {
      this.app.log.warn({ err: error }, 'could not ask which changes are of an incident; they are not named')
      return ids
    }
  }

  /** Those of the incidents that do not exist for this viewer. When that cannot be asked, none is named. */
  private async hiddenFrom(viewer: Viewer, incidents: string[]): Promise<ReadonlySet<string>> {
    try {
      return await hiddenFrom(this.app.pools.side, incidents, viewer)
    } catch (error) {
      this.app.log.warn({ err: error }, 'could not ask who may see an incident; it is not named')
      return new Set(incidents)
    }
  }
}

const UUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

const ownIncident = ({ kind, id }: Told): string[] => ((kind === 'incident' || kind === 'review') && id ? [id] : [])

/** An escalation may be told without its incident, whose id its own carries. */
const idsWithin = ({ kind, id }: Told): string[] => (kind === 'incident' || kind === 'review' ? [] : (id?.match(UUIDS) ?? []))

/** A review has its incident's id, and the id of an escalation carries it. */
const isAboutHidden = ({ kind, id }: Told, hidden: ReadonlySet<string>): boolean =>
  id !== undefined && (kind === 'incident' || kind === 'review' ? hidden.has(id) : [...hidden].some((each) => id.includes(each)))

function eventsOf(kind: string, ids: string[]): Told[] {
  if (kind === '*') return ['alert', 'incident', 'escalation', 'policy', 'review'].map((each) => ({ kind: each }))
  return ids.length > NAMED_AT_MOST ? [{ kind }] : ids.map((id) => ({ kind, id }))
}
