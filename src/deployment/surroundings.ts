/** What the applications' steps stand in: the resources they share, and the list of commands that a step fills. */
import type { Topology } from '../cloud/topology.ts'
import type { EipLedger } from './eip-ledger.ts'
import type { Fact } from './fact.ts'
import type { DeploymentRules } from './rules.ts'
import { Subnets } from './subnets.ts'
import type { Command, Work } from './work.ts'

export class Surroundings {
  readonly subnets: Subnets
  /** Quota of instances of one application; a scaling beyond it fails as a whole (facts/deployment A.7, A.12). */
  readonly instancesPerApp: number
  readonly rules: DeploymentRules
  readonly #ledgers = new Map<string, EipLedger>()
  #commands: Command[] = []
  #orders = 0
  #turn = 0

  private constructor(
    subnets: Subnets,
    ledgers: Iterable<EipLedger>,
    instancesPerApp: number,
    rules: DeploymentRules,
  ) {
    this.instancesPerApp = instancesPerApp
    this.rules = rules
    this.subnets = subnets
    for (const ledger of ledgers) this.#ledgers.set(ledger.pool, ledger)
  }

  static of(topology: Topology, instancesPerApp: number, rules: DeploymentRules): Surroundings {
    const ledgers = [...topology.eipPools.values()].map(({ name, addresses }) =>
      rules.makeLedger(name, addresses),
    )
    return new Surroundings(Subnets.of(topology), ledgers, instancesPerApp, rules)
  }

  /** Others in the same state, between two turns. */
  copy(): Surroundings {
    const ledgers = [...this.#ledgers.values()].map((ledger) => ledger.copy())
    const copy = new Surroundings(this.subnets.copy(), ledgers, this.instancesPerApp, this.rules)
    copy.#orders = this.#orders
    copy.#turn = this.#turn
    return copy
  }

  /** Where they stand, in a text that is equal for those that go on alike; addresses are told by their number only. */
  get standing(): string {
    let text = this.subnets.standing
    for (const ledger of this.#ledgers.values()) text += ` ${ledger.standing}`
    return text
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
