/** What the applications' steps stand in: the resources they share, and the list of commands that a step fills. */
import type { Topology } from '../cloud/topology.ts'
import { EipLedger } from './eip-ledger.ts'
import type { Fact } from './fact.ts'
import { Subnets } from './subnets.ts'
import type { Command, Work } from './work.ts'

export class Surroundings {
  readonly subnets: Subnets
  /** Quota of instances of one application; a scaling beyond it fails as a whole (facts/deployment A.7, A.12). */
  readonly instancesPerApp: number
  readonly #ledgers = new Map<string, EipLedger>()
  #commands: Command[] = []
  #orders = 0
  #turn = 0

  constructor(topology: Topology, instancesPerApp: number) {
    this.instancesPerApp = instancesPerApp
    this.subnets = new Subnets(topology)
    for (const { name, addresses } of topology.eipPools.values())
      this.#ledgers.set(name, new EipLedger(name, addresses))
  }

  /** Number of the event being handled: what happens in one turn happens at once. */
  get turn(): number {
    return this.#turn
  }

  /** The list that the commands of the next event will be in. */
  nextTurn(): Command[] {
    this.#turn++
    this.#commands = []
    return this.#commands
  }

  /** Orders of the run count from 1, over all applications. */
  nextOrderNumber(): number {
    return ++this.#orders
  }

  /** The EIP pool of that name. */
  ledger(pool: string): EipLedger {
    const ledger = this.#ledgers.get(pool)
    if (ledger === undefined) throw new Error(`no EIP pool is named ${pool}`)
    return ledger
  }

  begin(work: Work): void {
    this.#commands.push({ kind: 'begin', work })
  }

  cancel(work: Work): void {
    this.#commands.push({ kind: 'cancel', work })
  }

  tell(fact: Fact): void {
    this.#commands.push({ kind: 'tell', fact })
  }
}
