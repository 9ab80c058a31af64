/** A world with IPv6, read from a scenario text: server `web` in vSwitch h, `worker` in i, `far` in another VPC. */

import { unwritten } from '../../src/cloud/origin.ts'
import { ask } from '../../src/datapath/ask.ts'
import type { Flow } from '../../src/datapath/flow.ts'
import { Live, NONE } from '../../src/datapath/live.ts'
import { placeServers } from '../../src/datapath/server-slots.ts'
import { tell } from '../../src/datapath/story.ts'
import { compileTables } from '../../src/datapath/tables.ts'
import { ICMPV6, type PacketProtocol, TCP } from '../../src/net/protocol.ts'
import { read } from '../scenario/read.ts'

export interface Wishes6 {
  /** Keys of the IPv6 gateway of VPC shop; undefined: there is none. */
  readonly gateway?: string | undefined
  /** Routes of its system table. */
  readonly routes?: string
  /** Rules of its security group. */
  readonly ingress?: string
  readonly egress?: string
  readonly group?: string
  /** Rules of the group of web alone, and the group of worker. */
  readonly openIngress?: string
  readonly workerGroup?: string
  readonly acls?: string
  readonly whitelist?: string
  /** Keys of server web. */
  readonly web?: string
}

const BOUGHT = 'internetBandwidth: { web: 5Mbps, worker: 5Mbps }'

export function text6(wishes: Wishes6 = {}): string {
  const {
    routes = '{ to: ::/0, via: ipv6Gateway }',
    ingress = '{ accept: tcp 80/443, from: ::/0 }',
    egress = '',
    group = 'type: basic',
    acls = '',
    whitelist,
    web = '',
    workerGroup = 'second',
  } = wishes
  const openIngress = wishes.openIngress ?? ingress
  const gateway = 'gateway' in wishes ? wishes.gateway : BOUGHT
  return `simulate: 1
vpcs:
  shop:
    cidr: 172.16.0.0/16
    ipv6Cidr: 2001:db8:1::/56
    ${gateway === undefined ? '' : `ipv6Gateway: { ${gateway} }`}
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24, ipv6Cidr: 2001:db8:1:1::/64 }
      i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24, ipv6Cidr: 2001:db8:1:2::/64 }
    routeTables: { system: { routes: [ ${gateway === undefined ? '' : routes} ] } }
    ${acls === '' ? '' : `networkAcls: { ${acls} }`}
  other:
    cidr: 10.0.0.0/16
    ipv6Cidr: 2001:db8:2::/56
    ipv6Gateway: { internetBandwidth: { far: 5Mbps } }
    vswitches: { o: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24, ipv6Cidr: 2001:db8:2:1::/64 } }
    routeTables: { system: { routes: [ { to: ::/0, via: ipv6Gateway } ] } }
securityGroups:
  open: { vpc: shop, ${group}, ingress: [ ${openIngress} ], egress: [ ${egress} ] }
  second: { vpc: shop, ${group}, ingress: [ ${ingress} ], egress: [ ${egress} ] }
  far: { vpc: other, ingress: [ { accept: all, from: 2001:db8:1::/56 } ] }
servers:
  web: { vswitch: h, securityGroups: [ open ], ports: [ tcp 80 ], ipv6: auto${web} }
  worker: { vswitch: i, securityGroups: [ ${workerGroup} ], ports: [ tcp 80 ], ipv6: 2001:db8:1:2::9 }
  plain: { vswitch: h, securityGroups: [ open ], ports: [ tcp 80 ] }
  far: { vswitch: o, securityGroups: [ far ], ports: [ tcp 80 ], ipv6: auto }
apps:
  app: { vswitches: [ h ], securityGroup: open, instances: 1, port: 80 }
databases:
  orders: { engine: rds, vswitch: h }
internet:
  client: { address: 198.51.100.7, ipv6: 2001:db8:ffff::7 }
  partner: { address: 192.0.2.80, ipv6: 2001:db8:ffff::80, port: 443${whitelist === undefined ? '' : `, whitelist: [ ${whitelist} ]`} }
`
}

/** Asks and tells over IPv6 in the world of these wishes. */
export function over6(wishes: Wishes6 = {}) {
  const { topology } = read(text6(wishes))
  const tables = compileTables(topology)
  const live = new Live()
  placeServers(tables, live)
  const slotOf = (end: string) => tables.numbers.servers.names.indexOf(end.split('/')[1]!)
  const flowOf = (from: string, to: string, port: number, protocol: PacketProtocol): Flow => ({
    name: 'flow',
    from: endpoint(from),
    to: endpoint(to),
    protocol,
    ip: 'v6',
    port: protocol === TCP ? port : 0,
    origin: unwritten('flows.flow'),
  })
  return {
    topology,
    tables,
    live,
    ask: (from: string, to: string, port = 80, protocol: PacketProtocol = TCP) => {
      const slot = from.startsWith('internet') ? slotOf(to) : from.startsWith('server') ? slotOf(from) : NONE
      return ask(tables, live, flowOf(from, to, port, protocol), slot)
    },
    tell: (from: string, to: string, port = 80, protocol: PacketProtocol = TCP) => {
      const slot = from.startsWith('internet') ? slotOf(to) : slotOf(from)
      return tell(tables, live, flowOf(from, to, port, protocol), slot).told6!.explanation
    },
    ping: (from: string, to: string) =>
      ask(tables, live, flowOf(from, to, 0, ICMPV6), slotOf(from.startsWith('internet') ? to : from)),
  }
}

function endpoint(text: string): Flow['from'] {
  const [kind, name] = text.split('/')
  return { kind: kind as Flow['from']['kind'], name: name! }
}
