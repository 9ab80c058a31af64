/**
 * An ECS server: one ENI in a vSwitch, with a private address, one to five security groups and maybe an EIP in NAT mode
 * (facts/vpc sections 3.1 and 5.2). It listens on ports and may be stopped. Secondary ENIs and cut-through EIPs are not
 * modelled.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { PortRange } from '../net/port-range.ts'
import type { Protocol } from '../net/protocol.ts'
import type { Origin } from './origin.ts'

export interface Server {
  readonly name: string
  readonly vpc: string
  readonly vswitch: string
  /** Given in the file, or the lowest free one of the vSwitch. */
  readonly address: Ipv4
  readonly securityGroups: readonly string[]
  readonly listeners: readonly Listener[]
  readonly running: boolean
  /** In NAT mode: the guest sees only its private address (R3.2). */
  readonly eip?: Ipv4
  readonly origin: Origin
}

/** TCP or UDP ports on which somebody answers. */
export interface Listener {
  readonly protocol: Protocol
  readonly ports: PortRange
}
