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
    fix: 'Give {app} an EIP pool with a free address, or add to VPC {vpc} an Internet NAT gateway with an SNAT entry that covers vSwitch {vswitch}.',
    source: 'vpc R1.19',
  },
  VPC_NOT_CONNECTED: {
    severity: 'error',
    sentence:
      'The destination lies in another VPC, and VPCs are isolated from each other until they are connected.',
    fix: 'Connect VPC {vpc} with VPC {otherVpc} through CEN or a peering, with routes in both directions.',
    source: 'vpc R1.18',
  },
  NO_ROUTE: {
    severity: 'error',
    sentence: 'No route of the route table holds the destination, so the packet is dropped in silence.',
    fix: 'Check the address {destination}, or add a route for it in VPC {vpc}.',
    source: 'vpc R2.15',
  },
  PRIVATE_ADDRESS_TO_INTERNET: {
    severity: 'error',
    sentence: 'The packet is on its way to the Internet, where nobody has a private or reserved address.',
    fix: 'Use the public address of the service in place of {destination}, or connect the network that has {destination}.',
    source: 'vpc R1.21, R1.23',
  },
  ADDRESS_UNKNOWN: {
    severity: 'error',
    sentence: 'Nothing in the scenario has the destination address.',
    fix: 'Check the address {destination}: nothing in {place} has it.',
    source: 'vpc Sec. 11 step 8',
  },
  SG_NO_ALLOW_OUT: {
    severity: 'error',
    sentence: 'No egress rule matches, and an advanced security group denies what no rule accepts.',
    fix: 'Add an egress rule to security group {group}: accept {protocol} {port} to {destination}.',
    source: 'vpc R5.2',
  },
  SG_NO_ALLOW_IN: {
    severity: 'error',
    sentence: 'No ingress rule matches, and a security group denies inbound traffic that no rule accepts.',
    fix: 'Add an ingress rule to security group {group}: accept {protocol} {port} from {source}.',
    source: 'vpc R5.1',
  },
  SG_DENY_RULE: {
    severity: 'error',
    sentence: 'A drop rule of a security group is the first rule that matches.',
    fix: 'Remove or narrow {path} (line {line}), which drops {protocol} {port} {direction} {peer} at priority {priority}, or let an accept rule come before it.',
    source: 'vpc R5.11',
  },
  SNAT_NO_ENTRY: {
    severity: 'error',
    sentence: 'The route leads to the NAT gateway, but none of its SNAT entries covers the source address.',
    fix: 'Add an SNAT entry to NAT gateway {gateway} that covers {source}, for instance for vSwitch {vswitch}.',
    source: 'vpc R4.7',
  },
  SNAT_ENTRY_WITHOUT_EIP: {
    severity: 'error',
    sentence: 'The SNAT entry that covers the source names no EIP that is bound to the NAT gateway.',
    fix: 'Bind an EIP to NAT gateway {gateway} and name it in {path} (line {line}).',
    source: 'vpc R4.7, R4.14',
  },
  NAT_PROTOCOL_UNSUPPORTED: {
    severity: 'error',
    sentence: 'Only ICMP, TCP and UDP are translated between private and public addresses.',
    fix: 'Carry {protocol} over a private connection to {destination}, or use TCP or UDP.',
    source: 'vpc R3.3',
  },
  NAT_NO_SESSION: {
    severity: 'error',
    sentence:
      'The address is an EIP of a NAT gateway, which takes no connections from outside without a DNAT entry.',
    fix: 'Call an instance by its own EIP: {destination} belongs to NAT gateway {gateway}.',
    source: 'vpc R4.9',
  },
  EIP_NONE_ON_INSTANCE: {
    severity: 'error',
    sentence: 'The instance has no EIP in use, so that nothing from the Internet can address it.',
    fix: 'Give {app} an EIP pool that has an address for each instance and one more, or publish {app} through an Ingress or a Service.',
    source: 'vpc R1.19, R3.13',
  },
  EIP_NOT_BOUND: {
    severity: 'error',
    sentence: 'The EIP is rented, but in use on no instance.',
    fix: 'Bind {destination} of pool {pool} to an instance, or call an EIP that is in use.',
    source: 'vpc Sec. 11',
  },
  INSTANCE_NOT_ANSWERING: {
    severity: 'error',
    sentence:
      'The packet arrives, but the application on the instance does not answer: it is starting, stopping or has crashed.',
    fix: 'Keep {app} at enough ready instances while others start or stop, or look at why this one does not start.',
    source: 'vpc R10.6',
  },
  PORT_NOT_SERVED: {
    severity: 'error',
    sentence: 'The packet arrives, but nobody serves the port there.',
    fix: 'Call {target} on a port that it serves ({served}), or let it serve {port}.',
    source: 'vpc R10.6',
  },
  SOURCE_NOT_WHITELISTED: {
    severity: 'error',
    sentence:
      'The service refuses the source address after translation, because its whitelist does not have it.',
    fix: 'Add {source} to the whitelist of {host} ({path}, line {line}), which has {entries}.',
    source: 'vpc R9.3',
  },
  INSTANCE_ADDRESS_NOT_A_CONTRACT: {
    severity: 'error',
    sentence:
      'SAE does not support access between applications by instance address: every deployment gives the instances new ones.',
    fix: 'Let {from} call {to} through an Ingress, a Service or a Kubernetes service name.',
    source: 'seed 000, vpc R3.17',
  },
  SNAT_BYPASSED_BY_EIP: {
    severity: 'info',
    sentence: 'An SNAT entry covers the instance, but is not used: the EIP of the instance comes first.',
    fix: 'Whitelist {eip} and not the EIPs of NAT gateway {gateway}, or take the EIP from {app}.',
    source: 'vpc Sec. 3.5',
  },
  EGRESS_ADDRESS_AMBIGUOUS: {
    severity: 'info',
    sentence: 'The SNAT entry has several EIPs, and any connection may leave with any of them.',
    fix: 'Whitelist all of {eips}, or set EIP affinity in {path} (line {line}).',
    source: 'vpc R4.15, R9.5',
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
