/** The server part of the file: ECS servers, facts/vpc sections 3.1 and 5.2. */
import * as z from 'zod'
import { serverAddress6 } from './ipv6.ts'
import { key, withLater } from './leaf.ts'
import { eipMode } from './network-interface.ts'
import { address, flag, listener, name } from './words.ts'

const place = {
  vswitch: key(name, 'The vSwitch of its network interface.', 'facts/vpc R1.10'),
  address: key(
    address.optional(),
    'Its private address; absent: the lowest free one of the vSwitch.',
    'facts/vpc R1.14',
  ),
  securityGroups: key(
    z.array(name).min(1),
    'One to five security groups, all of one type.',
    'facts/vpc R5.7, 5.2',
  ),
}

export const networkInterface = withLater(
  z
    .strictObject({
      ...place,
      eip: key(address.optional(), 'An EIP of its own.', 'facts/vpc 3.1, R3.4'),
      eipMode: key(
        eipMode.prefault('nat'),
        '`nat`: the guest sees its private address. `cutThrough`: it sees the EIP, network ACLs do not filter it, and the private address stops working.',
        'facts/vpc R3.2, R6.11',
      ),
    })
    .meta({ title: 'ENI', description: 'A secondary network interface; the server listens on it as well.' }),
  ['ipv6', 'addresses'],
)

export const server = withLater(
  z
    .strictObject({
      ...place,
      ports: key(
        z.array(listener).prefault([]),
        'Where somebody listens: `tcp 22`, `tcp 8080/8090`, `udp 53`.',
        'facts/vpc R10.6',
      ),
      ipv6: key(
        serverAddress6.optional(),
        'An IPv6 address of its primary network interface: one of the IPv6 block of the vSwitch, or `auto` for the lowest free one.',
        'facts/vpc R1.15, R8.1',
      ),
      running: key(flag.prefault(true), 'False: it is stopped.', 'facts/vpc R10.6'),
      unblock25: key(
        flag.prefault(false),
        'The cloud has unblocked outbound TCP port 25 for it.',
        'facts/vpc R5.19',
      ),
      eip: key(address.optional(), 'An EIP of its own, in NAT mode.', 'facts/vpc R3.2, R3.4'),
      eipMode: key(
        eipMode.prefault('nat'),
        'How the EIP is bound; only secondary ENIs take another mode than `nat`.',
        'facts/vpc 3.1, R3.2',
      ),
      enis: key(
        z.record(name, networkInterface).prefault({}),
        'Secondary network interfaces by name; `server/NAME/ENI` is an end of a flow or a next hop.',
        'facts/vpc 3.1, 3.5',
      ),
      forwarding: key(
        flag.prefault(false),
        'The guest passes on what is not for it, so that routes may lead `via: server/NAME`.',
        'facts/vpc 2.2',
      ),
      snat: key(
        flag.prefault(false),
        'What it passes on leaves with its own address, as from a self-managed NAT; the guest does it, not the cloud.',
        'facts/vpc 2.2',
      ),
    })
    .meta({
      title: 'Server',
      description: 'An ECS server; it is there from the start of the run to its end.',
    }),
  ['bandwidth'],
)
