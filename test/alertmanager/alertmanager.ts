import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../crash/product.ts'
import { until } from '../resilience/house.ts'

export type Alertmanager = {
  /** Says that these alerts fire from now on, each named by its `instance`. */
  fire(alertname: string, instances: string[]): Promise<void>
  resolve(alertname: string, instances: string[]): Promise<void>
  /** Requests that were answered with a failure, by its own count. */
  failures(): Promise<number>
  close(): Promise<void>
}

/** Quick, so that a life cycle takes seconds; an interval below ten seconds still gives a delivery ten to succeed. */
const configuration = (target: { url: string; key: string }): string => `
route:
  receiver: tocsin
  group_by: [alertname]
  group_wait: 500ms
  group_interval: 2s
  repeat_interval: 1h
receivers:
  - name: tocsin
    webhook_configs:
      - url: ${target.url}/in/alertmanager/${target.key}
        send_resolved: true
    pagerduty_configs:
      - url: ${target.url}/v2/enqueue
        routing_key: ${target.key}
        send_resolved: true
`

/** Debian's build reads its templates from here and from nowhere else. */
const TEMPLATES = '/usr/share/prometheus/alertmanager/default.tmpl'

/**
 * How to run the program, or null when this machine cannot. One that was unpacked and not installed sees the `share`
 * of its package over the machine's, in a mount namespace of its own: nothing of the machine is changed.
 */
export function commandFor(program: string | null): string[] | null {
  if (!program || existsSync(TEMPLATES)) return program ? [program] : null
  const share = resolve(program, '../../share')
  if (!existsSync(join(share, '..', '..', TEMPLATES))) return null
  const command = ['unshare', '-m', 'sh', '-c', 'mount -t overlay overlay -o lowerdir="$0":/usr/share /usr/share && exec "$@"', share]
  const [tool = '', ...args] = command
  return spawnSync(tool, [...args, 'test', '-r', TEMPLATES]).status === 0 ? [...command, program] : null
}

/** An unmodified Alertmanager that tells both of our doors. */
export async function startAlertmanager(command: string[], target: { url: string; key: string }): Promise<Alertmanager> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-alertmanager-'))
  const file = join(folder, 'alertmanager.yml')
  await writeFile(file, configuration(target))
  const url = `http://127.0.0.1:${await freePort()}`
  const args = [
    `--config.file=${file}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${url.slice('http://'.length)}`,
    '--cluster.listen-address=',
  ]
  const [tool = '', ...own] = command
  const child: ChildProcess = spawn(tool, [...own, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  await until(`Alertmanager is up`, () => {
    if (child.exitCode !== null) throw new Error(`Alertmanager ended with ${child.exitCode}: ${said}`)
    return fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  const post = async (alertname: string, instances: string[], times: object): Promise<void> => {
    const alerts = instances.map((instance) => ({
      labels: { alertname, instance, severity: 'critical' },
      annotations: { summary: `${alertname} on ${instance}` },
      ...times,
    }))
    const answer = await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    })
    if (!answer.ok) throw new Error(`Alertmanager refused its own alerts with ${answer.status}: ${await answer.text()}`)
  }
  return {
    fire: (alertname, instances) => post(alertname, instances, {}),
    resolve: (alertname, instances) => post(alertname, instances, { endsAt: new Date().toISOString() }),
    failures: async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text()
      const counts = metrics.matchAll(
        /^alertmanager_notification_requests_failed_total\{integration="(?:webhook|pagerduty)"[^}]*\} (\S+)$/gm,
      )
      return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
    },
    close: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
