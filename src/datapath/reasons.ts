/**
 * Why a packet stops on its way, and what is worth a remark although it does not. Codes are those of facts/codes; the
 * hot path carries a reason as its index, everybody else by its code.
 */
import type { Reason } from '../cloud/reason.ts'

/** The index that stands for "no reason": the packet passed. */
export const PASSED = -1

const table = {
  VPC_NO_INTERNET_BY_DEFAULT: {
    severity: 'error',
    sentence:
      'A VPC has no way to the Internet by default, and the instance has neither an EIP in use nor a NAT gateway to go through.',
    fix: 'Give {app} {anEip}, or add to VPC {vpc} an Internet NAT gateway with an SNAT entry that covers vSwitch {vswitch}.',
    source: 'facts/vpc R1.19',
  },
  VPC_NOT_CONNECTED: {
    severity: 'error',
    sentence:
      'The destination lies in another VPC, and VPCs are isolated from each other until they are connected.',
    fix: 'Connect VPC {vpc} with VPC {otherVpc} through {through}, with routes in both directions.',
    source: 'facts/vpc R1.18, R7.2',
  },
  NO_ROUTE: {
    severity: 'error',
    sentence: 'No route of the route table holds the destination, so the packet is dropped in silence.',
    fix: 'Check the address {destination}, or add a route for it to route table {table} of VPC {vpc}.',
    source: 'facts/vpc R2.15',
  },
  ROUTE_TARGET_DOWN: {
    severity: 'error',
    sentence:
      'The longest match leads to a next hop that is not there, and no other route of the table steps in for it.',
    fix: 'Let {path} (line {line}) lead to a gateway of VPC {vpc}: there is no {hop} in it.',
    source: 'facts/vpc R2.4, R2.16',
  },
  IPV4GW_ROUTE_MISSING: {
    severity: 'error',
    sentence:
      'The VPC has an IPv4 gateway, and then a public address works only if the route table of its vSwitch leads to that gateway, in both directions.',
    fix: 'Add a route for {far} or 0.0.0.0/0 via ipv4Gateway to route table {table} of VPC {vpc}, which is the one of vSwitch {asked}.',
    source: 'facts/vpc R2.21, R2.25',
  },
  NO_RETURN_ROUTE: {
    severity: 'error',
    sentence:
      'The packet arrives, but the route table of the receiver has no route back to the sender on the way it came.',
    fix: 'Add a route for {back} to route table {table} of VPC {vpc}.',
    source: 'facts/vpc R4.25, R7.2',
  },
  ASYMMETRIC_NAT: {
    severity: 'error',
    sentence:
      'The packet arrives through a DNAT entry, but the reply is routed past the NAT gateway that holds the session, so the connection fails.',
    fix: 'Route {far} via natGateway/{gateway} in route table {table} of VPC {vpc}: now {route} takes it.',
    source: 'facts/vpc R4.25',
  },
  PEERING_NOT_TRANSITIVE: {
    severity: 'error',
    sentence:
      'The route leads through a peering, but the destination is not in the VPC behind it, and a peering leads nowhere else.',
    fix: 'Let {path} (line {line}) lead elsewhere: {hop} ends in VPC {otherVpc}, which has {cidrs}, and nobody goes on through it.',
    source: 'facts/vpc R7.1, R7.5',
  },
  PRIVATE_ADDRESS_TO_INTERNET: {
    severity: 'error',
    sentence: 'The packet is on its way to the Internet, where nobody has a private or reserved address.',
    fix: 'Use the public address of the service in place of {destination}, or connect the network that has {destination}.',
    source: 'facts/vpc R1.21, R1.23',
  },
  ADDRESS_UNKNOWN: {
    severity: 'error',
    sentence: 'Nothing in the scenario has the destination address.',
    fix: 'Check the address {destination}: nothing in {place} has it.',
    source: 'facts/vpc Sec. 11 step 8',
  },
  SG_NO_ALLOW_OUT: {
    severity: 'error',
    sentence: 'No egress rule matches, and an advanced security group denies what no rule accepts.',
    fix: 'Add an egress rule to security group {group}: accept {protocol} {port} to {destination}.',
    source: 'facts/vpc R5.2',
  },
  SG_NO_ALLOW_IN: {
    severity: 'error',
    sentence: 'No ingress rule matches, and a security group denies inbound traffic that no rule accepts.',
    fix: 'Add an ingress rule to security group {group}: accept {protocol} {port} from {source}.',
    source: 'facts/vpc R5.1',
  },
  SG_DENY_RULE: {
    severity: 'error',
    sentence: 'A drop rule of a security group is the first rule that matches.',
    fix: 'Remove or narrow {path} (line {line}), which drops {protocol} {port} {direction} {peer} at priority {priority}, or let an accept rule come before it.',
    source: 'facts/vpc R5.11',
  },
  ACL_DENY_OUT: {
    severity: 'error',
    sentence:
      "The network ACL of the sender's vSwitch has no egress entry that lets the packet out: the first that matches drops it, or none matches.",
    fix: 'Add an egress entry to network ACL {acl}{before}: accept {service} to {peer}.',
    source: 'facts/vpc R6.3, R6.7',
  },
  ACL_DENY_IN: {
    severity: 'error',
    sentence:
      "The network ACL of the receiver's vSwitch has no ingress entry that lets the packet in: the first that matches drops it, or none matches.",
    fix: 'Add an ingress entry to network ACL {acl}{before}: accept {service} from {peer}.',
    source: 'facts/vpc R6.3, R6.7',
  },
  ACL_RETURN_DENIED: {
    severity: 'error',
    sentence:
      'The packet arrives, but its reply is dropped: a network ACL is stateless, so replies to the port of the client need an entry of their own.',
    fix: 'Add an {direction} entry to network ACL {acl}{before}: accept {replies} {side} {peer}, so that replies pass.',
    source: 'facts/vpc R6.2',
  },
  SNAT_NO_ENTRY: {
    severity: 'error',
    sentence: 'The route leads to the NAT gateway, but none of its SNAT entries covers the source address.',
    fix: 'Add an SNAT entry to NAT gateway {gateway} that covers {source}, for instance for vSwitch {vswitch}.',
    source: 'facts/vpc R4.7',
  },
  SNAT_ENTRY_WITHOUT_EIP: {
    severity: 'error',
    sentence: 'The SNAT entry that covers the source names no EIP that is bound to the NAT gateway.',
    fix: 'Bind an EIP to NAT gateway {gateway} and name it in {path} (line {line}).',
    source: 'facts/vpc R4.7, R4.14',
  },
  NAT_PROTOCOL_UNSUPPORTED: {
    severity: 'error',
    sentence: 'Only ICMP, TCP and UDP are translated between private and public addresses.',
    fix: 'Carry {protocol} over a private connection to {destination}, or use TCP or UDP.',
    source: 'facts/vpc R3.3',
  },
  NAT_NO_SESSION: {
    severity: 'error',
    sentence:
      'The address is an EIP of a NAT gateway, which takes no connections from outside without a DNAT entry.',
    fix: 'Add a DNAT entry for {protocol} {port} of {destination} to NAT gateway {gateway}, or call an instance by its own EIP.',
    source: 'facts/vpc R4.9',
  },
  DNAT_HAIRPIN: {
    severity: 'error',
    sentence:
      'A packet that leaves through a NAT gateway cannot come back in through a DNAT entry of the same one, unless its EIPs are bound in NAT mode.',
    fix: 'Call {target} by its private address, or set eipMode: nat on NAT gateway {gateway}.',
    source: 'facts/vpc R4.30',
  },
  DNAT_TARGET_HAS_EIP: {
    severity: 'error',
    sentence: 'A DNAT entry works only if the instance behind it has no EIP of its own.',
    fix: 'Call {target} by its EIP {eip}, or take the EIP away and keep {path} (line {line}).',
    source: 'facts/vpc R4.23',
  },
  EIP_NONE_ON_INSTANCE: {
    severity: 'error',
    sentence: 'The instance has no EIP in use, so that nothing from the Internet can address it.',
    fix: 'Give {app} {anEip}, or publish {app} through {entrance}.',
    source: 'facts/vpc R1.19, R3.13',
  },
  EIP_NOT_BOUND: {
    severity: 'error',
    sentence: 'The EIP is rented, but in use on no instance.',
    fix: 'Bind {destination} of pool {pool} to an instance, or call an EIP that is in use.',
    source: 'facts/vpc Sec. 11',
  },
  INSTANCE_NOT_ANSWERING: {
    severity: 'error',
    sentence:
      'The packet arrives, but the application on the instance does not answer: it is starting, stopping or has crashed.',
    fix: 'Keep {app} at enough ready instances while others start or stop, or look at why this one does not start.',
    source: 'facts/vpc R10.6',
  },
  SERVER_NOT_RUNNING: {
    severity: 'error',
    sentence: 'The server does not run: it is stopped, or its zone is out.',
    fix: 'Start server {server} ({path}, line {line}), or wait until its zone is back.',
    source: 'facts/vpc Sec. 11 step 1, R10.6',
  },
  PORT_NOT_SERVED: {
    severity: 'error',
    sentence: 'The packet arrives, but nobody serves the port there.',
    fix: 'Call {target} on a port that it serves ({served}), or let it serve {port}.',
    source: 'facts/vpc R10.6',
  },
  SOURCE_NOT_WHITELISTED: {
    severity: 'error',
    sentence:
      'The service refuses the source address after translation, because its whitelist does not have it.',
    fix: 'Add {source} to the whitelist of {host} ({path}, line {line}), which has {entries}.',
    source: 'facts/vpc R9.3',
  },
  DB_WHITELIST_LACKS_VSWITCH: {
    severity: 'error',
    sentence:
      'The database refuses the private address of the caller, because no group of its whitelist has it.',
    fix: 'Add {cidr} (vSwitch {vswitch}) to the whitelist of database {database} ({path}, line {line}), which has {entries}.',
    source: 'facts/vpc R9.1, R9.3',
  },
  DB_WHITELIST_LACKS_EGRESS_IP: {
    severity: 'error',
    sentence:
      'The public endpoint of the database sees the source address after translation, and no group of its whitelist has it.',
    fix: 'Add {source} to the whitelist of database {database} ({path}, line {line}), which has {entries}{others}{advice}.',
    source: 'facts/vpc R9.3, R3.16',
  },
  DB_OTHER_VPC: {
    severity: 'error',
    sentence:
      'The database is in another VPC, and VPCs are isolated from each other until they are connected.',
    fix: 'Connect VPC {vpc} with VPC {otherVpc} of database {database} through {through}, with routes in both directions, and go on calling its internal address.',
    source: 'facts/vpc R1.18',
  },
  INSTANCE_ADDRESS_NOT_A_CONTRACT: {
    severity: 'error',
    sentence:
      'SAE does not support access to an application by instance address: every deployment gives the instances new ones.',
    fix: 'Let {from} call {to} through an Ingress, a Service or a Kubernetes service name.',
    source: 'facts/vpc R3.17',
  },
  SNAT_BYPASSED_BY_EIP: {
    severity: 'info',
    sentence: 'An SNAT entry covers the instance, but is not used: the EIP of the instance comes first.',
    fix: 'Whitelist {eip} and not the EIPs of NAT gateway {gateway}, or take the EIP from {app}.',
    source: 'facts/vpc Sec. 3.5',
  },
  DB_PUBLIC_NAME_INSIDE_VPC: {
    severity: 'info',
    sentence:
      'The caller is in the VPC of the database, but calls its public endpoint: the way leads over the Internet.',
    fix: 'Call the internal address {internal} of database {database}, and let its whitelist have {cidr} (vSwitch {vswitch}).',
    source: 'facts/vpc R9.3',
  },
  EGRESS_ADDRESS_AMBIGUOUS: {
    severity: 'info',
    sentence: 'The SNAT entry has several EIPs, and any connection may leave with any of them.',
    fix: 'Whitelist all of {eips}, or set EIP affinity in {path} (line {line}).',
    source: 'facts/vpc R4.15, R9.5',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>

export type ReasonCode = keyof typeof table

/** All reasons of this room; a reason's index is its position. */
export const reasons: readonly (Reason & { readonly code: ReasonCode })[] = (
  Object.keys(table) as ReasonCode[]
).map((code) => ({ code, ...table[code] }))

/** The index of a reason, for the code that gives it. */
export function reasonIndex(code: ReasonCode): number {
  return reasons.findIndex((reason) => reason.code === code)
}
