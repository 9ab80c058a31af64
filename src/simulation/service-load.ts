/**
 * What the autoscalers of inference services measure: requests that come for a service, workers that are busy, requests that
 * wait (facts/deployment B.6). Each is the mean of the last minute, as SAE takes its requests (A.11; EAS does not say).
 */
import type { Backend } from '../balancing/pool-view.ts'
import type { BackendPool } from '../cloud/backend-pool.ts'
import { SECOND_US } from '../cloud/duration-range.ts'
import type { Topology } from '../cloud/topology.ts'
import { AUTOSCALER_PERIOD_US, type MetricLoad } from '../deployment/autoscaler.ts'
import type { RequestServers } from './request-servers.ts'

/** A minute. */
const SAMPLES = 4

interface Sample {
  readonly requests: number
  /** Summed up over instances; undefined: they work on everything at once. */
  readonly busyPercent: number | undefined
  readonly waiting: number
}

interface Service {
  requests: number
  readonly samples: Sample[]
}

export class ServiceLoad {
  /** Those that scale by themselves. */
  readonly #services = new Map<string, Service>()
  readonly #servers: RequestServers
  /** A request has come for a service; it may be that nobody is there. */
  onRequest: (app: string) => void = () => {}

  constructor({ apps }: Topology, servers: RequestServers) {
    this.#servers = servers
    for (const { name, eas } of apps.values())
      if (eas?.autoscaling !== undefined) this.#services.set(name, { requests: 0, samples: [] })
  }

  /** A request was to be given to one of this pool, and was given to `picked`, if to anybody. */
  routed({ members }: BackendPool, picked: Backend | undefined): void {
    if (this.#services.size === 0) return
    if (picked !== undefined) return this.given(picked)
    // Where several services share a pool and nobody is there, the first of them is to wake up.
    const sleeping = members.find((member) => member.kind === 'app' && this.#services.has(member.app))
    if (sleeping?.kind === 'app') this.#arrived(sleeping.app)
  }

  /** A request has come to an instance. */
  given({ key }: Backend): void {
    if (this.#services.size > 0) this.#arrived(appOf(key))
  }

  #arrived(app: string): void {
    const service = this.#services.get(app)
    if (service === undefined) return
    service.requests++
    this.onRequest(app)
  }

  /** One look, at the end of each period. */
  look(app: string, nowUs: number): MetricLoad[] {
    const service = this.#services.get(app)!
    const servers = this.#servers.readyOf(app)
    const busy = servers.map((server) => server.busyPercent(nowUs))
    service.samples.push({
      requests: service.requests,
      busyPercent: busy.includes(undefined) ? undefined : busy.reduce<number>((sum, each) => sum + each!, 0),
      waiting: servers.reduce((sum, server) => sum + server.waiting(nowUs), 0),
    })
    service.requests = 0
    if (service.samples.length > SAMPLES) service.samples.shift()
    return loadsOf(service.samples)
  }
}

function loadsOf(samples: readonly Sample[]): MetricLoad[] {
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, each) => total + of(each), 0)
  const lastsSeconds = (samples.length * AUTOSCALER_PERIOD_US) / SECOND_US
  const loads: MetricLoad[] = [
    { kind: 'qps', total: sum(({ requests }) => requests) / lastsSeconds },
    { kind: 'backlog', total: sum(({ waiting }) => waiting) / samples.length },
  ]
  if (samples.every(({ busyPercent }) => busyPercent !== undefined))
    loads.push({ kind: 'cpu', total: sum(({ busyPercent }) => busyPercent!) / samples.length })
  return loads
}

/** `llm-3`, or `llm-3:8081` where a pool calls another port. */
function appOf(key: string): string {
  return key.replace(/-\d+(:\d+)?$/, '')
}
