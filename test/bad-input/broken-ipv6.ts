/** Broken scenario files around IPv6. */
import type { BrokenFile } from './broken-files.ts'

/** VPC main with an IPv6 block; keys are added to it, to its vSwitches and to a server. */
const file = ({
  vpc = 'ipv6Cidr: 2001:db8:1::/56',
  h = 'ipv6Cidr: 2001:db8:1:1::/64',
  i = '',
  routes = '',
  ingress = '',
  server = 'ipv6: auto',
  more = '',
}) => `simulate: 1
vpcs:
  main:
    cidr: 172.16.0.0/16
    ${vpc}
    vswitches:
      main-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24${h === '' ? '' : `, ${h}`} }
      main-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24${i === '' ? '' : `, ${i}`} }
    routeTables: { system: { routes: [${routes}] } }
  other: { cidr: 10.0.0.0/16, ipv6Cidr: 2001:db8:2::/56 }
securityGroups: { web: { vpc: main, ingress: [${ingress}] } }
servers:
  jump: { vswitch: main-h, securityGroups: [web]${server === '' ? '' : `, ${server}`} }
${more}`
const gateway = (keys: string) => file({ vpc: `ipv6Cidr: 2001:db8:1::/56\n    ipv6Gateway: { ${keys} }` })
const flow = (keys: string) =>
  file({
    more: `internet: { client: { address: 198.51.100.7 } }\nflows: { call: { from: client, to: jump, ${keys} } }\n`,
  })

export const brokenIpv6: readonly BrokenFile[] = [
  [
    'an IPv6 block of a VPC that is not global',
    ['CIDR_INVALID'],
    file({ vpc: 'ipv6Cidr: «fd00:1::/56»', h: '', server: '' }),
  ],
  [
    'an IPv6 block of a VPC without room for a vSwitch',
    ['CIDR_INVALID'],
    file({ vpc: 'ipv6Cidr: «2001:db8:1::/65»', h: '', server: '' }),
  ],
  [
    'an IPv4 block as IPv6 block',
    ['CIDR_INVALID'],
    file({ vpc: 'ipv6Cidr: «10.0.0.0/8»', h: '', server: '' }),
  ],
  [
    'an IPv6 block that another VPC has',
    ['CIDR_OVERLAP'],
    file({ vpc: 'ipv6Cidr: 2001:db8:1::/56' }).replace('2001:db8:2::/56', '«2001:db8:1:80::/57»'),
  ],
  [
    'too many secondary IPv6 blocks',
    ['QUOTA_EXCEEDED'],
    file({
      vpc: 'ipv6Cidr: 2001:db8:1::/56\n    secondaryIpv6Cidrs: «[ 2001:db8:3::/56, 2001:db8:4::/56, 2001:db8:5::/56, 2001:db8:6::/56 ]»',
    }),
  ],
  ['an IPv6 gateway without IPv6', ['KEYS_EXCLUSIVE'], file({ vpc: '«ipv6Gateway»: {}', h: '', server: '' })],
  ['an IPv6 block of a vSwitch that is no /64', ['CIDR_INVALID'], file({ h: 'ipv6Cidr: «2001:db8:1::/63»' })],
  [
    'an IPv6 block of a vSwitch outside of the VPC',
    ['InvalidParameter'],
    file({ h: 'ipv6Cidr: «2001:db8:9::/64»' }),
  ],
  [
    'IPv6 blocks of vSwitches that overlap',
    ['InvalidCidrBlock.Overlapped'],
    file({ i: 'ipv6Cidr: «2001:db8:1:1::/64»' }),
  ],
  [
    'an IPv6 route to somewhere',
    ['InvalidCidrBlock'],
    file({
      vpc: 'ipv6Cidr: 2001:db8:1::/56\n    ipv6Gateway: {}',
      routes: "{ to: «'2001:db8:9::/48'», via: ipv6Gateway }",
    }),
  ],
  [
    'an IPv6 route to a NAT gateway',
    ['InvalidNextHopType'],
    file({
      routes: '{ to: ::/0, via: «natGateway/out» }',
      more: 'natGateways: { out: { vpc: main, vswitch: main-h, eips: [203.0.113.1] } }',
    }),
  ],
  [
    'an IPv4 route to the IPv6 gateway',
    ['InvalidNextHopType'],
    file({
      vpc: 'ipv6Cidr: 2001:db8:1::/56\n    ipv6Gateway: {}',
      routes: '{ to: «10.9.0.0/16», via: ipv6Gateway }',
    }),
  ],
  [
    'an IPv6 route without a gateway',
    ['InvalidNextHopId.NotFound'],
    file({ routes: '{ to: ::/0, via: «ipv6Gateway» }' }),
  ],
  [
    'an IPv6 route that is there twice',
    ['InvalidCIDRBlock.Duplicate'],
    file({
      vpc: 'ipv6Cidr: 2001:db8:1::/56\n    ipv6Gateway: {}',
      routes: '{ to: ::/0, via: ipv6Gateway }, { to: «::/0», via: ipv6Gateway }',
    }),
  ],
  [
    'an IPv4 route behind one of IPv6, with its own place',
    ['InvalidCidrBlock'],
    file({
      vpc: 'ipv6Cidr: 2001:db8:1::/56\n    ipv6Gateway: {}',
      routes: '{ to: ::/0, via: ipv6Gateway }, { to: «172.16.1.128/25», via: natGateway/out }',
      more: 'natGateways: { out: { vpc: main, vswitch: main-h, eips: [203.0.113.1] } }',
    }),
  ],
  [
    'an IPv6 address outside of the vSwitch',
    ['ADDRESS_OUTSIDE_VSWITCH'],
    file({ server: 'ipv6: «2001:db8:1:2::1»' }),
  ],
  ['the first IPv6 address of a vSwitch', ['ADDRESS_RESERVED'], file({ server: "ipv6: «'2001:db8:1:1::'»" })],
  [
    'one of the last nine IPv6 addresses of a vSwitch',
    ['ADDRESS_RESERVED'],
    file({ server: 'ipv6: «2001:db8:1:1:ffff:ffff:ffff:fff7»' }),
  ],
  [
    'an IPv6 address in a vSwitch without a block',
    ['IPV6_ADDRESS_ABSENT'],
    file({ h: '', server: 'ipv6: «auto»' }),
  ],
  [
    'an IPv6 address that a host has',
    ['ADDRESS_DUPLICATE'],
    file({
      server: 'ipv6: 2001:db8:1:1::9',
      more: 'internet: { client: { address: 198.51.100.7, ipv6: «2001:db8:1:1::9» } }',
    }),
  ],
  [
    'an IPv6 address that nobody on the Internet has',
    ['ADDRESS_INVALID'],
    file({ more: "internet: { client: { address: 198.51.100.7, ipv6: «'fe80::1'» } }" }),
  ],
  ['bandwidth for nobody', ['REFERENCE_UNDEFINED'], gateway('internetBandwidth: { junp: «5Mbps» }')],
  [
    'bandwidth for a server without an IPv6 address',
    ['IPV6_ADDRESS_ABSENT'],
    gateway('internetBandwidth: { «jump»: 5Mbps }').replace(', ipv6: auto', ''),
  ],
  ['bandwidth without its unit', ['SCENARIO_SCHEMA'], gateway('internetBandwidth: { jump: «5» }')],
  [
    'an egress-only rule without bandwidth',
    ['IPV6_EGRESS_RULE_WITHOUT_BANDWIDTH'],
    gateway('edition: medium, egressOnly: [«jump»]'),
  ],
  [
    'an egress-only rule twice',
    ['REFERENCE_DUPLICATE'],
    gateway('edition: medium, internetBandwidth: { jump: 5Mbps }, egressOnly: [jump, «jump»]'),
  ],
  [
    'an egress-only rule in the free edition, R8.3',
    ['QUOTA_EXCEEDED'],
    gateway('internetBandwidth: { jump: 5Mbps }, egressOnly: «[jump]»'),
  ],
  [
    'a second IPv6 gateway',
    ['DUPLICATE_KEY'],
    file({ vpc: 'ipv6Cidr: 2001:db8:1::/56\n    ipv6Gateway: {}\n    «ipv6Gateway»: {}' }),
  ],
  [
    'a rule with a local address and an IPv6 block',
    ['KEYS_EXCLUSIVE'],
    file({ ingress: '{ accept: all, from: ::/0, local: «172.16.1.0/24» }' }),
  ],
  [
    'an IPv6 block with host bits in a rule',
    ['CIDR_INVALID'],
    file({ ingress: "{ accept: all, from: «'2001:db8::1/32'» }" }),
  ],
  ['icmp over IPv6', ['KEYS_EXCLUSIVE'], flow('ip: «v6», protocol: icmp')],
  ['icmpv6 over IPv4', ['KEYS_EXCLUSIVE'], flow('ip: «v4», protocol: icmpv6')],
]
