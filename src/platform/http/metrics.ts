import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

const PREFIX = 'tocsin_'
/** Seconds: around the targets for pages of the console (0.1) and below them for the API. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
/** Finer sampling of the event loop costs an idle process about half a percent of a core. */
const LOOP_PRECISION_MS = 100

export type HttpMetrics = {
  registry: Registry
  observe: (request: { method: string; route: string; status: number }, seconds: number) => void
}

/** One registry per application: two in one test process do not meet. Names begin with `tocsin_`. */
export function createMetrics(): HttpMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX, eventLoopMonitoringPrecision: LOOP_PRECISION_MS })
  const labelNames = ['method', 'route', 'status'] as const
  const requests = new Counter({ name: `${PREFIX}http_requests_total`, help: 'Answered HTTP requests', labelNames, registers: [registry] })
  const duration = new Histogram({
    name: `${PREFIX}http_request_seconds`,
    help: 'Time to answer an HTTP request',
    labelNames: ['route'],
    buckets: BUCKETS,
    registers: [registry],
  })
  return {
    registry,
    observe: ({ method, route, status }, seconds) => {
      requests.inc({ method, route, status })
      duration.observe({ route }, seconds)
    },
  }
}
