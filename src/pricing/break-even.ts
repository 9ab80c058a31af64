/**
 * How many instances make one NAT gateway as cheap as an EIP each: facts/deployment C.1. What is sent costs the same on both
 * sides, so fixed fees alone are compared: `n e` against `N + e + u c`.
 */

/** All by the hour, in one currency. */
export interface FixedFees {
  /** Configuration of an EIP. */
  readonly eip: number
  /** Instance of a NAT gateway. */
  readonly nat: number
  /** A capacity unit of it. */
  readonly capacityUnit: number
}

/** Instances at which both cost the same; `units`: what the gateway uses on average. Infinite where EIPs cost nothing. */
export function breakEven({ eip, nat, capacityUnit }: FixedFees, units: number): number {
  return (nat + eip + capacityUnit * units) / eip
}

/** The capacity units that put the break-even at so many instances; below 0: no load does. */
export function unitsFor(instances: number, { eip, nat, capacityUnit }: FixedFees): number {
  return ((instances - 1) * eip - nat) / capacityUnit
}

/** The most instances for which EIPs cost less, so many of them to spare; 0 where they never do. */
export function mostWithEips(fees: FixedFees, units: number, spare: number): number {
  const even = breakEven(fees, units)
  if (even === Number.POSITIVE_INFINITY) return even
  // At the break-even itself neither is cheaper; the quotient of two prices is never quite exact.
  return Math.max(0, Math.ceil(even - spare - 1e-9) - 1)
}
