/**
 * Inference gateways of EAS as facts/deployment B.1 to B.4 and seed 002 tell them, read from what was ordered: gateways,
 * services and groups, and not from what is made of them.
 */
import type { App } from '../../src/cloud/app.ts'
import type { Gateway, ManagedGateway, SharedGateway, VpcLink } from '../../src/cloud/gateway.ts'
import type { AlbListener } from '../../src/cloud/listener.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Call } from './naive-balancers.ts'
import { handshakeNaively } from './naive-certificates.ts'
import type { Eni, World } from './naive-datapath.ts'

/** A way into a gateway: the public one, or that of a linked VPC. */
export interface Entrance {
  readonly gateway: SharedGateway | ManagedGateway
  readonly link: VpcLink | undefined
}

export interface AtGateway {
  readonly blockers: readonly string[]
  /** The instance that gets the request. */
  readonly instance?: Eni
}

const TCP = 6
const UDP = 17

/** Who is called at a public address, at one in 100.64.0.0/10 (B.1), or at one in a vSwitch of a linked VPC (B.3). */
export function entranceAt(
  { gateways }: Topology,
  vswitch: string | undefined,
  address: number,
): Entrance | undefined {
  for (const gateway of gateways.values()) {
    if (gateway.kind === 'shared' && [gateway.publicAddress, gateway.internalAddress].includes(address))
      return { gateway, link: undefined }
    if (gateway.kind !== 'managed') continue
    if (gateway.internet.publicAddress === address) return { gateway, link: undefined }
    const link = gateway.links.find((one) => one.vswitch === vswitch && one.address === address)
    if (link !== undefined) return { gateway, link }
  }
  return undefined
}

/** B.4, in the order of its checks: entry, whitelist, TLS, host and path, method, token, instance. */
export function atGateway(world: World, { gateway, link }: Entrance, call: Call): AtGateway {
  const { topology } = world
  const isPublic = link === undefined
  // B.3.2
  if (gateway.kind === 'managed' && isPublic && !gateway.internet.isOn)
    return { blockers: ['GW_PUBLIC_ENTRY_OFF'] }
  const certificates = certificatesOf(gateway, isPublic)
  const isHeard = call.port === 80 || (call.port === 443 && certificates.length > 0)
  if (call.protocol !== TCP) {
    const isOther = call.protocol !== UDP || isHeard
    return { blockers: [isOther ? 'LISTENER_PROTOCOL_MISMATCH' : 'LISTENER_ABSENT'] }
  }
  if (!isHeard) return { blockers: ['LISTENER_ABSENT'] }

  const blockers: string[] = []
  const list = gateway.kind === 'shared' ? undefined : isPublic ? gateway.internet.whitelist : link.whitelist
  if (list !== undefined && call.source !== undefined) {
    const texts = list.texts.map(blockOf)
    const isListed = texts.some(({ first, last }) => first <= call.source! && call.source! <= last)
    if (!isListed) {
      // B.3.2, B.3.3
      const ofPublic = texts.length === 0 ? 'GW_PUBLIC_WHITELIST_EMPTY' : 'GW_PUBLIC_WHITELIST_MISS'
      blockers.push(isPublic ? ofPublic : 'GW_VPC_WHITELIST_MISS')
    }
  }
  const tls = handshakeNaively(topology, heardAs(call.port, certificates), call.request)
  if (tls !== undefined) blockers.push(tls)
  if (call.port === 443 && call.request?.scheme === 'http')
    return { blockers: [...blockers, 'LB_FIXED_RESPONSE'] }

  const asked = askedFor(topology, gateway, isPublic, call)
  if (asked === undefined) return { blockers: [...blockers, 'GW_SERVICE_UNKNOWN'] }
  const { methods, token, services } = asked
  if (methods !== undefined && !methods.includes(call.request?.method ?? 'GET'))
    return { blockers: [...blockers, 'GW_METHOD_REFUSED'] }
  const sent = Object.entries(call.request?.headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'authorization',
  )?.[1]
  if (sent !== token)
    return { blockers: [...blockers, sent === undefined ? 'GW_TOKEN_MISSING' : 'GW_TOKEN_WRONG'] }
  for (const service of services)
    for (const eni of world.enis)
      if (eni.kind === undefined && eni.app === service && eni.answers) return { blockers, instance: eni }
  return { blockers: [...blockers, 'BACKENDS_NONE'] }
}

function certificatesOf(gateway: Gateway, isPublic: boolean): string[] {
  if (gateway.kind !== 'managed') return []
  return gateway.domains
    .filter(({ side }) => (side === 'internet') === isPublic)
    .flatMap(({ certificate }) => certificate ?? [])
}

interface Asked {
  readonly methods: readonly string[] | undefined
  readonly token: string
  /** Whose instances may get it, in their order. */
  readonly services: readonly string[]
}

/** B.4: `/api/predict/NAME` and what is below it, under a name of the gateway. */
function askedFor(
  { apps, serviceGroups, gateways, region }: Topology,
  gateway: Gateway,
  isPublic: boolean,
  { request }: Call,
): Asked | undefined {
  const host = (request?.host ?? '').toLowerCase()
  if (!namesOf(gateway, region, isPublic).includes(host)) return undefined
  const [path] = (request?.path ?? '/').split('?')
  const [empty, api, predict, name] = path!.split('/')
  if (empty !== '' || api !== 'api' || predict !== 'predict') return undefined
  const bound = [...apps.values()].filter((app) => boundTo(app, gateways) === gateway.name)
  const service = bound.find((app) => app.name === name)
  if (service !== undefined) {
    const { methods, token } = service.eas!
    return { methods, token, services: [service.name] }
  }
  const group = serviceGroups.get(name ?? '')
  if (group === undefined || group.services.length === 0) return undefined
  if (!group.services.every((one) => bound.some((app) => app.name === one))) return undefined
  if (group.traffic === 'auto') {
    const services = bound.map((app) => app.name).filter((one) => group.services.includes(one))
    return { methods: undefined, token: group.token, services }
  }
  const { traffic } = group
  const first = group.services.find((one) => (traffic.get(one) ?? 0) > 0)
  return { methods: undefined, token: group.token, services: first === undefined ? [] : [first] }
}

/** Seed 002: its own gateway, else the default one, else the shared one. */
function boundTo({ eas }: App, gateways: Topology['gateways']): string | undefined {
  if (eas === undefined) return undefined
  if (eas.gateway !== undefined) return eas.gateway
  const all = [...gateways.values()]
  return (all.find((one) => one.isDefault) ?? all.find((one) => one.kind === 'shared'))?.name
}

/** B.2, B.4, and seed 002 on custom domains. */
function namesOf(gateway: Gateway, region: string, isPublic: boolean): string[] {
  const zone = `${region}.pai-eas.aliyuncs.com`
  const id = gateway.name.toLowerCase()
  if (gateway.kind === 'shared') return [`${id}.${zone}`, `${id}.vpc.${zone}`]
  const own = isPublic ? `gw-${id}.${zone}` : `gw-${id}-vpc.${zone}`
  const domains = gateway.kind === 'managed' ? gateway.domains : []
  return [own, ...domains.filter(({ side }) => (side === 'internet') === isPublic).map((one) => one.domain)]
}

/** B.3.1: a bare address is a block of one. */
function blockOf(text: string): { first: number; last: number } {
  const [address, length = '32'] = text.split('/')
  const start = address!.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  const size = 2 ** (32 - Number(length))
  const first = Math.floor(start / size) * size
  return { first, last: first + size - 1 }
}

/** As the handshake knows a listener. */
function heardAs(port: number, certificates: readonly string[]): AlbListener {
  return {
    kind: 'alb',
    name: '',
    port,
    protocol: port === 443 ? 'https' : 'http',
    certificates: port === 443 ? certificates : [],
    rules: [],
    idleTimeoutUs: 0,
    requestTimeoutUs: 0,
    forwardedFor: 'append',
    addedHeaders: [],
    origin: unwritten(''),
  }
}
