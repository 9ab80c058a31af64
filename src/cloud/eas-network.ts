/**
 * The network of EAS itself, in which services live that have no vSwitches of the user: a VPC of its own without a way out,
 * one vSwitch a zone, and a security group that admits everybody. Its ranges are ours (assumed); nobody outside of EAS sees them.
 */
import { prefixOf } from '../net/cidr.ts'
import { ipv4 } from '../net/ipv4.ts'
import { ANY_PORT } from '../net/port-range.ts'
import { ALL_PROTOCOLS } from '../net/protocol.ts'
import { unwritten } from './origin.ts'
import type { SecurityGroup } from './security-group.ts'
import type { Topology } from './topology.ts'
import type { Vpc, VSwitch } from './vpc.ts'

/** No name in a file can be like these. */
export const EAS_VPC = 'eas/network'
export const EAS_SECURITY_GROUP = 'eas/open'

const BLOCK = prefixOf(ipv4(10, 224, 0, 0), 11)
/** A /16 for each zone; more zones no region has. */
const MOST_ZONES = 32

export interface EasNetwork {
  readonly vpc: Vpc
  /** In the order of the zones; at least one. */
  readonly vswitches: readonly VSwitch[]
  readonly securityGroup: SecurityGroup
}

/** `zones`: those that the file knows; without any it is one of the region. */
export function easNetwork(zones: readonly string[], region: string): EasNetwork {
  const origin = unwritten(EAS_VPC)
  const used = zones.length === 0 ? [`${region}-a`] : [...new Set(zones)].slice(0, MOST_ZONES)
  return {
    vpc: {
      name: EAS_VPC,
      cidr: BLOCK,
      secondaryCidrs: [],
      userCidrs: [],
      networkAcls: [],
      routeTables: [],
      origin,
    },
    vswitches: used.map((zone, index) => ({
      name: easVSwitch(zone),
      vpc: EAS_VPC,
      zone,
      cidr: prefixOf(BLOCK.first + index * 2 ** 16, 16),
      origin,
    })),
    securityGroup: {
      name: EAS_SECURITY_GROUP,
      vpc: EAS_VPC,
      type: 'basic',
      innerAccess: 'accept',
      ingress: [
        {
          policy: 'accept',
          protocol: ALL_PROTOCOLS,
          ports: ANY_PORT,
          peer: { kind: 'cidr', cidr: prefixOf(0, 0) },
          priority: 1,
          origin,
        },
      ],
      egress: [],
      origin,
    },
  }
}

export function easVSwitch(zone: string): string {
  return `${EAS_VPC}/${zone}`
}

/** Is this VPC, vSwitch or security group one of EAS itself? */
export function isOfEas(name: string): boolean {
  return name.startsWith('eas/')
}

type Network = Pick<Topology, 'vpcs' | 'vswitches' | 'securityGroups'>

/** The networks of the user, with that of EAS behind them. */
export function withEasNetwork(network: Network, region: string): Network {
  const { vpc, vswitches, securityGroup } = easNetwork(
    [...network.vswitches.values()].map(({ zone }) => zone),
    region,
  )
  return {
    vpcs: new Map([...network.vpcs, [vpc.name, vpc]]),
    vswitches: new Map([...network.vswitches, ...vswitches.map((each) => [each.name, each] as const)]),
    securityGroups: new Map([...network.securityGroups, [securityGroup.name, securityGroup]]),
  }
}
