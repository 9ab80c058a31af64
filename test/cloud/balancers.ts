/** Balancers, groups and applications in a few words, for tests of what the cloud asks of them. */
import type { App } from '../../src/cloud/app.ts'
import { assumptionsWith, type ChosenReadings } from '../../src/cloud/assumptions.ts'
import type { AlbListener, ClbHttpListener, ClbStreamListener, Listener } from '../../src/cloud/listener.ts'
import type { Alb, Clb, LoadBalancer } from '../../src/cloud/load-balancer.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { saeHealthCheck } from '../../src/cloud/sae-group.ts'
import type { GroupMember, ServerGroup } from '../../src/cloud/server-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import { formatPath, type Violation } from '../../src/cloud/violation.ts'

export const SECOND_US = 1_000_000

export function clb(listeners: readonly Listener[], more: Partial<Clb> = {}): Clb {
  return {
    kind: 'clb',
    name: 'edge',
    vpc: 'net',
    network: 'internet',
    publicAddress: 0xcb007105,
    isHighPerformance: false,
    hostname: 'edge.clb.example',
    listeners: new Map(listeners.map((listener) => [listener.name, listener])),
    origin: unwritten('loadBalancers.edge'),
    ...more,
  }
}

export function alb(listeners: readonly Listener[] = [], more: Partial<Alb> = {}): Alb {
  return {
    kind: 'alb',
    name: 'front',
    vpc: 'net',
    network: 'intranet',
    edition: 'standard',
    zones: [],
    securityGroups: [],
    hostname: 'front.alb.example',
    listeners: new Map(listeners.map((listener) => [listener.name, listener])),
    origin: unwritten('loadBalancers.front'),
    ...more,
  }
}

export function stream(more: Partial<ClbStreamListener> = {}): ClbStreamListener {
  return {
    kind: 'clbStream',
    name: 'l4',
    port: 80,
    protocol: 'tcp',
    scheduler: 'wrr',
    healthCheck: saeHealthCheck(more.protocol ?? 'tcp', assumptionsWith()),
    establishedTimeoutUs: 900 * SECOND_US,
    persistenceUs: 0,
    origin: unwritten('loadBalancers.edge.listeners.l4'),
    ...more,
  }
}

export function http(more: Partial<ClbHttpListener> = {}): ClbHttpListener {
  return {
    kind: 'clbHttp',
    name: 'web',
    port: 80,
    protocol: 'http',
    scheduler: 'wrr',
    healthCheck: saeHealthCheck('http', assumptionsWith()),
    idleTimeoutUs: 15 * SECOND_US,
    requestTimeoutUs: 60 * SECOND_US,
    certificates: [],
    forwardedFor: 'append',
    addedHeaders: [],
    urlRules: [],
    origin: unwritten('loadBalancers.edge.listeners.web'),
    ...more,
  }
}

export function albHttp(more: Partial<AlbListener> = {}): AlbListener {
  return {
    kind: 'alb',
    name: 'web',
    port: 80,
    protocol: 'http',
    idleTimeoutUs: 15 * SECOND_US,
    requestTimeoutUs: 60 * SECOND_US,
    certificates: [],
    forwardedFor: 'append',
    addedHeaders: [],
    rules: [],
    origin: unwritten('loadBalancers.front.listeners.web'),
    ...more,
  }
}

export function group(name: string, count: number, more: Partial<ServerGroup> = {}): ServerGroup {
  const members = Array.from(
    { length: count },
    (_, at): GroupMember => ({ kind: 'address', address: 0x0a000001 + at, port: 8080, weight: 100 }),
  )
  return {
    name,
    vpc: 'net',
    product: 'clb',
    protocol: 'http',
    members,
    scheduler: { kind: 'wrr' },
    crossZone: true,
    keepsAlive: true,
    isMasterSlave: false,
    origin: unwritten(`serverGroups.${name}`),
    ...more,
  }
}

/** Only what rules read of an application. */
export function app(name: string, more: Partial<App> = {}): App {
  return { name, vpc: 'net', port: 8080, ...more } as App
}

export interface Rented {
  readonly balancers?: readonly LoadBalancer[]
  readonly groups?: readonly ServerGroup[]
  readonly apps?: readonly App[]
  readonly assume?: ChosenReadings
}

/** The part of a topology that is about balancers; the rest is not there. */
export function rented({ balancers = [], groups = [], apps = [], assume = {} }: Rented): Topology {
  const byName = <T extends { readonly name: string }>(list: readonly T[]) =>
    new Map(list.map((one) => [one.name, one]))
  return {
    region: 'cn-hangzhou',
    assumptions: assumptionsWith(assume),
    loadBalancers: byName(balancers),
    serverGroups: byName(groups),
    serviceNames: new Map(),
    apps: byName(apps),
  } as unknown as Topology
}

/** `CODE at path`, in their order. */
export function told(violations: Iterable<Violation>): string[] {
  return [...violations].map(({ code, path }) => `${code} at ${formatPath(path)}`)
}
