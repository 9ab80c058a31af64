/**
 * An ECS server: a primary ENI, maybe secondary ones, each with a private address, one to five security groups and maybe
 * an EIP (facts/vpc sections 3.1 and 5.2). It listens on all of them, may be stopped, and may pass on what is not for it.
 * An ENI has one private address, hence one EIP.
 */
import type { Ipv6 } from '../net/ipv6.ts'
import type { PortRange } from '../net/port-range.ts'
import type { Protocol } from '../net/protocol.ts'
import type { NetworkInterface } from './network-interface.ts'

/** As an ENI it is its primary one, whose EIP is always bound in NAT mode. */
export interface Server extends NetworkInterface {
  /** The secondary ones, in the order of the file. */
  readonly enis: readonly NetworkInterface[]
  /** Of its primary ENI; the cloud gives it out of the block of the vSwitch (R1.15). */
  readonly ipv6?: Ipv6
  readonly listeners: readonly Listener[]
  readonly running: boolean
  /** The cloud has unblocked TCP port 25 to the Internet for it (R5.19). */
  readonly unblock25?: boolean
  /** The guest passes on packets that are for others: it can be a next hop (2.2). */
  readonly forwarding: boolean
  /** … and puts its own address in the place of their source, which is the guest's own doing. */
  readonly snat: boolean
}

/** TCP or UDP ports on which somebody answers. */
export interface Listener {
  readonly protocol: Protocol
  readonly ports: PortRange
}

/** All ENIs, the primary one first. */
export function interfacesOf(server: Server): readonly NetworkInterface[] {
  return server.enis.length === 0 ? [server] : [server, ...server.enis]
}

/** `fw` or `fw/eth1`; undefined where there is none of that name. */
export function interfaceNamed(
  servers: ReadonlyMap<string, Server>,
  name: string,
): NetworkInterface | undefined {
  const [server = ''] = name.split('/', 1)
  const found = servers.get(server)
  return found && interfacesOf(found).find((each) => each.name === name)
}

/** The server that an ENI is on. */
export function serverOf(servers: ReadonlyMap<string, Server>, name: string): Server | undefined {
  return servers.get(name.split('/', 1)[0]!)
}
