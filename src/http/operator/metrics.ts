import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Counters of the doors, by route name and status; nothing about visitors. */
export interface Metrics {
  readonly registry: Registry
  readonly faults: Counter<'code'>
  readonly cacheHits: Counter
  /** What should not happen, by reason. */
  readonly security: Counter<'reason'>
  observe(route: string, status: number, seconds: number): void
}

/** What is asked at scrape time rather than counted. */
export interface MetricSources {
  readonly inFlight: () => number
  readonly portals: () => number
  /** 1 for a child that answers, 0 for one that does not. */
  readonly children: () => Readonly<Record<string, number>>
}

export function openMetrics(sources: MetricSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'vitrine_requests_total',
    help: 'Answers, by route and status',
    labelNames: ['route', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'vitrine_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const faults = new Counter({
    name: 'vitrine_faults_total',
    help: 'Faults, by code of the catalogue',
    labelNames: ['code'],
    registers,
  })
  const security = new Counter({
    name: 'vitrine_security_events_total',
    help: 'Refused or suspicious requests, by reason',
    labelNames: ['reason'],
    registers,
  })
  const cacheHits = new Counter({
    name: 'vitrine_cache_hits_total',
    help: 'Answers from memory',
    registers,
  })
  new Gauge({
    name: 'vitrine_requests_in_flight',
    help: 'Being answered now',
    registers,
    collect() {
      this.set(sources.inFlight())
    },
  })
  new Gauge({
    name: 'vitrine_portals',
    help: 'Portals served',
    registers,
    collect() {
      this.set(sources.portals())
    },
  })
  new Gauge({
    name: 'vitrine_child_up',
    help: '1 when a child process answers',
    labelNames: ['child'],
    registers,
    collect() {
      for (const [child, up] of Object.entries(sources.children())) this.set({ child }, up)
    },
  })
  return {
    registry,
    faults,
    cacheHits,
    security,
    observe: (route, status, took) => {
      requests.inc({ route, status: String(status) })
      seconds.observe({ route }, took)
    },
  }
}
