/** What all fully managed gateways of a run carry. */
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import type { Topology } from '../cloud/topology.ts'
import type { GatewayRecord } from '../trace/gateway-record.ts'
import { GatewayLoad } from './gateway-load.ts'

export class GatewayLoads {
  readonly #loads = new Map<string, GatewayLoad>()
  /** Those that measure themselves: metrics or alerts are enabled, or were. */
  readonly #measured = new Set<string>()

  constructor(topology: Topology) {
    this.configure(topology, 0)
  }

  /** Gateways as they hold from now on. */
  configure({ gateways }: Topology, nowUs: number): void {
    for (const gateway of gateways.values()) {
      if (gateway.kind !== 'managed') continue
      const { name, metrics, alerts } = gateway
      const known = this.#loads.get(name)
      if (known === undefined) this.#loads.set(name, new GatewayLoad(gateway))
      else known.resize(gateway, nowUs)
      if (metrics || alerts !== undefined) this.#measured.add(name)
    }
  }

  /** Undefined: nothing of it is counted – an ALB grows by itself, and a shared gateway is everybody's. */
  behind(balancer: LoadBalancer | undefined): GatewayLoad | undefined {
    return balancer?.kind === 'eas' ? this.#loads.get(balancer.gateway) : undefined
  }

  /** In the order of the file; undefined: none measures anything. */
  records(endUs: number): GatewayRecord[] | undefined {
    const measured = [...this.#loads.values()].filter(({ name }) => this.#measured.has(name))
    return measured.length === 0 ? undefined : measured.map((load) => load.record(endUs))
  }
}
