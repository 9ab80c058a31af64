/**
 * The configuration as it holds now. Some changes take their time – whitelists of databases, parts of gateways – and until
 * then what was before holds. Whoever has a clock says when a change has come through.
 */
import { withGateways } from '../cloud/gateway-front.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Chooser } from '../kernel/choice.ts'
import { type GatewayChange, GatewayChanges } from './gateway-changes.ts'
import { type WhitelistChange, Whitelists } from './whitelists.ts'

export interface PendingChange {
  readonly of: WhitelistChange | GatewayChange
  readonly dueUs: number
  /** What will hold then, where it is less than what was set. */
  readonly path?: string
}

export class PendingChanges {
  readonly #whitelists: Whitelists
  readonly #gateways: GatewayChanges

  constructor(topology: Topology, chooser: Chooser) {
    this.#whitelists = new Whitelists(topology)
    this.#gateways = new GatewayChanges(topology, chooser)
  }

  /** What is configured from now on. The changes that are to be reported when they are due. */
  configure(topology: Topology, nowUs: number): readonly PendingChange[] {
    const whitelists = this.#whitelists.configure(topology, nowUs)
    const gateways = this.#gateways.configure(topology, nowUs)
    return [
      ...whitelists.map((of) => ({ of, dueUs: of.dueUs })),
      ...gateways.map((of) => ({ of, dueUs: of.dueUs, path: of.path })),
    ]
  }

  /** `change` has come through; false: it was taken back before. */
  take({ of }: PendingChange): boolean {
    if ('gateway' in of) return this.#gateways.take(of)
    this.#whitelists.take(of)
    return true
  }

  /** The topology as the cloud has it. */
  get effective(): Topology {
    const topology = this.#whitelists.effective
    const gateways = this.#gateways.effective
    return gateways === topology.gateways ? topology : withGateways(topology, gateways)
  }
}
