/** A network interface (ENI) of a server, in a vSwitch and with security groups of its own: facts/vpc sections 3.1 and 3.5. */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Origin } from './origin.ts'

export interface NetworkInterface {
  /** `fw` is the primary ENI of server fw, `fw/eth1` a secondary one. */
  readonly name: string
  readonly vpc: string
  readonly vswitch: string
  /** Given in the file, or the lowest free one of the vSwitch. */
  readonly address: Ipv4
  readonly securityGroups: readonly string[]
  readonly eip?: Ipv4
  readonly eipMode: EipMode
  readonly origin: Origin
}

/**
 * `nat`: the guest sees its private address alone, and the border translates. `cutThrough`: the guest sees the EIP itself,
 * and its private address stops working (R3.2).
 */
export type EipMode = 'nat' | 'cutThrough'
