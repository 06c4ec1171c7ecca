/** Senders that go on whatever happens to the receiver, and remember exactly what was answered 2xx. */
export class Load {
  readonly accepted = new Set<string>()
  refused = 0
  private readonly url: string
  private readonly connections: number
  private isOn = false
  private serial = 0
  private running: Promise<unknown> = Promise.resolve()

  constructor(url: string, connections: number) {
    this.url = url
    this.connections = connections
  }

  start(): void {
    this.isOn = true
    this.running = Promise.all(Array.from({ length: this.connections }, () => this.send()))
  }

  async stop(): Promise<void> {
    this.isOn = false
    await this.running
  }

  /** Resolves when so many more have been accepted than now. */
  async more(count: number): Promise<void> {
    const goal = this.accepted.size + count
    while (this.accepted.size < goal) await new Promise((resolve) => setImmediate(resolve))
  }

  private async send(): Promise<void> {
    while (this.isOn) {
      this.serial += 1
      const key = `k${this.serial}`
      try {
        const answer = await fetch(this.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: bodyOf(key) })
        await answer.arrayBuffer()
        if (answer.ok) this.accepted.add(key)
        else this.refused += 1
      } catch {
        // Refused connections are what a killed process looks like; the sender's next alert is another one.
        this.refused += 1
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }
}

/** One alert as Alertmanager would send it. A hundred services, so that a hundred ladders are climbed. */
function bodyOf(key: string): string {
  const service = `svc-${Number(key.slice(1)) % 100}`
  return JSON.stringify({
    version: '4',
    groupKey: key,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'r',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://am.example',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'Load', service, dedup: key },
        annotations: { summary: `alert ${key}` },
        startsAt: '2026-11-20T00:00:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: key,
      },
    ],
  })
}
