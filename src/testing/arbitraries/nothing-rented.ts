/** A topology in which nothing is rented, to put into it what a test or a bench is about. */
import { assumptionsWith } from '../../cloud/assumptions.ts'
import type { Topology } from '../../cloud/topology.ts'

export const NOTHING_RENTED: Topology = {
  region: 'cn-hangzhou',
  assumptions: assumptionsWith(),
  vpcs: new Map(),
  vswitches: new Map(),
  securityGroups: new Map(),
  eipPools: new Map(),
  natGateways: new Map(),
  vpcNatGateways: new Map(),
  routerInterfaces: new Map(),
  peerings: new Map(),
  cens: new Map(),
  internet: new Map(),
  apps: new Map(),
  servers: new Map(),
  haVips: new Map(),
  databases: new Map(),
  dns: new Map(),
  privateZones: new Map(),
  endpointServices: new Map(),
  endpoints: new Map(),
  loadBalancers: new Map(),
  serverGroups: new Map(),
  certificates: new Map(),
  gateways: new Map(),
  serviceGroups: new Map(),
  serviceNames: new Map(),
}
