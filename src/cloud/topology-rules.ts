/**
 * Everything that the cloud refuses about a configuration as a whole. The topology may lack what could not be read;
 * a rule that needs it is silent then.
 */
import { checkAccessLists } from './access-list-rules.ts'
import { checkApps } from './app-rules.ts'
import { checkCens } from './cen-rules.ts'
import { checkDatabases } from './database-rules.ts'
import { checkDnat } from './dnat-rules.ts'
import { checkEips, type WrittenEip } from './eip-rules.ts'
import { checkEndpoints } from './endpoint-rules.ts'
import { checkHaVips, checkInterfaces } from './ha-vip-rules.ts'
import { checkInterfaceLimits } from './interface-limits.ts'
import { checkIpv6 } from './ipv6-rules.ts'
import { checkLoadBalancers } from './load-balancer-rules.ts'
import { checkNames } from './name-rules.ts'
import { checkNatGateways } from './nat-gateway-rules.ts'
import { checkNetworkAcls } from './network-acl-rules.ts'
import { checkPeerings } from './peering-rules.ts'
import { checkPrivateAddresses } from './private-address-rules.ts'
import type { Quotas } from './quotas.ts'
import { checkRouteTables } from './route-table-rules.ts'
import { checkRouterInterfaces } from './router-interface-rules.ts'
import { checkSecurityGroups } from './security-group-rules.ts'
import { checkServerGroups } from './server-group-rules.ts'
import { checkServers } from './server-rules.ts'
import type { Topology } from './topology.ts'
import type { Violation } from './violation.ts'
import { checkVpcNatGateways } from './vpc-nat-gateway-rules.ts'
import { checkVpcs } from './vpc-rules.ts'

/** All violations of `topology`; `eips` are the addresses of its pools and gateways as they were written. */
export function* checkTopology(
  topology: Topology,
  eips: readonly WrittenEip[],
  quotas: Quotas,
): Generator<Violation> {
  yield* checkVpcs(topology, quotas)
  yield* checkPeerings(topology)
  yield* checkCens(topology, quotas)
  yield* checkRouteTables(topology, quotas)
  yield* checkNetworkAcls(topology, quotas)
  yield* checkSecurityGroups(topology, quotas)
  yield* checkNatGateways(topology, quotas)
  yield* checkDnat(topology, quotas)
  yield* checkVpcNatGateways(topology, quotas)
  yield* checkRouterInterfaces(topology)
  yield* checkEips(eips, topology, quotas)
  yield* checkApps(topology, quotas)
  yield* checkPrivateAddresses(topology)
  yield* checkIpv6(topology, quotas)
  yield* checkServers(topology, quotas)
  yield* checkInterfaces(topology)
  yield* checkHaVips(topology, quotas)
  yield* checkDatabases(topology, quotas)
  yield* checkInterfaceLimits(topology, quotas)
  yield* checkNames(topology)
  yield* checkEndpoints(topology, quotas)
  yield* checkServerGroups(topology, quotas)
  yield* checkLoadBalancers(topology, quotas)
  yield* checkAccessLists(topology, quotas)
}
