/**
 * Whitelists of databases as they hold now: a changed one takes effect after a delay (facts/vpc R9.8, `assume.whitelistDelay`),
 * and until then the one before decides. Pure steps: whoever has a clock says when a change has come through.
 */
import type { Database, DatabaseWhitelist } from '../cloud/database.ts'
import type { Topology } from '../cloud/topology.ts'

/** A change under way, in the order of the changes. */
export interface WhitelistChange {
  readonly database: string
  readonly whitelist: DatabaseWhitelist
  readonly dueUs: number
}

export class Whitelists {
  #topology: Topology
  /** By database: what holds, where it is not what is configured. */
  readonly #held = new Map<string, DatabaseWhitelist>()
  readonly #underWay = new Map<string, WhitelistChange[]>()

  constructor(topology: Topology) {
    this.#topology = topology
  }

  /** What is configured from now on. The changes that are to be reported when they are due; none where there is no delay. */
  configure(topology: Topology, nowUs: number): readonly WhitelistChange[] {
    const before = this.#topology.databases
    this.#topology = topology
    const delayUs = topology.assumptions.whitelistDelayUs
    if (delayUs === 0 || before === topology.databases) return []
    const changes: WhitelistChange[] = []
    for (const [database, { whitelist }] of topology.databases) {
      const was = before.get(database)?.whitelist
      if (was === undefined || was === whitelist) continue
      if (!this.#held.has(database)) this.#held.set(database, was)
      const change = { database, whitelist, dueUs: nowUs + delayUs }
      this.#underWay.set(database, [...(this.#underWay.get(database) ?? []), change])
      changes.push(change)
    }
    return changes
  }

  /** `change` has come through. */
  take({ database, whitelist }: WhitelistChange): void {
    const rest = this.#underWay.get(database)!.slice(1)
    this.#underWay.set(database, rest)
    if (rest.length > 0) this.#held.set(database, whitelist)
    else this.#held.delete(database)
  }

  /** The topology as the cloud has it: with the whitelists that hold, which know what is under way. */
  get effective(): Topology {
    if (this.#held.size === 0) return this.#topology
    const databases = new Map(this.#topology.databases)
    for (const [name, held] of this.#held) databases.set(name, this.#withHeld(databases.get(name)!, held))
    return { ...this.#topology, databases }
  }

  #withHeld(database: Database, held: DatabaseWhitelist): Database {
    const underWay = this.#underWay.get(database.name)!
    return { ...database, whitelist: { ...held, underWay } }
  }
}
