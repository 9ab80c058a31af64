/**
 * The testing kit: what a test suite needs to hold scenarios and rollouts against invariants, under timings and faults that nobody
 * wrote down. It needs fast-check, which whoever uses it has among his own dependencies; vpcsim itself runs without.
 *
 * ```ts
 * it('survives any timing and the loss of one instance', () => {
 *   checkScenario(readFileSync('shop.yaml', 'utf8'), { file: 'shop.yaml', faults: ['crash'] })
 * })
 * ```
 */

export { FAULT_KINDS, type Fault, type FaultKind, faultText } from './checking/fault.ts'
export { type DeploymentRules, RULES } from './deployment/rules.ts'
export { faulted } from './searching/faulted.ts'
export { aFault, someFaults } from './testing/a-fault.ts'
export { aBalancedWorld, aRequest } from './testing/arbitraries/a-balancer.ts'
export { aGatewayWorld } from './testing/arbitraries/a-gateway.ts'
export { aPacket as aPacketNear, aTraffic } from './testing/arbitraries/a-packet.ts'
export { someRules as someForwardingRules } from './testing/arbitraries/a-rule.ts'
export { aRuleSet, aWhitelist } from './testing/arbitraries/a-rule-set.ts'
export {
  aCenWorld,
  aCidr,
  anAddress,
  aPlainWorld,
  aTopology,
  aWorld,
} from './testing/arbitraries/a-topology.ts'
export { bringUp } from './testing/arbitraries/bring-up.ts'
export type { Eni, World } from './testing/arbitraries/world.ts'
export { type CheckedScenario, type CheckOptions, checkScenario } from './testing/check-scenario.ts'
export { eipsGoRound, freeEipsAreTaken, noEipOfTheDead } from './testing/eip-invariants.ts'
export { ALWAYS } from './testing/every-run.ts'
export type { Invariant } from './testing/invariant.ts'
export {
  everyOrderGetsOn,
  minReadyHolds,
  newPrivateAddresses,
  noDipOfAddresses,
  oldGoAfterNewHaveTheirEip,
  oneOrderAtATime,
  twoVersionsAtMost,
} from './testing/order-invariants.ts'
export { aRolloutPlan as aRollout, aScenario } from './testing/plans.ts'
export { type Replay, ScenarioFailure } from './testing/scenario-failure.ts'
export {
  everyRequestEndsOnce,
  flowGetsThrough,
  noOutage,
  noStaleBackendIsPicked,
  sourcesWithin,
} from './testing/service-invariants.ts'
