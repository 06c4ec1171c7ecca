import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { instantOf } from '../core/time/moment.ts'
import type { Clock } from './clock.ts'
import type { EngineHealth } from './driver.ts'
import type { Prepare } from './outbox.ts'

/** Seconds from the decision to page to the channel's answer: the promise is 5 at the worst, usual is a hundredth. */
const handOverBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30]
const perSecond = 1_000

type Parts = { registry: Registry; health: () => Promise<EngineHealth>; clock: Clock }

const gauges: { name: string; help: string; value(health: EngineHealth): number }[] = [
  { name: 'tocsin_timer_late_seconds', help: 'How late the most overdue timer is', value: (health) => health.timerLateMs / perSecond },
  {
    name: 'tocsin_message_late_seconds',
    help: 'How late the most overdue message is',
    value: (health) => health.messageLateMs / perSecond,
  },
  { name: 'tocsin_messages_in_flight', help: 'Messages this process is handing over', value: (health) => health.inFlight },
  {
    name: 'tocsin_timers_set_aside',
    help: 'Timers whose decision throws; they are tried again every ten seconds',
    value: (health) => health.poisoned.length,
  },
  {
    name: 'tocsin_audit_findings',
    help: 'Open alerts the last audit found that nothing would have woken anybody for',
    value: (health) => health.audit?.findings.length ?? 0,
  },
  {
    name: 'tocsin_alerts_waiting',
    help: 'Open alerts at the last audit that nobody has acknowledged',
    value: (health) => health.audit?.waiting ?? 0,
  },
  { name: 'tocsin_policy_version', help: 'Version of the policy in force', value: (health) => health.policyVersion },
]

/** Puts what the engine says of itself under `/metrics`, and counts what becomes of every hand-over prepared through it. */
export function measureEngine({ registry, health, clock }: Parts): (prepare: Prepare) => Prepare {
  for (const { name, help, value } of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(value(await health()))
      },
    })
  }
  const handOvers = new Counter({
    name: 'tocsin_hand_overs_total',
    help: 'Attempts to hand a message to a channel',
    labelNames: ['channel', 'outcome'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'tocsin_hand_over_seconds',
    help: 'From the decision to send to the channel taking it',
    labelNames: ['channel'],
    buckets: handOverBuckets,
    registers: [registry],
  })
  return (prepare) => async (message) => {
    const begin = await prepare(message)
    return async () => {
      const receipt = await begin()
      handOvers.inc({ channel: message.channel, outcome: receipt.ok ? 'taken' : receipt.retry ? 'failed' : 'refused' })
      if (receipt.ok)
        seconds.observe(
          { channel: message.channel },
          (clock.now().epochMilliseconds - instantOf(message.queuedAt).epochMilliseconds) / perSecond,
        )
      return receipt
    }
  }
}
