/** The counts of one flow in one window, while they grow. */
import type { Details } from '../datapath/details.ts'
import { LatencyHistogram } from '../trace/latency-histogram.ts'
import type { RequestWindow, StatusCount } from '../trace/request-record.ts'

/** Who may get a request of a flow; its index counts in the tallies. */
export interface KnownBackend {
  readonly pool: string | undefined
  readonly server: string
}

interface Trouble {
  readonly code: string
  readonly status: number
  failed: number
  retried: number
  readonly firstUs: number
  lastUs: number
  readonly servers: Set<string>
  readonly details: Details
  readonly since: number
}

/** How a try went wrong. */
export interface Failure {
  readonly status: number
  readonly code: string
  /** Undefined: none was picked. */
  readonly server: string | undefined
  readonly since: number
  readonly details: Details
}

export class RequestTally {
  readonly fromUs: number
  /** The last event of the instant in which it began. */
  since: number
  requests = 0
  retries = 0
  unfinished = 0
  /** By far the most: answers 200 of servers. */
  #served = 0
  readonly #statuses = new Map<number, number>()
  readonly #backends: number[] = []
  readonly #troubles = new Map<string, Trouble>()
  readonly #latencies = new LatencyHistogram()

  constructor(fromUs: number, since: number) {
    this.fromUs = fromUs
    this.since = since
  }

  given(backend: number): void {
    this.#backends[backend] = (this.#backends[backend] ?? 0) + 1
  }

  succeeded(status: number, tookUs: number): void {
    if (status === 200) this.#served++
    else this.#count(status)
    this.#latencies.record(tookUs)
  }

  /** A try went wrong at an instant; `isLast`: the request ends with it. */
  failed({ status, code, server, since, details }: Failure, atUs: number, isLast: boolean): void {
    if (isLast) this.#count(status)
    const key = `${status} ${code}`
    let trouble = this.#troubles.get(key)
    if (trouble === undefined) {
      trouble = {
        code,
        status,
        failed: 0,
        retried: 0,
        firstUs: atUs,
        lastUs: atUs,
        servers: new Set(),
        details,
        since,
      }
      this.#troubles.set(key, trouble)
    }
    if (isLast) trouble.failed++
    else trouble.retried++
    trouble.lastUs = atUs
    if (server !== undefined) trouble.servers.add(server)
  }

  window(untilUs: number, known: readonly KnownBackend[]): RequestWindow {
    const { fromUs, since, requests, retries, unfinished } = this
    return {
      fromUs,
      untilUs,
      since,
      requests,
      unfinished,
      retries,
      statuses: this.#statusCounts(),
      backends: known.flatMap(({ pool, server }, at) => {
        const count = this.#backends[at] ?? 0
        return count === 0 ? [] : [{ ...(pool !== undefined && { pool }), server, count }]
      }),
      errors: [...this.#troubles.values()].map((trouble) => ({ ...trouble, servers: [...trouble.servers] })),
      latencies: this.#latencies.latencies,
    }
  }

  #statusCounts(): StatusCount[] {
    const counts = new Map(this.#statuses)
    if (this.#served > 0) counts.set(200, this.#served)
    return [...counts].map(([status, count]) => ({ status, count })).sort((a, b) => a.status - b.status)
  }

  #count(status: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
  }
}
