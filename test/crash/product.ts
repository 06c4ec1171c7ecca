import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { DATABASE_USER } from '../../src/platform/db/cluster.ts'

const BIN = new URL('../../bin/tocsin.js', import.meta.url).pathname
/** A start takes one to three seconds; a busy machine may take longer, a hang never ends. */
const START_MS = 60_000

export type ProductOptions = { data: string; port: number; env?: Record<string, string> }

/** The product as its users run it: `tocsin serve` in a process of its own, which can be killed at any moment. */
export class Product {
  readonly url: string
  readonly data: string
  readonly said: string[] = []
  private readonly options: ProductOptions
  private child: ChildProcess | null = null

  constructor(options: ProductOptions) {
    this.options = options
    this.data = options.data
    this.url = `http://127.0.0.1:${options.port}`
  }

  /** Resolves when it says that it is up; rejects with what it said when it ends before. */
  async start(): Promise<void> {
    const { data, port, env } = this.options
    const child = spawn(process.execPath, [BIN, 'serve'], {
      env: { ...process.env, ...env, TOCSIN_DATA: data, TOCSIN_PORT: String(port), TOCSIN_ALLOW_TARGETS: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => void this.said.push(line))
    const isUp = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not up after ${START_MS} ms:\n${this.said.join('\n')}`)), START_MS)
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.startsWith('Tocsin is up')) return
        clearTimeout(late)
        resolve()
      })
      child.once('exit', (code, signal) => {
        clearTimeout(late)
        reject(new Error(`ended with ${code ?? signal} before it was up:\n${this.said.join('\n')}`))
      })
    })
    await isUp
  }

  /** `kill -9`; with `database`, of the embedded PostgreSQL as well. */
  async kill(what: { database: boolean }): Promise<void> {
    const child = this.child
    if (!child) return
    const postmaster = what.database ? this.databasePid() : null
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    if (postmaster) killIfAlive(postmaster)
    await exited
    this.child = null
  }

  /** Asks it to end, as Ctrl-C or whoever supervises it does. */
  async stop(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<number | null> {
    const child = this.child
    if (!child) return null
    this.child = null
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode])
    child.kill(signal)
    const [code] = (await exited) as [number | null]
    return code
  }

  /** Halts it without its knowledge, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal)
  }

  databasePid(): number | null {
    const file = this.postmasterFile()
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
  }

  /** Of the embedded database, while it runs. */
  databaseUrl(): string {
    const [, , , port, folder] = readFileSync(this.postmasterFile(), 'utf8').split('\n')
    const password = readFileSync(`${this.options.data}/database-password`, 'utf8').trim()
    const place = folder ? `localhost:${port}/tocsin?host=${encodeURIComponent(folder)}` : `127.0.0.1:${port}/tocsin`
    return `postgresql://${DATABASE_USER}:${password}@${place}`
  }

  private postmasterFile(): string {
    return `${this.options.data}/postgres/postmaster.pid`
  }
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Runs `tocsin <verb>` against that installation and gives its standard output; throws what it complained about. */
export async function tocsin(data: string, args: string[]): Promise<string> {
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...process.env, TOCSIN_DATA: data }, stdio: ['ignore', 'pipe', 'pipe'] })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => void out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => void err.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`tocsin ${args.join(' ')} ended with ${code}: ${Buffer.concat(err)}${Buffer.concat(out)}`)
  return Buffer.concat(out).toString()
}
