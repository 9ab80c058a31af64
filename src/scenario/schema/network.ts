/** The network part of the file: VPCs, security groups, NAT gateways, pools and the Internet. */
import * as z from 'zod'
import { QUOTAS, type QuotaName } from '../../cloud/quotas.ts'
import { connections } from './connections.ts'
import { cidr6, internetAddress6, ipv6Gateway, listedEither } from './ipv6.ts'
import { asLeaf, key, withLater } from './leaf.ts'
import { eniHop } from './network-interface.ts'
import { requestKeys } from './request.ts'
import { requests } from './requests.ts'
import { routeDestination } from './route-destination.ts'
import { routeNextHop } from './route-next-hop.ts'
import { serviceCallKeys } from './service-call.ts'
import {
  address,
  addresses,
  block,
  cidr,
  cidrWith,
  count,
  endpoint,
  flag,
  name,
  natPorts,
  port,
  priority,
  ruleHead,
  sourcePorts,
  zone,
} from './words.ts'

/** What an account may have, where it differs from the documented default. */
export const quotas = z
  .strictObject(
    Object.fromEntries(
      QUOTAS.filter(({ adjustable }) => adjustable).map((quota) => [
        quota.name,
        key(
          count.optional(),
          `Largest number of ${quota.counts}; documented default ${quota.default}.`,
          quota.source,
        ),
      ]),
    ) as Record<QuotaName, z.ZodOptional<typeof count>>,
  )
  .meta({ title: 'Quotas', description: 'Quotas that differ from the documented default.' })

export const vswitch = z
  .strictObject({
    zone: key(zone, 'The one zone it lies in; a zone of the region.', 'facts/vpc R1.10'),
    cidr: key(
      cidrWith('InvalidCidrBlock.Malformed'),
      'Block of addresses, /16 to /29, inside the VPC, overlapping no other.',
      'facts/vpc R1.9, R1.11',
    ),
    ipv6Cidr: key(cidr6.optional(), 'A /64 inside an IPv6 block of the VPC.', 'facts/vpc R1.15'),
  })
  .meta({ title: 'vSwitch', description: 'A subnet in one zone. Its name is unique in the file.' })

const aclKeys = {
  accept: key(
    ruleHead.optional(),
    'Protocol and destination ports to let pass: `tcp 443`, `tcp 1024/65535`, `icmp`, `all`.',
    'facts/vpc R6.4, R6.5',
  ),
  drop: key(ruleHead.optional(), 'The same, to be dropped in silence.', 'facts/vpc R6.5'),
}

export const aclIngress = z
  .strictObject({
    ...aclKeys,
    from: key(block, 'Where the packet comes from.', 'facts/vpc R6.3'),
  })
  .meta({ title: 'ACL ingress entry', description: 'Exactly one of accept and drop.' })

export const aclEgress = z
  .strictObject({
    ...aclKeys,
    to: key(block, 'Where the packet goes.', 'facts/vpc R6.3'),
  })
  .meta({ title: 'ACL egress entry', description: 'Exactly one of accept and drop.' })

export const networkAcl = z
  .strictObject({
    vswitches: key(
      z.array(name).prefault([]),
      'The vSwitches whose border it guards; a vSwitch has at most one ACL.',
      'facts/vpc R6.1',
    ),
    ingress: key(
      z.array(aclIngress).optional(),
      'Entries for packets that come in, replies among them; the first that matches decides, without one they are dropped. Absent: none, unless `assume.newAcl` says otherwise.',
      'facts/vpc R6.3, R6.7, R6.8',
    ),
    egress: key(
      z.array(aclEgress).optional(),
      'Entries for packets that go out, replies among them. Absent: none, unless `assume.newAcl` says otherwise.',
      'facts/vpc R6.3, R6.7, R6.8',
    ),
  })
  .meta({
    title: 'Network ACL',
    description: 'A stateless filter at the border of vSwitches: replies need an entry of their own.',
  })

export const customRoute = z
  .strictObject({
    to: key(
      routeDestination,
      'Destination; not in a vSwitch of the VPC and not in 100.64.0.0/10, whose own routes win. The longest match decides. `prefixList/NAME` leads to each block of the list, unless another route of the table has the same block; it counts as many routes as the list may have entries.',
      'facts/vpc R2.9 to R2.12, R2.14, R2.18',
    ),
    via: key(
      routeNextHop,
      'Next hop: `natGateway/NAME`, `server/NAME`, `server/NAME/ENI` or `haVip/NAME` in the same VPC, `peering/NAME` of this VPC, `cen/NAME` that it is attached to, `routerInterface/NAME` or a list of 2 to 4 such with weights, or `ipv4Gateway`.',
      'facts/vpc R2.4, R2.17, R7.2',
    ),
  })
  .meta({ title: 'Route', description: 'A custom route.' })

export const routeTable = z
  .strictObject({
    vswitches: key(
      z.array(name).prefault([]),
      'The vSwitches of a custom table; the table `system` has all that no other has, and names none.',
      'facts/vpc R2.1, R2.2',
    ),
    routes: key(
      z.array(customRoute).prefault([]),
      'Custom routes. Local routes and 100.64.0.0/10 are in every table; 0.0.0.0/0 to the first NAT gateway is only in `system`, if no other is.',
      'facts/vpc R2.5, R4.4',
    ),
  })
  .meta({ title: 'Route table', description: 'What vSwitches send where.' })

export const inboundRoute = z
  .strictObject({
    to: key(block, 'Addresses of the VPC whose EIPs are called.', 'facts/vpc R2.3, 2.4'),
    via: key(
      eniHop,
      'Who gets the packet and passes it on: `server/NAME`, `server/NAME/ENI` or `haVip/NAME`.',
      'facts/vpc R2.3',
    ),
  })
  .meta({ title: 'Inbound route', description: 'A route of the gateway route table.' })

export const ipv4Gateway = z
  .strictObject({
    deleted: key(
      z.enum(['private', 'public']).optional(),
      'It was deleted, and in which Internet mode: `private` leaves the VPC without Internet, `public` as if there had been no gateway. Stands alone.',
      'facts/vpc R2.24',
    ),
    routeTables: key(
      z.array(name).prefault([]),
      'Tables that get 0.0.0.0/0 to the gateway: `system`, or names of custom tables.',
      'facts/vpc R2.22',
    ),
    inboundRoutes: key(
      z.array(inboundRoute).prefault([]),
      'The gateway route table: which private addresses the Internet reaches through a server, such as a firewall.',
      'facts/vpc R2.3',
    ),
  })
  .meta({
    title: 'IPv4 gateway',
    description: 'Centralised mode: an EIP works only with a route to the gateway, in both directions.',
  })

export const vpc = withLater(
  z
    .strictObject({
      cidr: key(cidr.prefault('172.16.0.0/12'), 'Primary block, /8 to /28.', 'facts/vpc R1.2 to R1.4'),
      secondaryCidrs: key(
        z.array(cidr).prefault([]),
        'Further blocks, overlapping no other of the VPC.',
        'facts/vpc R1.8',
      ),
      ipv6Cidr: key(
        cidr6.optional(),
        'Block of IPv6 addresses, globally unique, large enough for a /64; without one the VPC has IPv4 alone.',
        'facts/vpc R1.15, R8.1',
      ),
      secondaryIpv6Cidrs: key(
        z.array(cidr6).prefault([]),
        'Further IPv6 blocks; at most 3.',
        'facts/vpc 1.3',
      ),
      ipv6Gateway: key(
        ipv6Gateway.optional(),
        'The IPv6 gateway; without one IPv6 addresses reach nobody outside the VPC.',
        'facts/vpc R8.1',
      ),
      userCidrs: key(
        z.array(cidrWith('InvalidUserCidr.Malformed')).prefault([]),
        'Public ranges to be treated as private; at most 3.',
        'facts/vpc R1.20',
      ),
      vswitches: key(z.record(name, vswitch).prefault({}), 'vSwitches by name.', 'facts/vpc R1.9'),
      routeTables: key(
        z.record(name, routeTable).prefault({}),
        'Route tables by name; `system` adds to the one that is always there.',
        'facts/vpc R2.1, R2.2',
      ),
      ipv4Gateway: key(
        ipv4Gateway.optional(),
        'The active IPv4 gateway, or that it was deleted; without one an EIP asks no route.',
        'facts/vpc R2.20, R2.21, R2.24',
      ),
      networkAcls: key(z.record(name, networkAcl).prefault({}), 'Network ACLs by name.', 'facts/vpc R6.1'),
    })
    .meta({ title: 'VPC', description: 'A private network; nothing crosses its border by itself.' }),
  [],
)

const peer = asLeaf(z.string().min(1), {
  kind: 'CIDR block, group or list',
  code: 'SCENARIO_SCHEMA',
  expected: 'a CIDR block, securityGroup/NAME or prefixList/NAME',
})

const ruleKeys = {
  accept: key(
    ruleHead.optional(),
    'Protocol and destination ports to let pass: `tcp 8080`, `udp 53/60`, `icmp`, `all`.',
    'facts/vpc R5.8',
  ),
  drop: key(ruleHead.optional(), 'The same, to be dropped in silence.', 'facts/vpc R5.10'),
  priority: key(
    priority.prefault(1),
    '1 to 100, smaller wins; at equal priority drop wins.',
    'facts/vpc R5.8, R5.11',
  ),
  sourcePorts: key(sourcePorts.optional(), 'Five-tuple rules: source ports.', 'facts/vpc R5.8'),
}

export const ingressRule = z
  .strictObject({
    ...ruleKeys,
    from: key(
      peer.optional(),
      'Where the packet comes from: a CIDR block of either family, `securityGroup/NAME` or `prefixList/NAME`.',
      'facts/vpc R5.8',
    ),
    local: key(cidr.optional(), 'Five-tuple rules: the local address.', 'facts/vpc R5.8'),
  })
  .meta({ title: 'Ingress rule', description: 'Exactly one of accept and drop.' })

export const egressRule = z
  .strictObject({
    ...ruleKeys,
    to: key(
      peer.optional(),
      'Where the packet goes: a CIDR block of either family, `securityGroup/NAME` or `prefixList/NAME`.',
      'facts/vpc R5.8',
    ),
  })
  .meta({ title: 'Egress rule', description: 'Exactly one of accept and drop.' })

export const securityGroup = z
  .strictObject({
    vpc: key(name, 'The VPC it belongs to.', 'facts/vpc R5.7'),
    type: key(
      z.enum(['basic', 'advanced']).prefault('basic'),
      '`basic` lets unmatched egress pass, `advanced` drops it.',
      'facts/vpc R5.2',
    ),
    innerAccess: key(
      z.enum(['accept', 'drop']).optional(),
      'Members of a basic group among themselves; default accept, and always drop for an advanced group.',
      'facts/vpc R5.3',
    ),
    ingress: key(
      z.array(ingressRule).prefault([]),
      'Rules for packets that come in; none means that nobody may.',
      'facts/vpc R5.1',
    ),
    egress: key(z.array(egressRule).prefault([]), 'Rules for packets that go out.', 'facts/vpc R5.2'),
  })
  .meta({ title: 'Security group', description: 'A stateful filter on network interfaces.' })

export const eipPool = z
  .strictObject({
    addresses: key(
      z.array(addresses).min(1),
      'EIPs in the order of their allocation: addresses, ranges `a-b`, CIDR blocks.',
      'facts/deployment A.6',
    ),
  })
  .meta({ title: 'EIP pool', description: 'EIPs that applications draw from, one for each instance.' })

export const snatEntry = z
  .strictObject({
    vswitch: key(name.optional(), 'Source: all addresses of this vSwitch.', 'facts/vpc R4.10'),
    cidr: key(cidr.optional(), 'Source: this block.', 'facts/vpc R4.10'),
    vpc: key(
      asLeaf(z.literal(true), { kind: 'true', code: 'SCENARIO_SCHEMA', expected: 'true' }).optional(),
      'Source: the whole VPC.',
      'facts/vpc R4.10',
    ),
    eips: key(
      z.array(addresses).min(1).optional(),
      'Some of the EIPs of the gateway; default all.',
      'facts/vpc R4.14',
    ),
    natIps: key(
      z.array(address).min(1).optional(),
      'The same for a VPC NAT gateway: some of its NAT IPs.',
      'facts/vpc R4.14',
    ),
    affinity: key(flag.prefault(false), 'One client keeps one EIP.', 'facts/vpc R4.16'),
  })
  .meta({
    title: 'SNAT entry',
    description: 'Exactly one of vswitch, cidr and vpc. The longest source mask wins.',
  })

export const dnatEntry = z
  .strictObject({
    eip: key(address.optional(), 'One of the EIPs of the gateway.', 'facts/vpc R4.20'),
    natIp: key(address.optional(), 'The same for a VPC NAT gateway: one of its NAT IPs.', 'facts/vpc 4.6'),
    protocol: key(
      z.enum(['tcp', 'udp', 'any']).prefault('any'),
      '`any` maps the whole address, in both directions, and takes no ports.',
      'facts/vpc R4.21, R4.22',
    ),
    port: key(
      natPorts('InvalidExternalPort.Malformed').optional(),
      'Port of the EIP, or a range such as 8000/8010.',
      'facts/vpc R4.21',
    ),
    to: key(address, 'Private address of an instance without an EIP.', 'facts/vpc R4.23'),
    toPort: key(
      natPorts('InvalidInternalPort.Malformed').optional(),
      'Port of the instance, or a range of equal size; default is `port`.',
      'facts/vpc R4.21',
    ),
    portBreak: key(
      flag.prefault(false),
      'Takes the port out of those of SNAT; needed above 1024 where the EIP serves both.',
      'facts/vpc R4.29',
    ),
  })
  .meta({
    title: 'DNAT entry',
    description: 'Who is reached through an EIP of the gateway; the address of the client is kept.',
  })

export const natGateway = withLater(
  z
    .strictObject({
      type: key(
        z.enum(['internet', 'vpc']).prefault('internet'),
        '`internet` translates to EIPs; `vpc` between private addresses, to NAT IPs, and routes on by the table of its own vSwitch.',
        'facts/vpc R4.1, 4.6',
      ),
      vpc: key(name, 'The VPC whose instances it serves.', 'facts/vpc R4.2'),
      vswitch: key(name, 'The vSwitch it lives in and takes a private address from.', 'facts/vpc R4.2'),
      eips: key(
        z.array(addresses).min(1).optional(),
        'Its EIPs: addresses, ranges `a-b`, CIDR blocks. Needed unless `type` is `vpc`.',
        'facts/vpc R4.14',
      ),
      natIps: key(
        z.array(address).min(1).optional(),
        'NAT IPs of a VPC NAT gateway, of its vSwitch or of `natCidrs`; default is the lowest free address of the vSwitch.',
        'facts/vpc 4.4, 4.6',
      ),
      natCidrs: key(
        z.array(cidr).prefault([]),
        'Blocks outside of the VPC that NAT IPs may come from.',
        'facts/vpc 4.6',
      ),
      snat: key(
        z.array(snatEntry).prefault([]),
        'SNAT entries: whose packets leave by which EIPs.',
        'facts/vpc R4.10',
      ),
      dnat: key(
        z.array(dnatEntry).prefault([]),
        'DNAT entries: which ports of its EIPs lead to whom.',
        'facts/vpc R4.20',
      ),
      eipMode: key(
        z.enum(['multi', 'nat']).prefault('multi'),
        'How its EIPs are bound; only with `nat` its own instances reach its DNAT entries.',
        'facts/vpc R4.5, R4.30',
      ),
      icmpReply: key(flag.prefault(true), 'Its addresses answer ping.', 'facts/vpc R4.6'),
    })
    .meta({ title: 'NAT gateway', description: 'An Internet NAT gateway, or one between private networks.' }),
  ['forward', 'bandwidth'],
)

export const peering = z
  .strictObject({
    vpcs: key(
      z.array(name).length(2),
      'The two VPCs, whose CIDRs must not overlap. Each needs a route `via: peering/NAME` to the other.',
      'facts/vpc R7.1 to R7.3',
    ),
  })
  .meta({
    title: 'Peering',
    description: 'Connects two VPCs and nobody else: it is not transitive, and translates no address.',
  })

export const internetHost = z
  .strictObject({
    address: key(address, 'Its public IPv4 address.'),
    port: key(port.optional(), 'The port it serves; without one it is only a client.'),
    ipv6: key(internetAddress6.optional(), 'Its public IPv6 address.', 'facts/vpc R8.1'),
    whitelist: key(
      z.array(listedEither).optional(),
      'Who may call it, by the translated source address; absent: everybody, empty: nobody.',
      'facts/vpc R9.3',
    ),
  })
  .meta({ title: 'Internet host', description: 'Somebody on the Internet: a client, or a service.' })

export const flow = z
  .strictObject({
    from: key(
      endpoint,
      'Who opens the connection: `app/NAME`, `server/NAME`, `server/NAME/ENI`, `internet/NAME`, or a unique name.',
    ),
    to: key(
      endpoint,
      'Who is called: one of these, `haVip/NAME`, `db/NAME`, `endpoint/NAME`, `natGateway/NAME`, `loadBalancer/NAME`, `service/NAME`, `gateway/NAME`, or a domain name such as `name/orders.shop.internal`.',
    ),
    via: key(
      asLeaf(z.enum(['internal', 'public']), {
        kind: 'internal or public',
        code: 'SCENARIO_SCHEMA',
        expected: 'internal or public',
      }).optional(),
      'Which address of a database or a gateway is called; default is the internal one, and from the Internet the public one.',
      'facts/vpc R9.3, R9.4, seed 002',
    ),
    port: key(port.optional(), 'Destination port; default is the port of the target.'),
    ip: key(
      asLeaf(z.enum(['v4', 'v6']), {
        kind: 'v4 or v6',
        code: 'SCENARIO_SCHEMA',
        expected: 'v4 or v6',
      }).optional(),
      'Which addresses the ends use; default is v4, and for `icmpv6` v6.',
      'facts/vpc R8.1',
    ),
    protocol: key(
      z.enum(['tcp', 'udp', 'icmp', 'icmpv6', 'gre']).prefault('tcp'),
      'What the packets carry.',
      'facts/vpc R5.8',
    ),
    ...requestKeys,
    ...serviceCallKeys,
    connections: key(
      connections.optional(),
      'How its connections live; absent: nobody counts them.',
      'facts/vpc 4.3, R5.14',
    ),
    requests: key(
      requests.optional(),
      'Requests as traffic, with what becomes of them; absent: nobody sends any.',
      'facts/load-balancing 1.11',
    ),
  })
  .meta({ title: 'Flow', description: 'Who talks to whom. An application is asked for every instance.' })
