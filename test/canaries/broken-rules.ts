/**
 * Five broken variants of the deployment's decisions. Each is a mistake that somebody could make in it, and each has to be found by
 * the checks: at random and by seeing every order of steps. What is broken stands in the name.
 */
import { EipLedger } from '../../src/deployment/eip-ledger.ts'
import { decide } from '../../src/deployment/reconcile.ts'
import { type DeploymentRules, RULES } from '../../src/deployment/rules.ts'
import type { Ipv4 } from '../../src/net/ipv4.ts'

/** An old instance goes when a new one is wanted, before that has its EIP (rules 2 and 3 of facts/deployment, section 0). */
const oldStoppedBeforeTheGate: DeploymentRules = {
  ...RULES,
  decide: (at, limits, victim) => decide({ ...at, newPastGate: at.newSpec }, limits, victim),
}

/** What was given back is lent again only when something else was given back after it (facts/vpc R3.8). */
class LateLedger extends EipLedger {
  #kept: Ipv4 | undefined

  protected override blank(): LateLedger {
    return new LateLedger(this.pool, [])
  }

  override copy(): EipLedger {
    const copy = super.copy() as LateLedger
    copy.#kept = this.#kept
    return copy
  }

  override get standing(): string {
    return `${super.standing}${this.#kept === undefined ? '' : ' keeps one'}`
  }

  override freed(address: Ipv4): void {
    const before = this.#kept
    this.#kept = address
    if (before !== undefined) super.freed(before)
  }
}

const eipFreedLate: DeploymentRules = {
  ...RULES,
  makeLedger: (pool, addresses) => new LateLedger(pool, addresses),
}

/** A change is taken up beside the order that is under way (A.4). */
const twoOrdersAtOnce: DeploymentRules = { ...RULES, mayBegin: () => true }

/** An old instance goes though fewer stay ready than min-ready says (A.2). */
const minReadyIgnored: DeploymentRules = {
  ...RULES,
  decide: (at, limits, victim) => decide(at, { ...limits, minReady: 0 }, victim),
}

/** Where the pool is empty, its first address is lent once more (R3.1). */
class GenerousLedger extends EipLedger {
  readonly #addresses: readonly Ipv4[]

  constructor(pool: string, addresses: readonly Ipv4[], all = addresses) {
    super(pool, addresses)
    this.#addresses = all
  }

  protected override blank(): GenerousLedger {
    return new GenerousLedger(this.pool, [], this.#addresses)
  }

  override take(holder: string): Ipv4 | undefined {
    return super.take(holder) ?? this.#addresses[0]
  }

  override bound(address: Ipv4): void {
    if (this.status(address) === 'Associating') super.bound(address)
  }

  override release(address: Ipv4): void {
    if (this.status(address) === 'InUse') super.release(address)
  }

  override freed(address: Ipv4): void {
    if (this.status(address) === 'Unassociating') super.freed(address)
  }
}

const eipBoundTwice: DeploymentRules = {
  ...RULES,
  makeLedger: (pool, addresses) => new GenerousLedger(pool, addresses),
}

export const CANARIES = {
  'old stopped before the gate': oldStoppedBeforeTheGate,
  'EIP freed late': eipFreedLate,
  'two orders at once': twoOrdersAtOnce,
  'min-ready ignored': minReadyIgnored,
  'EIP bound twice': eipBoundTwice,
} satisfies Record<string, DeploymentRules>

export type Canary = keyof typeof CANARIES
