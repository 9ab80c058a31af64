/**
 * Why a packet stops on its way, and what is worth a remark although it does not. Codes are those of facts/codes; the
 * hot path carries a reason as its index, everybody else by its code.
 */
import { type Reason, reasonsOf } from '../cloud/reason.ts'
import { balancerReasons } from './balancer-reasons.ts'
import { domainReasons } from './domain-reasons.ts'
import { gatewayReasons } from './gateway-reasons.ts'

/** The index that stands for "no reason": the packet passed. */
export const PASSED = -1

const table = {
  VPC_NO_INTERNET_BY_DEFAULT: {
    severity: 'error',
    sentence:
      'A VPC has no way to the Internet by default, and the instance has neither an EIP in use nor a NAT gateway to go through.',
    fix: 'Give {app} {anExit}.',
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
      'The longest match leads to a next hop that is not there or passes nothing on, and no other route of the table steps in for it.',
    fix: 'Let {path} (line {line}) lead to {elsewhere}: {cause}.',
    source: 'facts/vpc R2.4, R2.16',
  },
  FORWARDING_LOOP: {
    severity: 'error',
    sentence: 'The packet comes back to where it was, so it goes round until its hop limit drops it.',
    fix: 'Let {path} (line {line}) lead elsewhere, for the packet goes round: {round}.',
    source: 'facts/vpc Sec. 11 step 7d',
  },
  HAVIP_WITHOUT_HOLDER: {
    severity: 'error',
    sentence: 'The address is a HaVip, and none of its members runs, so nobody holds it.',
    fix: 'Start one of the members of HaVip {haVip} ({path}, line {line}): {members}.',
    source: 'facts/vpc 2.2, R10.6',
  },
  CUT_THROUGH_ONLY_PUBLIC: {
    severity: 'error',
    sentence:
      'An ENI with a cut-through EIP has that address and no other: its private address has stopped working, in both directions.',
    fix: 'Use another ENI of server {server}, or bind the EIP of {eni} with eipMode: nat ({path}, line {line}).',
    source: 'facts/vpc R3.2',
  },
  IPV4GW_ROUTE_MISSING: {
    severity: 'error',
    sentence:
      'The VPC has an IPv4 gateway, and then a public address works only if the route table of its vSwitch leads to that gateway, in both directions.',
    fix: 'Add a route for {far} or 0.0.0.0/0 via ipv4Gateway to route table {table} of VPC {vpc}, which is the one of vSwitch {asked}.',
    source: 'facts/vpc R2.21, R2.25',
  },
  VPC_LEFT_PRIVATE: {
    severity: 'error',
    sentence:
      'The IPv4 gateway of the VPC was deleted in Internet mode private, which leaves the VPC without Internet, whatever EIPs and NAT gateways it has.',
    fix: 'Delete it in mode public (ipv4Gateway: { deleted: public } of VPC {vpc}, line {line}), or give the VPC an IPv4 gateway again.',
    source: 'facts/vpc R2.24',
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
  TR_ASSOCIATION_MISSING: {
    severity: 'error',
    sentence:
      'The attachment of a VPC is associated with no route table of the transit router, which forwards nothing that comes from this VPC then, and tells it no routes.',
    fix: 'Associate VPC {from} in CEN {cen} with a route table: set associate in {path} (line {line}).',
    source: 'facts/vpc R7.7',
  },
  TR_PROPAGATION_MISSING: {
    severity: 'error',
    sentence:
      'The destination lies in an attached VPC, but that VPC does not propagate its routes into the route table of the transit router that decides.',
    fix: 'Let VPC {to} propagate to route table {trTable} of CEN {cen}: set propagate in {path} (line {line}).',
    source: 'facts/vpc R7.7',
  },
  TR_ROUTE_MISSING: {
    severity: 'error',
    sentence: 'The route table of the transit router has no route that leads to the destination.',
    fix: 'Add a route for {address} to route table {trTable} of CEN {cen} ({path}, line {line}), or let the VPC that has a way there publish it.',
    source: 'facts/vpc R7.9, R7.10',
  },
  TR_BLACKHOLE: {
    severity: 'error',
    sentence: 'The route table of the transit router sends the destination into a black hole.',
    fix: 'Remove or narrow {path} (line {line}), the route for {trRoute} in route table {trTable} of CEN {cen}.',
    source: 'facts/vpc R7.10',
  },
  CEN_ROUTE_NOT_PUBLISHED: {
    severity: 'error',
    sentence:
      'The transit router knows the way, but does not tell the VPC: route publishing is off, which is the default.',
    fix: 'Set autoPublish: true for VPC {from} in CEN {cen} ({path}, line {line}), or add a route for {address} via cen/{cen} to route table {table} of VPC {from}.',
    source: 'facts/vpc R7.7',
  },
  CEN_ROUTE_NOT_ACCEPTED: {
    severity: 'error',
    sentence:
      'The transit router tells the VPC its routes, but the route tables of the VPC do not take them.',
    fix: 'Set acceptRoutes: true for VPC {from} in CEN {cen} ({path}, line {line}), or add a route for {address} via cen/{cen} to route table {table} of VPC {from}.',
    source: 'facts/vpc R7.7',
  },
  CEN_ROUTE_CONFLICT: {
    severity: 'error',
    sentence:
      'The VPC is told a route by the transit router, but has a custom one for the same destination, and the one that was told is in conflict and not effective.',
    fix: 'Remove the route {route} from route table {table} of VPC {from} ({path}, line {line}), or let it lead to cen/{cen}.',
    source: 'facts/vpc R2.13, R2.14',
  },
  CEN_CIDR_OVERLAP: {
    severity: 'error',
    sentence:
      'VPCs with vSwitches that overlap do not reach each other through a CEN: the route that was told is in conflict.',
    fix: 'Give {overlapping} another CIDR block: {blocks} overlap. Or translate with a VPC NAT gateway.',
    source: 'facts/vpc R7.11',
  },
  ROUTE_LOSES_TO_MORE_SPECIFIC: {
    severity: 'error',
    sentence:
      'A route would lead to the destination, but a more specific one holds it too and leads elsewhere, and the longest match decides.',
    fix: 'Remove or narrow the route {route} in route table {table} of VPC {from} ({path}, line {line}), which is more specific than {trRoute} to CEN {cen}.',
    source: 'facts/vpc R2.12, R7.16',
  },
  ACL_TRANSIT_DENIED: {
    severity: 'error',
    sentence:
      'The network ACL of a vSwitch in which the transit router has an ENI has no egress entry that lets the packet, or its reply, out of it into the VPC.',
    fix: 'Add an egress entry to network ACL {acl}{before}: accept {service} to {peer}. Or attach the VPC by vSwitches without an ACL.',
    source: 'facts/vpc R7.13',
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
    fix: 'Add an SNAT entry to NAT gateway {gateway} that covers {source}, for instance for {scope}.',
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
      'The address is one of a NAT gateway, which takes no connections from outside without a DNAT entry.',
    fix: 'Add a DNAT entry for {protocol} {port} of {destination} to NAT gateway {gateway}, or call an instance by {own}.',
    source: 'facts/vpc R4.9',
  },
  NAT_ICMP_REPLY_OFF: {
    severity: 'error',
    sentence: 'The address is an EIP of a NAT gateway that is told not to answer ping.',
    fix: 'Set icmpReply: true on NAT gateway {gateway} ({path}, line {line}), or test with a port that a DNAT entry has.',
    source: 'facts/vpc R4.6',
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
    fix: 'Add {callers} to the whitelist of database {database} ({path}, line {line}), which has {entries}.',
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
  WHITELIST_CHANGE_UNDERWAY: {
    severity: 'info',
    sentence: 'The whitelist was changed, but a change takes its time: the one before still decides.',
    fix: 'Wait until {until}: then the whitelist of {database} {effect}. How long it takes is assumed: assume.whitelistDelay.',
    source: 'facts/vpc R9.8',
  },
  PORT_25_BLOCKED: {
    severity: 'error',
    sentence: 'The cloud blocks mail to the Internet, TCP port 25, whatever the security groups say.',
    fix: 'Send mail through a relay on port 465 or 587; where the cloud has unblocked port 25 for {app}, say so with {unblock}.',
    source: 'facts/vpc R5.19',
  },
  EIP_HAIRPIN: {
    severity: 'error',
    sentence:
      'The caller is in the same VPC as the EIP that it calls, and the file assumes that such a call is lost.',
    fix: 'Call the private address {target} instead, or drop eipHairpin from assume: nobody documents what the cloud does.',
    source: 'facts/vpc section 15',
  },
  EIP_HAIRPIN_ASSUMED: {
    severity: 'info',
    sentence:
      'The caller is in the same VPC as the EIP that it calls; that such a call goes out and comes back in is assumed.',
    fix: 'Call the private address of {target}, which is documented to work, or write eipHairpin: dropped under assume to see the other reading.',
    source: 'facts/vpc section 15',
  },
  SG_RETURN_DENIED: {
    severity: 'error',
    sentence:
      'The packet arrives, but an advanced security group drops the reply: the file assumes that such groups are stateless.',
    fix: 'Add an {direction} rule that accepts {replies} {side} {peer} to security group {group} of {app}{before}, or drop advancedGroups from assume: the product pages say that they are stateful.',
    source: 'facts/vpc R5.21',
  },
  BACKENDS_ALL_UNHEALTHY: {
    severity: 'error',
    sentence: 'None of the servers behind it runs and is healthy.',
    fix: 'Start one of {servers} behind {service} ({path}, line {line}).',
    source: 'facts/vpc R8.9, facts/load-balancing 2.5',
  },
  NAME_UNKNOWN: {
    severity: 'error',
    sentence: 'The name has no address for this caller, so there is nobody to call.',
    fix: 'Check the name {name}: {fault}{near}.',
    source: 'facts/vpc R8.5, R8.6',
  },
  NAME_OTHER_SIDE: {
    severity: 'error',
    sentence: 'The name leads to a private address, and the caller is on the Internet.',
    fix: 'Call a public name from the Internet: {name} leads to {address}{better}.',
    source: 'facts/vpc R8.5, R9.3',
  },
  NAME_CACHED_OLD: {
    severity: 'error',
    sentence:
      'The record of the name has changed, but the caller keeps the answer from before until its time to live has run out, and the old address does not let it through.',
    fix: 'Wait until {until}: then {name}, which has changed at {changed}, leads everybody to {fresh} and nobody to {kept} ({blocked}). Before the next move shorten the ttl of the record, and let the old address work on for as long.',
    source: 'facts/vpc R8.7',
  },
  IPV6_NO_ADDRESS: {
    severity: 'error',
    sentence: 'An end of the flow has no IPv6 address, so no IPv6 packet can be made.',
    fix: 'Let the flow use IPv4, or {advice}.',
    source: 'facts/vpc R8.1',
  },
  IPV6_GATEWAY_MISSING: {
    severity: 'error',
    sentence:
      'The VPC has no IPv6 gateway, and without one its IPv6 addresses reach, and are reached by, nobody outside.',
    fix: 'Add ipv6Gateway to VPC {vpc}, with Internet bandwidth for {server}, and a route ::/0 via ipv6Gateway to route table {table}.',
    source: 'facts/vpc R8.1',
  },
  IPV6_ROUTE_MISSING: {
    severity: 'error',
    sentence: 'The VPC has an IPv6 gateway, but the route table of the sender does not lead to it.',
    fix: 'Add a route ::/0 via ipv6Gateway to route table {table} of VPC {vpc}, which is the one of vSwitch {vswitch}.',
    source: 'facts/vpc R2.4, R8.4',
  },
  IPV6_NO_BANDWIDTH: {
    severity: 'error',
    sentence: 'The IPv6 address is private: no Internet bandwidth was bought for it.',
    fix: 'Give {server} internetBandwidth in the IPv6 gateway of VPC {vpc}.',
    source: 'facts/vpc R8.1',
  },
  IPV6_EGRESS_ONLY: {
    severity: 'error',
    sentence:
      'An egress-only rule lets the IPv6 address open connections to the Internet, and nobody there open one to it.',
    fix: 'Take {server} out of egressOnly ({path}, line {line}), or let it open the connection itself.',
    source: 'facts/vpc R8.2',
  },
  ...balancerReasons,
  ...domainReasons,
  ...gatewayReasons,
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
export const reasons: readonly (Reason & { readonly code: ReasonCode })[] = reasonsOf(table)

/** The index of a reason, for the code that gives it. */
export function reasonIndex(code: ReasonCode): number {
  return reasons.findIndex((reason) => reason.code === code)
}
