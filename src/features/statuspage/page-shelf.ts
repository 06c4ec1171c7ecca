import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StatusPage } from '../../core/policy/schema/publication.ts'
import { instantOf } from '../../core/time/moment.ts'
import type { App } from '../feature.ts'
import type { PageView } from './page-view.ts'
import { pageOf, pageView } from './reads.ts'

/** A page says when it was checked to the minute; somebody who posts is shown at once. */
const FRESH_MS = 15_000
/** A database that is down is asked again this often, however many people look. */
const RETRY_MS = 3_000

export type Shelved = { view: PageView; isStale: boolean }
type Entry = { view: PageView; at: number; isOutdated: boolean; isStale: boolean; isSaved: boolean }

type Parts = Pick<App, 'pools' | 'clock' | 'policies' | 'publicUrl' | 'engine' | 'settings' | 'log'>

/**
 * Public pages, each computed at most once in a while however many people look, and kept in memory and in the data folder: when the
 * database is away the last good one is shown, and says so.
 */
export class PageShelf {
  private readonly app: Parts
  private readonly entries = new Map<string, Entry>()
  private readonly running = new Map<string, Promise<Shelved | null>>()

  constructor(app: Parts) {
    this.app = app
  }

  /** What was published or configured has changed: the next visitor is to see it. */
  outdate(): void {
    for (const entry of this.entries.values()) entry.isOutdated = true
  }

  /** The page of this id, or the first one; null when there is none that is public. */
  async get(id: string | null): Promise<Shelved | null> {
    const page = pageOf(this.app.policies.live(), id)
    const key = page?.id ?? id ?? ''
    const known = this.entries.get(key)
    if (known && this.isGood(known)) return known
    const running = this.running.get(key) ?? this.refresh(key, page).finally(() => this.running.delete(key))
    this.running.set(key, running)
    return await running
  }

  private isGood({ at, isOutdated, isStale }: Entry): boolean {
    const age = this.app.clock.now().epochMilliseconds - at
    return isStale ? age < RETRY_MS : !isOutdated && age < FRESH_MS
  }

  private async refresh(key: string, page: StatusPage | null): Promise<Shelved | null> {
    // No policy at all means that it could not be read since the start: then the last page is better than none.
    if (!page && this.app.policies.live().version > 0) return null
    const at = this.app.clock.now().epochMilliseconds
    try {
      if (!page) throw new Error('no policy has been read')
      const view = await pageView(this.app, page)
      const isSaved = this.entries.get(key)?.isSaved === true && isSame(this.entries.get(key)?.view, view)
      const entry: Entry = { view, at, isOutdated: false, isStale: false, isSaved: true }
      this.entries.set(key, entry)
      if (!isSaved) await this.save(key, view)
      return entry
    } catch (error) {
      return this.lastGood(key, { at, error })
    }
  }

  private async lastGood(key: string, { at, error }: { at: number; error: unknown }): Promise<Shelved | null> {
    const view = this.entries.get(key)?.view ?? (await this.read(key))
    if (!view) {
      if (this.app.policies.live().version === 0) return null
      throw error
    }
    this.app.log.warn({ err: error, page: key }, 'the status page shows its last good state')
    const entry: Entry = { view, at, isOutdated: false, isStale: true, isSaved: true }
    this.entries.set(key, entry)
    return entry
  }

  private file(key: string): string {
    return join(this.app.settings.dataFolder, 'status-pages', `${key || 'first'}.json`)
  }

  /** A folder that cannot be written must not take the page down; memory still has it. */
  private async save(key: string, view: PageView): Promise<void> {
    const path = this.file(key)
    const isFirst = view.id === pageOf(this.app.policies.live(), null)?.id
    try {
      await mkdir(join(this.app.settings.dataFolder, 'status-pages'), { recursive: true })
      for (const target of isFirst ? [path, this.file('')] : [path]) {
        await writeFile(`${target}.new`, JSON.stringify(view))
        await rename(`${target}.new`, target)
      }
    } catch (error) {
      this.app.log.warn({ err: error, path }, 'the status page could not be kept for bad times')
    }
  }

  private async read(key: string): Promise<PageView | null> {
    try {
      const view = JSON.parse(await readFile(this.file(key), 'utf8')) as PageView
      return instantOf(view.at) ? view : null
    } catch {
      return null // never kept, or half written by a full disk: then there is nothing to show
    }
  }
}

const isSame = (a: PageView | undefined, b: PageView): boolean => JSON.stringify({ ...a, at: '' }) === JSON.stringify({ ...b, at: '' })
