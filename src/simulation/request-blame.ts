/** The event that an error of a request is owed to: of the server or the pool that is not as it should be, else of the configuration. */
import { NOTHING_YET } from '../trace/summary.ts'
import type { RequestServers } from './request-servers.ts'

const OF_SERVERS: ReadonlySet<string> = new Set([
  'BACKEND_STALE',
  'INSTANCE_NOT_ANSWERING',
  'SERVER_NOT_RUNNING',
  'SERVER_ENDED',
  'SERVER_LOST',
])
const OF_POOLS: ReadonlySet<string> = new Set([
  'BACKENDS_NONE',
  'BACKENDS_ALL_UNHEALTHY',
  'BACKEND_REGISTERING',
  'DRAIN_CUT',
])

export class RequestBlame {
  readonly #servers: RequestServers
  readonly #ofPool = new Map<string, number>()
  /** The last event that changed the configuration. */
  configuredBy = NOTHING_YET

  constructor(servers: RequestServers) {
    this.#servers = servers
  }

  poolChanged(pool: string, seq: number): void {
    this.#ofPool.set(pool, seq)
  }

  /** `NOTHING_YET`: it was so from the start. */
  of(code: string, backend: string | undefined, pool: string | undefined): number {
    if (backend !== undefined && OF_SERVERS.has(code)) return this.#servers.at(backend).since
    if (pool !== undefined && OF_POOLS.has(code)) return this.#ofPool.get(pool) ?? NOTHING_YET
    return this.configuredBy
  }
}
