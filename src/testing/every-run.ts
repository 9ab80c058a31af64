/** The invariants that hold in every run, whatever is done to it and whatever breaks. Others hold where a plan was made for them. */
import { eipsGoRound, noEipOfTheDead } from './eip-invariants.ts'
import type { Invariant } from './invariant.ts'
import { minReadyHolds, noDipOfAddresses, oneOrderAtATime, twoVersionsAtMost } from './order-invariants.ts'
import { everyRequestEndsOnce } from './service-invariants.ts'

export const ALWAYS: readonly Invariant[] = [
  eipsGoRound,
  noEipOfTheDead,
  noDipOfAddresses,
  minReadyHolds,
  oneOrderAtATime,
  twoVersionsAtMost,
  everyRequestEndsOnce,
]
