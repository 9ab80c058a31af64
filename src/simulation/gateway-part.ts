/** The parts of a gateway that take their time when they change: facts/deployment B.1, B.2, seed 002. */
import type {
  AlbGateway,
  AlbSide,
  Gateway,
  GatewayDomain,
  GatewayWhitelist,
  ManagedGateway,
  VpcLink,
} from '../cloud/gateway.ts'
import { CidrSet } from '../net/cidr-set.ts'

export type GatewayPart = PartCommon & PartValue

interface PartCommon {
  /** Equal texts: nothing has changed that takes its time. */
  readonly text: string
  /** Until the change has come through, what was before holds; else there is nothing. */
  readonly keepsBefore: boolean
}

type PartValue =
  /** The gateway itself, when it is new. */
  | { readonly kind: 'nodes' }
  | { readonly kind: 'size'; readonly value: GatewaySize }
  | { readonly kind: 'domain'; readonly value: GatewayDomain }
  | { readonly kind: 'link'; readonly value: VpcLink }
  | { readonly kind: 'side'; readonly value: AlbSide }

export type GatewaySize = Pick<ManagedGateway, 'spec' | 'nodes'>

/** By the words of the file. */
export function partsOf(gateway: Gateway): Map<string, GatewayPart> {
  switch (gateway.kind) {
    case 'shared':
      return new Map()
    case 'alb':
      return partsOfAlb(gateway)
    case 'managed':
      return partsOfManaged(gateway)
  }
}

/** Of one that is ordered just now: its nodes come with all that is on them, an ALB gateway side by side. */
export function partsOfNew(gateway: Gateway): Map<string, GatewayPart> {
  if (gateway.kind !== 'managed') return partsOf(gateway)
  return new Map([['', { kind: 'nodes', text: '', keepsBefore: false }]])
}

function partsOfManaged({ spec, nodes, domains, links }: ManagedGateway): Map<string, GatewayPart> {
  const parts = new Map<string, GatewayPart>([
    ['nodes', { kind: 'size', text: `${nodes} ${spec}`, keepsBefore: true, value: { spec, nodes } }],
  ])
  for (const value of domains) {
    const { domain, side, certificate } = value
    const text = `${side} ${certificate ?? ''}`
    parts.set(`domains.${domain}`, { kind: 'domain', text, keepsBefore: true, value })
  }
  for (const value of links) {
    const { vpc, vswitch, address } = value
    parts.set(`vpcs.${vpc}`, { kind: 'link', text: `${vswitch} ${address}`, keepsBefore: false, value })
  }
  return parts
}

function partsOfAlb({ internet, intranet }: AlbGateway): Map<string, GatewayPart> {
  const parts = new Map<string, GatewayPart>()
  for (const [name, value] of [['internet', internet] as const, ['vpc', intranet] as const])
    if (value !== undefined)
      parts.set(name, { kind: 'side', text: textOfSide(value), keepsBefore: false, value })
  return parts
}

/** Another balancer, not another setting of it. */
function textOfSide({ vpc, zones }: AlbSide): string {
  return `${vpc} ${zones.map(({ vswitch, address }) => `${vswitch}=${address}`).join(' ')}`
}

/** The gateway with what holds of these parts in the place of what is ordered; undefined: it is not there yet. */
export function withParts(gateway: Gateway, held: ReadonlyMap<string, GatewayPart | undefined>): Gateway {
  if (gateway.kind === 'shared') return gateway
  if (gateway.kind === 'alb') {
    const { internet, intranet, ...rest } = gateway
    return {
      ...rest,
      ...(internet !== undefined && !held.has('internet') && { internet }),
      ...(intranet !== undefined && !held.has('vpc') && { intranet }),
    }
  }
  if (held.has('')) return unborn(gateway)
  const size = held.get('nodes')
  return {
    ...gateway,
    ...(size?.kind === 'size' && size.value),
    domains: gateway.domains.flatMap((domain) => {
      const part = `domains.${domain.domain}`
      const was = held.get(part)
      return !held.has(part) ? [domain] : was?.kind === 'domain' ? [was.value] : []
    }),
    links: gateway.links.filter(({ vpc }) => !held.has(`vpcs.${vpc}`)),
  }
}

/** Its nodes are being made, and nobody can reach them. */
function unborn(gateway: ManagedGateway): ManagedGateway {
  const { internet } = gateway
  const whitelist: GatewayWhitelist = { ...internet.whitelist, set: CidrSet.of([]), texts: [] }
  return { ...gateway, internet: { ...internet, isOn: false, whitelist }, domains: [], links: [] }
}
