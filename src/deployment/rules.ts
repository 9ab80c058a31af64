/**
 * The decisions of a deployment that somebody may replace. Ours are the cloud's; a test takes broken ones and shows that its checks
 * notice, for a check that never failed has shown nothing (test/canaries).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { EipLedger } from './eip-ledger.ts'
import { decide } from './reconcile.ts'

export interface DeploymentRules {
  /** What an order does next in its batch. */
  readonly decide: typeof decide
  /** Whether a change is accepted, given that an order of its application is under way or not (facts/deployment A.4). */
  readonly mayBegin: (hasOrder: boolean) => boolean
  /** Who keeps the addresses of a pool. */
  readonly makeLedger: (pool: string, addresses: readonly Ipv4[]) => EipLedger
}

export const RULES: DeploymentRules = {
  decide,
  mayBegin: (hasOrder) => !hasOrder,
  makeLedger: (pool, addresses) => new EipLedger(pool, addresses),
}
