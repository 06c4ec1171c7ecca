import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Percentiles in milliseconds, as the harness writes them. */
export type Stats = { n: number; p50: number; p99: number; max: number }
export type Storm = { alertsPerSecond: number; alertsAccepted: number; alertsRefused: number; acceptMs: Stats; longestAcceptGapMs: number }
export type Told = {
  notifiedKeys: number
  lost: number
  duplicateDeliveries: number
  timeFromSendMs: Stats
  latenessMs: Stats
  early: number
  lastNotificationAfterFirstSendMs: number
}

type Options = Record<string, string | number | boolean>

const NEEDED = ['storm.mjs', 'sink.mjs', 'report.mjs', 'get.mjs']

/** The alert storm harness: programs of their own, so that what they cost is not charged to who is measured. */
export class Harness {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = resolve(folder)
    const missing = NEEDED.filter((name) => !existsSync(join(this.folder, name)))
    if (missing.length > 0)
      throw new Error(`the alert storm harness is not in ${this.folder} (${missing.join(', ')} missing); say where it is: --harness DIR`)
  }

  /** Sends alerts; what was accepted stands in `out`. */
  async storm(out: string, options: Options): Promise<Storm> {
    await this.run('storm.mjs', { ...options, out, quiet: true })
    return JSON.parse(readFileSync(join(out, 'storm.json'), 'utf8')) as Storm
  }

  /** A receiver of notifications that writes down when each alert was told. */
  async sink(out: string, options: Options): Promise<Sink> {
    const child = this.spawn('sink.mjs', { ...options, out })
    const exited = once(child, 'exit')
    await Promise.race([
      once(child.stdout as NodeJS.ReadableStream, 'data'),
      exited.then(() => Promise.reject(new Error('the sink ended'))),
    ])
    return {
      exited: exited.then(() => {}),
      seen: async () => ((await (await fetch(`http://127.0.0.1:${options.port}/_sink`)).json()) as { distinctKeys: number }).distinctKeys,
      stop: async () => {
        child.kill('SIGTERM')
        await exited
      },
    }
  }

  /** Joins what was accepted and what was told, by path of the sink. */
  async report(dir: string, options: Options = {}): Promise<Record<string, Told>> {
    // It ends with 1 when something was lost or came twice; that is a figure here, not an error.
    await this.run('report.mjs', { ...options, dir }, [0, 1])
    return (JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8')) as { paths: Record<string, Told> }).paths
  }

  async get(out: string, options: Options): Promise<{ requestsPerSecond: number; ms: Stats }> {
    await this.run('get.mjs', { ...options, out })
    return JSON.parse(readFileSync(out, 'utf8')) as { requestsPerSecond: number; ms: Stats }
  }

  private spawn(program: string, options: Options): ChildProcess {
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
    return spawn(process.execPath, [join(this.folder, program), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  }

  private async run(program: string, options: Options, fine = [0]): Promise<void> {
    const child = this.spawn(program, options)
    child.stdout?.resume()
    const [code] = (await once(child, 'exit')) as [number]
    if (!fine.includes(code)) throw new Error(`${program} ended with ${code}`)
  }
}

export type Sink = { exited: Promise<void>; seen(): Promise<number>; stop(): Promise<void> }

export const scratch = (name: string): string => mkdtempSync(join(tmpdir(), `tocsin-bench-${name}-`))
