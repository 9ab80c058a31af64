/** Balancers in code for tests: an ALB `front` before group `web` and a CLB `edge`, in the network of `a-plan.ts`. */
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import type { ClbStreamListener } from '../../src/cloud/listener.ts'
import type { Alb, Clb } from '../../src/cloud/load-balancer.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { Server } from '../../src/cloud/server.ts'
import type { GroupMember, ServerGroup } from '../../src/cloud/server-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Flow } from '../../src/datapath/flow.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { TCP } from '../../src/net/protocol.ts'
import { CHECK } from '../arbitraries/a-pool.ts'

export { CHECK }

export const ofShop: GroupMember = { kind: 'app', app: 'shop', port: 8080, weight: 100 }

export function aGroup(more: Partial<ServerGroup> = {}): ServerGroup {
  return {
    name: 'web',
    vpc: 'vpc',
    product: 'alb',
    protocol: 'http',
    members: [ofShop],
    scheduler: { kind: 'wrr' },
    crossZone: true,
    keepsAlive: true,
    healthCheck: CHECK,
    isMasterSlave: false,
    origin: unwritten('serverGroups.web'),
    ...more,
  }
}

/** In both vSwitches of `a-plan.ts`, public and private. */
export function anAlb(defaultGroup = 'web'): Alb {
  return {
    kind: 'alb',
    name: 'front',
    edition: 'standard',
    vpc: 'vpc',
    network: 'internet',
    hostname: 'front.alb.example',
    securityGroups: [],
    zones: ['h', 'i'].map((zone, index) => ({
      zone: `cn-hangzhou-${zone}`,
      vswitch: `v-${zone}`,
      address: ipv4(172, 16, index * 64, 250),
      publicAddress: ipv4(203, 0, 113, 200 + index),
      localAddresses: [ipv4(172, 16, index * 64, 251), ipv4(172, 16, index * 64, 252)],
    })),
    listeners: new Map([
      [
        'http',
        {
          kind: 'alb',
          name: 'http',
          port: 80,
          protocol: 'http',
          rules: [],
          defaultGroup,
          idleTimeoutUs: 15 * SECOND_US,
          requestTimeoutUs: 60 * SECOND_US,
          certificates: [],
          forwardedFor: 'append',
          addedHeaders: [],
          origin: unwritten('loadBalancers.front.listeners.http'),
        },
      ],
    ]),
    origin: unwritten('loadBalancers.front'),
  }
}

/** A public CLB `edge` with a TCP listener on port 80. */
export function aClb(more: Partial<ClbStreamListener> = {}): Clb {
  return {
    kind: 'clb',
    name: 'edge',
    vpc: 'vpc',
    network: 'internet',
    hostname: 'edge.clb.example',
    publicAddress: ipv4(203, 0, 113, 210),
    isHighPerformance: true,
    listeners: new Map([
      [
        'tcp',
        {
          kind: 'clbStream',
          name: 'tcp',
          port: 80,
          protocol: 'tcp',
          defaultGroup: 'web',
          scheduler: 'wrr',
          establishedTimeoutUs: 900 * SECOND_US,
          persistenceUs: 0,
          healthCheck: { ...CHECK, protocol: 'tcp' },
          origin: unwritten('loadBalancers.edge.listeners.tcp'),
          ...more,
        },
      ],
    ]),
    origin: unwritten('loadBalancers.edge'),
  }
}

export function withBalancer(topology: Topology, balancer: Alb | Clb, ...groups: ServerGroup[]): Topology {
  return {
    ...topology,
    loadBalancers: new Map([[balancer.name, balancer]]),
    serverGroups: new Map(groups.map((group) => [group.name, group])),
  }
}

/** Shoppers call its port 80. */
export const toBalancer = (name = 'front'): Flow => ({
  name: 'buy',
  from: { kind: 'internet', name: 'shoppers' },
  to: { kind: 'loadBalancer', name },
  protocol: TCP,
  port: 80,
  origin: unwritten('flows.buy'),
})

/** `shop` under the name `shop-cn-hangzhou-default`, port 80. */
export function withServiceName(topology: Topology): Topology {
  const name = 'shop-cn-hangzhou-default'
  const service = {
    name,
    app: 'shop',
    ports: [{ port: 80, targetPort: 8080, protocol: 'tcp' as const }],
    origin: unwritten('services.shop'),
  }
  return { ...topology, serviceNames: new Map([[name, service]]) }
}

/** Servers that listen on port 80, each in its vSwitch. */
export function withServers(topology: Topology, vswitches: Readonly<Record<string, string>>): Topology {
  const servers = Object.entries(vswitches).map(([name, vswitch], index): [string, Server] => [
    name,
    {
      name,
      vpc: 'vpc',
      vswitch,
      address: topology.vswitches.get(vswitch)!.cidr.first + 100 + index,
      securityGroups: ['web'],
      eipMode: 'nat',
      enis: [],
      listeners: [{ protocol: TCP, ports: { first: 80, last: 80 } }],
      running: true,
      forwarding: false,
      snat: false,
      origin: unwritten(`servers.${name}`),
    },
  ])
  return { ...topology, servers: new Map(servers) }
}
