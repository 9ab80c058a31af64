/** What an account may have. `simulate` knows the documented default; a scenario writes only what differs. */

export interface Quota {
  readonly name: string
  /** What is counted, for messages and the reference. */
  readonly counts: string
  readonly default: number
  /** May be raised by a ticket, so a scenario may set it. */
  readonly adjustable: boolean
  /** Row of the fact sheets. */
  readonly source: string
}

const table = {
  vpcs: { counts: 'VPCs in the region', default: 10, adjustable: true, source: 'facts/vpc 1.3' },
  vswitchesPerVpc: { counts: 'vSwitches of a VPC', default: 150, adjustable: true, source: 'facts/vpc 1.3' },
  secondaryCidrsPerVpc: {
    counts: 'secondary CIDRs of a VPC',
    default: 5,
    adjustable: true,
    source: 'facts/vpc 1.3',
  },
  userCidrsPerVpc: {
    counts: 'user CIDRs of a VPC',
    default: 3,
    adjustable: false,
    source: 'facts/vpc R1.20',
  },
  secondaryIpv6CidrsPerVpc: {
    counts: 'secondary IPv6 CIDRs of a VPC',
    default: 3,
    adjustable: false,
    source: 'facts/vpc 1.3',
  },
  eip: { counts: 'EIPs of the account', default: 20, adjustable: true, source: 'facts/vpc 3.3' },
  natGatewaysPerVpc: {
    counts: 'NAT gateways of a VPC',
    default: 5,
    adjustable: true,
    source: 'facts/vpc 4.4',
  },
  eipsPerNatGateway: {
    counts: 'EIPs of a NAT gateway',
    default: 20,
    adjustable: true,
    source: 'facts/vpc 4.4',
  },
  eipsPerNatGatewayInNatMode: {
    counts: 'EIPs of a NAT gateway that are bound in NAT mode',
    default: 50,
    adjustable: false,
    source: 'facts/vpc R4.5',
  },
  natIpsPerVpcNatGateway: {
    counts: 'NAT IPs of a VPC NAT gateway',
    default: 15,
    adjustable: false,
    source: 'facts/vpc 4.4',
  },
  snatEntriesPerNatGateway: {
    counts: 'SNAT entries of a NAT gateway',
    default: 40,
    adjustable: true,
    source: 'facts/vpc 4.4',
  },
  eipsPerSnatEntry: {
    counts: 'EIPs of an SNAT entry',
    default: 64,
    adjustable: false,
    source: 'facts/vpc 4.4',
  },
  securityGroups: {
    counts: 'security groups in the region',
    default: 100,
    adjustable: true,
    source: 'facts/vpc 5.2',
  },
  rulesPerSecurityGroup: {
    counts: 'rules of a security group, both directions',
    default: 200,
    adjustable: true,
    source: 'facts/vpc 5.2',
  },
  rulesPerInterface: {
    counts: 'rules of all security groups of an ENI',
    default: 1_000,
    adjustable: true,
    source: 'facts/vpc 5.2',
  },
  addressesPerBasicGroup: {
    counts: 'private addresses in a basic security group',
    default: 6_000,
    adjustable: false,
    source: 'facts/vpc R5.5',
  },
  addressesPerAdvancedGroup: {
    counts: 'private addresses in an advanced security group',
    default: 65_536,
    adjustable: false,
    source: 'facts/vpc R5.5',
  },
  addressesPerVpc: {
    counts: 'private addresses in use in a VPC',
    default: 60_000,
    adjustable: false,
    source: 'facts/vpc 1.3',
  },
  groupReferencesPerSecurityGroup: {
    counts: 'rules of a security group that name another group',
    default: 20,
    adjustable: false,
    source: 'facts/vpc R5.4',
  },
  routeTablesPerVpc: {
    counts: 'custom route tables of a VPC',
    default: 9,
    adjustable: true,
    source: 'facts/vpc 1.3',
  },
  routesPerTable: {
    counts: 'custom routes of a route table',
    default: 200,
    adjustable: true,
    source: 'facts/vpc 1.3',
  },
  routesPerTransitTable: {
    counts: 'routes of a route table of a transit router, propagated ones among them',
    default: 2_000,
    adjustable: false,
    source: 'facts/vpc R7.14',
  },
  haVipRoutesPerTable: {
    counts: 'routes of a route table to HaVips',
    default: 5,
    adjustable: true,
    source: 'facts/vpc 1.3',
  },
  dnatEntriesPerNatGateway: {
    counts: 'DNAT entries of a NAT gateway',
    default: 100,
    adjustable: true,
    source: 'facts/vpc 4.4',
  },
  networkAclsPerVpc: {
    counts: 'network ACLs of a VPC',
    default: 200,
    adjustable: true,
    source: 'facts/vpc R6.15',
  },
  entriesPerAclDirection: {
    counts: 'entries of a network ACL in one direction',
    default: 20,
    adjustable: true,
    source: 'facts/vpc R6.14',
  },
  prefixLists: {
    counts: 'prefix lists in the region',
    default: 100,
    adjustable: true,
    source: 'facts/vpc 5.2',
  },
  entriesPerPrefixList: {
    counts: 'entries of a prefix list',
    default: 200,
    adjustable: true,
    source: 'facts/vpc 5.2',
  },
  securityGroupsPerServer: {
    counts: 'security groups of a server',
    default: 5,
    adjustable: true,
    source: 'facts/vpc 5.2',
  },
  groupsPerWhitelist: {
    counts: 'groups of the whitelist of a database',
    default: 200,
    adjustable: false,
    source: 'facts/vpc 9.2',
  },
  entriesPerWhitelist: {
    counts: 'entries of the whitelist of an RDS database, or of a whitelist group of Tair',
    default: 1_000,
    adjustable: false,
    source: 'facts/vpc 9.2, 9.3',
  },
  securityGroupsPerWhitelist: {
    counts: 'security groups in the whitelist of a database',
    default: 10,
    adjustable: false,
    source: 'facts/vpc 9.2',
  },
  endpointServices: {
    counts: 'endpoint services of the account',
    default: 200,
    adjustable: true,
    source: 'facts/vpc R8.11',
  },
  endpointsPerVpc: {
    counts: 'endpoints of a VPC',
    default: 1_000,
    adjustable: true,
    source: 'facts/vpc R8.11',
  },
  listenersPerClb: {
    counts: 'listeners of a CLB',
    default: 50,
    adjustable: true,
    source: 'facts/load-balancing 2.9',
  },
  rulesPerClbListener: {
    counts: 'domain and URL rules of a CLB listener',
    default: 40,
    adjustable: true,
    source: 'facts/load-balancing 2.6, 2.9',
  },
  serversPerClb: {
    counts: 'servers behind a CLB',
    default: 200,
    adjustable: true,
    source: 'facts/load-balancing 2.9',
  },
  rulesPerIngress: {
    counts: 'rules of an SAE gateway route',
    default: 40,
    adjustable: false,
    source: 'facts/load-balancing 3.2',
  },
  albs: {
    counts: 'ALB instances in the region',
    default: 60,
    adjustable: true,
    source: 'facts/load-balancing 1.14',
  },
  serverGroups: {
    counts: 'ALB server groups in the region',
    default: 3_000,
    adjustable: false,
    source: 'facts/load-balancing 1.14',
  },
  listenersPerAlb: {
    counts: 'listeners of an ALB',
    default: 50,
    adjustable: true,
    source: 'facts/load-balancing 1.14',
  },
  rulesPerBasicAlb: {
    counts: 'forwarding rules of a basic ALB',
    default: 40,
    adjustable: true,
    source: 'facts/load-balancing 1.14',
  },
  rulesPerAlb: {
    counts: 'forwarding rules of a standard or WAF ALB',
    default: 100,
    adjustable: true,
    source: 'facts/load-balancing 1.14',
  },
  serversPerBasicAlb: {
    counts: 'servers behind a basic ALB',
    default: 200,
    adjustable: true,
    source: 'facts/load-balancing 1.14',
  },
  serversPerAlb: {
    counts: 'servers behind a standard or WAF ALB',
    default: 1_000,
    adjustable: true,
    source: 'facts/load-balancing 1.14',
  },
  serversPerGroup: {
    counts: 'servers of a server group',
    default: 1_000,
    adjustable: false,
    source: 'facts/load-balancing 1.14',
  },
  groupsPerServer: {
    counts: 'ALB server groups that one server is in',
    default: 200,
    adjustable: true,
    source: 'facts/load-balancing 1.14',
  },
  usesPerServerGroup: {
    counts: 'listeners and rules that one ALB server group serves',
    default: 50,
    adjustable: true,
    source: 'facts/load-balancing 1.14',
  },
  certificatesPerBasicListener: {
    counts: 'certificates of a listener of a basic ALB beside the default one',
    default: 10,
    adjustable: false,
    source: 'facts/load-balancing 1.2',
  },
  certificatesPerListener: {
    counts: 'certificates of an ALB listener beside the default one',
    default: 25,
    adjustable: false,
    source: 'facts/load-balancing 1.2',
  },
  nlbs: {
    counts: 'NLB instances in the region',
    default: 60,
    adjustable: true,
    source: 'facts/load-balancing 2a.5',
  },
  listenersPerNlb: {
    counts: 'listeners of an NLB',
    default: 50,
    adjustable: true,
    source: 'facts/load-balancing 2a.5',
  },
  serversPerNlb: {
    counts: 'servers behind an NLB',
    default: 400,
    adjustable: true,
    source: 'facts/load-balancing 2a.5',
  },
  nlbServerGroups: {
    counts: 'NLB server groups in the region',
    default: 3_000,
    adjustable: false,
    source: 'facts/load-balancing 2a.5',
  },
  serversPerNlbGroup: {
    counts: 'servers of an NLB server group',
    default: 400,
    adjustable: true,
    source: 'facts/load-balancing 2a.5',
  },
  nlbGroupsPerServer: {
    counts: 'NLB server groups that one server is in',
    default: 200,
    adjustable: true,
    source: 'facts/load-balancing 2a.5',
  },
  usesPerNlbGroup: {
    counts: 'listeners that one NLB server group serves',
    default: 50,
    adjustable: true,
    source: 'facts/load-balancing 2a.5',
  },
  certificatesPerNlb: {
    counts: 'certificates of an NLB beside the default ones of its listeners',
    default: 25,
    adjustable: true,
    source: 'facts/load-balancing 2a.5',
  },
  accessLists: {
    counts: 'access lists in the region',
    default: 1_000,
    adjustable: false,
    source: 'facts/load-balancing 1.12',
  },
  entriesPerAccessList: {
    counts: 'entries of an access list',
    default: 500,
    adjustable: false,
    source: 'facts/load-balancing 1.12',
  },
  entriesPerClbAccessList: {
    counts: 'entries of an access list that a CLB uses',
    default: 300,
    adjustable: false,
    source: 'facts/load-balancing 2.7',
  },
  accessListsPerListener: {
    counts: 'access lists of a listener',
    default: 3,
    adjustable: false,
    source: 'facts/load-balancing 1.12, 2.7',
  },
  accessEntriesPerBasicListener: {
    counts: 'entries of all access lists of a listener of a basic ALB',
    default: 300,
    adjustable: false,
    source: 'facts/load-balancing 1.12',
  },
  accessEntriesPerListener: {
    counts: 'entries of all access lists of an ALB listener',
    default: 500,
    adjustable: false,
    source: 'facts/load-balancing 1.12',
  },
  accessEntriesPerAlb: {
    counts: 'entries of all access lists of an ALB',
    default: 800,
    adjustable: false,
    source: 'facts/load-balancing 1.12',
  },
  accessEntriesPerClbListener: {
    counts: 'entries of all access lists of a CLB listener',
    default: 1_000,
    adjustable: false,
    source: 'facts/load-balancing 2.7',
  },
  listenersPerAccessList: {
    counts: 'listeners that one access list guards',
    default: 50,
    adjustable: false,
    source: 'facts/load-balancing 1.12, 2.7',
  },
  rangesPerGatewayWhitelist: {
    counts: 'ranges of a whitelist of an inference gateway',
    default: 15,
    adjustable: false,
    source: 'facts/deployment B.3',
  },
  instancesPerApp: {
    counts: 'instances of an application',
    default: 50,
    adjustable: true,
    source: 'facts/deployment A.7',
  },
} as const satisfies Record<string, Omit<Quota, 'name'>>

export type QuotaName = keyof typeof table

/** The limits that hold in a scenario. */
export type Quotas = Readonly<Record<QuotaName, number>>

/** Every quota with its default and its source. */
export const QUOTAS: readonly (Quota & { readonly name: QuotaName })[] = Object.entries(table).map(
  ([name, quota]) => ({ name: name as QuotaName, ...quota }),
)

/** The documented defaults, with what `overrides` raises or lowers. */
export function quotasWith(overrides: Partial<Quotas> = {}): Quotas {
  const defaults = Object.fromEntries(QUOTAS.map((quota) => [quota.name, quota.default])) as Record<
    QuotaName,
    number
  >
  return { ...defaults, ...overrides }
}
