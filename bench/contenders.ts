import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { ALERTMANAGER, ensureProgram, howToGet } from '../scripts/programs.ts'
import { commandFor } from '../test/alertmanager/alertmanager.ts'
import { freePort, Product, tocsin } from '../test/crash/product.ts'
import { scratch } from './harness.ts'

/** Who takes alerts in: where to send them and in which of the harness' formats. */
export type Contender = {
  name: string
  url: string
  format: 'alertmanager-webhook' | 'alertmanager-api'
  pid(): number
  stop(): Promise<void>
}

export type Wanted = {
  sinkPort: number
  /** Services `svc-0` …; with 1 all alerts are of `checkout`. */
  services?: number
  /** How long the person's ladder waits, in the words of the policy. */
  wait?: string
  /** What alerts are grouped by; as the product does when absent. */
  groupBy?: string
  env?: Record<string, string>
  data?: string
}

/** A start takes a second; a busy machine may take longer. */
const START_MS = 20_000
const KEY = 'benchbenchbenchbenchbenchbench00'

const bundle = ({ sinkPort, services = 1, wait = '1h', groupBy }: Wanted): string => `
version: 1
organization: { name: Bench Ltd }
severities: [ { id: critical } ]
users:
  - { id: ana, name: Ana, role: admin, contacts: { webhook: "http://127.0.0.1:${sinkPort}/level1" } }
  - { id: bo, name: Bo, role: responder, contacts: { webhook: "http://127.0.0.1:${sinkPort}/level2" } }
escalation_policies: [ { id: technical, steps: [ { page: [user:ana], wait: ${wait} }, { page: [user:bo], wait: 10h } ] } ]
services:
  - { id: checkout, escalation: [technical] }
${Array.from({ length: services > 1 ? services : 0 }, (_, i) => `  - { id: svc-${i}, escalation: [technical] }`).join('\n')}
integrations: [ { id: am, type: alertmanager, service: checkout, key: ${KEY} } ]
${groupBy ? `grouping: { by: [${groupBy}], window: 5m }` : ''}
`

export class Tocsin implements Contender {
  readonly name = 'Tocsin'
  readonly format = 'alertmanager-webhook'
  readonly product: Product
  readonly url: string

  constructor(product: Product) {
    this.product = product
    this.url = `${product.url}/in/alertmanager/${KEY}`
  }

  /** Starts it as its users do, on a folder of its own with fsync on, and applies a policy. */
  static async start(wanted: Wanted): Promise<Tocsin> {
    const data = wanted.data ?? scratch('tocsin')
    const product = new Product({ data, port: await freePort(), ...(wanted.env ? { env: wanted.env } : {}) })
    await product.start()
    const file = join(data, 'bench.yaml')
    writeFileSync(file, bundle(wanted))
    await tocsin(data, ['apply', file])
    return new Tocsin(product)
  }

  pid(): number {
    return (JSON.parse(readFileSync(join(this.product.data, 'server.json'), 'utf8')) as { pid: number }).pid
  }

  /** A token of an administrator for the API. */
  async token(): Promise<string> {
    const said = await tocsin(this.product.data, ['token', 'create', 'bench', '--role', 'admin', '--json'])
    return (JSON.parse(said) as { secret: string }).secret
  }

  async ask<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    const client = new pg.Client({ connectionString: this.product.databaseUrl() })
    await client.connect()
    try {
      return (await client.query<R>(text, values)).rows
    } finally {
      await client.end()
    }
  }

  /** Waits until everything accepted has been routed and handed over. */
  async quiet(): Promise<void> {
    const text = `select (select count(*) from timer where due_at < now()) + (select count(*) from message where status in ('queued', 'claimed', 'sending'))
      + (select count(*) from escalation where (state ->> 'flushAt')::timestamptz < now() + interval '3 s') as left`
    while (Number((await this.ask<{ left: string }>(text))[0]?.left) > 0) await new Promise((resolve) => setTimeout(resolve, 200))
  }

  /** Another process on the same data, as a second machine would run it. */
  async second(): Promise<Tocsin> {
    const product = new Product({ data: this.product.data, port: await freePort() })
    await product.start()
    return new Tocsin(product)
  }

  async stop(): Promise<void> {
    await this.product.stop()
  }
}

export class Alertmanager implements Contender {
  readonly name = 'Alertmanager'
  readonly format = 'alertmanager-api'
  readonly url: string
  readonly root: string
  private readonly child: ChildProcess

  constructor(child: ChildProcess, port: number) {
    this.child = child
    this.root = `http://127.0.0.1:${port}`
    this.url = `${this.root}/api/v2/alerts`
  }

  /** Debian's, alone (no cluster), with `group_wait: 0s`. Groups as Tocsin does: by service and alert name. */
  static async start({
    sinkPort,
    groupInterval = '5m',
    groupBy = 'service, alertname',
  }: {
    sinkPort: number
    groupInterval?: string
    groupBy?: string
  }): Promise<Alertmanager> {
    const [program, ...own] = commandFor(ensureProgram(ALERTMANAGER)) ?? []
    if (!program) throw new Error(howToGet(ALERTMANAGER))
    const folder = scratch('alertmanager')
    const port = await freePort()
    const file = join(folder, 'alertmanager.yml')
    writeFileSync(
      file,
      `route: { receiver: sink, group_by: [${groupBy}], group_wait: 0s, group_interval: ${groupInterval}, repeat_interval: 4h }
receivers: [ { name: sink, webhook_configs: [ { url: "http://127.0.0.1:${sinkPort}/level1", send_resolved: false } ] } ]\n`,
    )
    const args = [
      ...own,
      `--config.file=${file}`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ]
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const started = new Alertmanager(child, port)
    await isUp(`${started.root}/-/ready`)
    return started
  }

  pid(): number {
    return this.child.pid as number
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await exited
  }
}

async function isUp(url: string): Promise<void> {
  for (const end = performance.now() + START_MS; performance.now() < end; ) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`nothing answers at ${url}`)
}

/** Resident memory of a process in MiB and the processor seconds it has used. */
export function costOf(pid: number): { mib: number; cpuSeconds: number } {
  const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  // Fields 14 and 15 of proc(5), in ticks of 1/100 s, counted here behind the process name.
  return { mib: kib / 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100 }
}
