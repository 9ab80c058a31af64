/** The readings of the open points (facts/vpc section 15) as the stages ask them: truth values, compiled once. */
import type { Assumptions } from '../cloud/assumptions.ts'

export interface Readings {
  /** Replies through an advanced group need a rule (facts/vpc R5.21). */
  readonly advancedIsStateless: boolean
  /** What no entry of an ACL matches may pass (R6.7). */
  readonly aclPassesUnmatched: boolean
  /** An ACL filters within its vSwitch too (R6.9). */
  readonly aclFiltersWithin: boolean
  /** A flow is asked with each EIP of an SNAT entry (R4.15). */
  readonly asksEachEip: boolean
  /** An EIP without a route to the IPv4 gateway falls back to SNAT (R2.21). */
  readonly eipFallsBackToSnat: boolean
  /** Port 25 is blocked for instances of applications as for servers (R5.19). */
  readonly blocksMailOfApps: boolean
  /** A call to an EIP of the sender's own VPC is lost (section 15). */
  readonly dropsHairpin: boolean
  /** A white access list of a listener that has no entries lets nobody pass (facts/load-balancing 1.12). */
  readonly emptyListRefuses: boolean
  /** Whom the access list of an HTTP listener refuses, it answers with 403 (facts/load-balancing 1.12). */
  readonly refusesWith403: boolean
  /** A server may get its own call back from an NLB that preserves clients (facts/load-balancing 2a.3). */
  readonly nlbHairpinWorks: boolean
  /** Whom the whitelist of an inference gateway does not have, it answers with 403 (facts/deployment B.3). */
  readonly gatewayRefusesWith403: boolean
}

export function compileReadings(assumptions: Assumptions): Readings {
  return {
    advancedIsStateless: assumptions.advancedGroups === 'stateless',
    aclPassesUnmatched: assumptions.aclUnmatched === 'allow',
    aclFiltersWithin: assumptions.aclWithinVSwitch === 'filtered',
    asksEachEip: assumptions.snatEip === 'any',
    eipFallsBackToSnat: assumptions.eipWithoutRoute === 'snat',
    blocksMailOfApps: assumptions.mailOfApps === 'blocked',
    dropsHairpin: assumptions.eipHairpin === 'dropped',
    emptyListRefuses: assumptions.emptyWhitelist === 'refuse',
    refusesWith403: assumptions.accessRefusal === 'forbidden',
    nlbHairpinWorks: assumptions.nlbHairpin === 'works',
    gatewayRefusesWith403: assumptions.gatewayRefusal === 'http403',
  }
}
