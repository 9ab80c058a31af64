/**
 * Edits of inference gateways of EAS: an address on a whitelist, the switch of the access entry, another VPC that is linked
 * (seed 002, facts/deployment B.3). Each changes what was ordered; its entries are made anew from that.
 */
import type { GatewayWhitelist, ManagedGateway, VpcLink } from '../cloud/gateway.ts'
import { withGateways } from '../cloud/gateway-front.ts'
import { privateAddressesOf } from '../cloud/load-balancer.ts'
import { unwritten } from '../cloud/origin.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import { type Cidr, formatCidr, prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { type Blocked, type EditMaker, farSide, obtain, type Setting, sourcesAt } from './blocked.ts'
import { added, type Draft, type Edit, removed } from './edit.ts'
import { flowList } from './edit-text.ts'
import { othersOfPools } from './whitelist-edits.ts'

/** The public whitelist lacks the addresses that the callers come with: they come in, with the rest of their pools. */
export const listAtGateway: EditMaker = (blocked, setting) => {
  const lacking = new Map<string, Set<Ipv4>>()
  for (const one of blocked) {
    const sources = obtain(lacking, one.details['gateway'] ?? '', () => new Set<Ipv4>())
    if (one.hop !== undefined) for (const source of sourcesAt(one.hop, one, setting)) sources.add(source)
  }
  return [...lacking].flatMap(([name, sources]): Edit[] => {
    const gateway = managedNamed(setting, name)
    if (gateway === undefined) return []
    const { whitelist } = gateway.internet
    const others = othersOfPools(setting.tables.topology, [...sources], whitelist.set)
    const news = [...sources, ...others.addresses].sort((a, b) => a - b).map((one) => prefixOf(one, 32))
    const which = `the public whitelist of gateway ${name}`
    return [
      listEdit(which, whitelist, news, others.why, (draft, list) =>
        changed(draft, name, (now) => ({ ...now, internet: { ...now.internet, whitelist: list } })),
      ),
    ]
  })
}

/** The same for the private side: an instance is let in by its vSwitch, for its address changes. */
export const listAtLink: EditMaker = (blocked, setting) => {
  const lacking = new Map<string, Map<string, Cidr>>()
  for (const one of blocked) {
    if (one.hop === undefined) continue
    const link = `${one.details['gateway']} ${one.details['vpc']}`
    const cidr = farSide(one.hop.before.source, one, setting)
    obtain(lacking, link, () => new Map<string, Cidr>()).set(formatCidr(cidr), cidr)
  }
  return [...lacking].flatMap(([key, cidrs]): Edit[] => {
    const [name = '', vpc = ''] = key.split(' ')
    const link = managedNamed(setting, name)?.links.find((one) => one.vpc === vpc)
    if (link === undefined) return []
    const news = [...cidrs.values()].sort((a, b) => a.first - b.first)
    const which = `the whitelist of gateway ${name} for VPC ${vpc}`
    return [
      listEdit(which, link.whitelist, news, '', (draft, whitelist) =>
        changed(draft, name, (now) => ({
          ...now,
          links: now.links.map((one) => (one.vpc === vpc ? { ...one, whitelist } : one)),
        })),
      ),
    ]
  })
}

/** The access entry for the Internet is off, or nobody needs a link once it is on. */
export const switchEntryOn: EditMaker = (blocked, setting) => {
  if (setting.flow?.via === 'internal') return []
  return namesOf(blocked).flatMap((name): Edit[] => {
    const gateway = managedNamed(setting, name)
    if (gateway === undefined || gateway.internet.isOn) return []
    return [
      {
        kind: 'gatewayEntry',
        words: `switch on the access entry of gateway ${name} for the Internet`,
        origin: { ...gateway.origin, path: `gateways.${name}.internet.entry` },
        lines: [added('entry: on')],
        apply: (draft) =>
          changed(draft, name, (now) => ({ ...now, internet: { ...now.internet, isOn: true } })),
      },
    ]
  })
}

/** The VPC of a caller is not linked: then it is, by the vSwitch of a caller or another one in a supported zone. */
export const linkVpc: EditMaker = (blocked, setting) => {
  const { flow, tables, live } = setting
  if (flow?.to.kind !== 'gateway' || flow.via === 'public' || flow.from.kind === 'internet') return []
  const callers = new Map<string, VSwitch>()
  for (const { story, details } of blocked) {
    const vswitch = tables.vswitches[live.vswitch(story.slot)]
    const key = `${details['gateway']} ${vswitch?.vpc}`
    if (vswitch !== undefined && !callers.has(key)) callers.set(key, vswitch)
  }
  return [...callers].flatMap(([key, caller]): Edit[] => {
    const [name = ''] = key.split(' ')
    const gateway = managedNamed(setting, name)
    const vswitch = gateway && linkable(setting, gateway, caller)
    const address = vswitch && freeAddressIn(setting, vswitch)
    if (gateway === undefined || vswitch === undefined || address === undefined) return []
    const { vpc } = vswitch
    const path = `gateways.${name}.vpcs.${vpc}`
    const link: VpcLink = {
      vpc,
      vswitch: vswitch.name,
      address,
      whitelist: { set: CidrSet.of([prefixOf(0, 0)]), texts: ['0.0.0.0/0'], origin: unwritten(path) },
      hasAuthoritativeDns: false,
      origin: unwritten(path),
    }
    return [
      {
        kind: 'gatewayLink',
        words: `add VPC ${vpc} to gateway ${name}`,
        origin: { ...gateway.origin, path },
        lines: [added(`${vpc}: { vswitch: ${vswitch.name}, address: ${formatIpv4(address)} }`)],
        apply: (draft) =>
          changed(draft, name, (now) =>
            now.links.some((one) => one.vpc === vpc) ? undefined : { ...now, links: [...now.links, link] },
          ),
      },
    ]
  })
}

function listEdit(
  which: string,
  { set, texts, origin }: GatewayWhitelist,
  news: readonly Cidr[],
  why: string,
  put: (draft: Draft, whitelist: GatewayWhitelist) => Draft | undefined,
): Edit {
  const names = news.map((cidr) => (cidr.first === cidr.last ? formatIpv4(cidr.first) : formatCidr(cidr)))
  const whitelist: GatewayWhitelist = {
    set: CidrSet.of([...set.ranges, ...news]),
    texts: [...texts, ...names],
    origin,
  }
  return {
    kind: 'whitelist',
    words: `let ${which} have ${names.join(', ')}${why}`,
    origin,
    lines: [
      ...(texts.length === 0 ? [] : [removed(`whitelist: ${flowList(texts)}`)]),
      added(`whitelist: ${flowList(whitelist.texts)}`),
    ],
    apply: (draft) => put(draft, whitelist),
  }
}

function namesOf(blocked: readonly Blocked[]): string[] {
  return [...new Set(blocked.map(({ details }) => details['gateway'] ?? ''))]
}

function managedNamed({ tables }: Setting, name: string): ManagedGateway | undefined {
  const gateway = tables.topology.gateways.get(name)
  return gateway?.kind === 'managed' ? gateway : undefined
}

/** Undefined where the gateway is gone, or has no place for the change. */
function changed(
  draft: Draft,
  name: string,
  change: (gateway: ManagedGateway) => ManagedGateway | undefined,
): Draft | undefined {
  const now = draft.topology.gateways.get(name)
  const next = now?.kind === 'managed' ? change(now) : undefined
  if (next === undefined) return undefined
  const gateways = new Map(draft.topology.gateways).set(name, next)
  return { ...draft, topology: withGateways(draft.topology, gateways) }
}

function linkable(
  { tables }: Setting,
  { supportedZones }: ManagedGateway,
  caller: VSwitch,
): VSwitch | undefined {
  const isSupported = ({ zone }: VSwitch) => supportedZones === undefined || supportedZones.includes(zone)
  if (isSupported(caller)) return caller
  return [...tables.topology.vswitches.values()].find((one) => one.vpc === caller.vpc && isSupported(one))
}

/** The last one that nobody has; the last three are reserved (facts/vpc R1.14). */
function freeAddressIn({ tables, live }: Setting, { name, cidr }: VSwitch): Ipv4 | undefined {
  const { databases, haVips, loadBalancers, vpcNatGateways } = tables.topology
  const number = tables.numbers.vswitches.numberOf(name)
  const taken = new Set<Ipv4>([
    ...[...databases.values(), ...haVips.values()].map(({ address }) => address),
    ...[...loadBalancers.values()].flatMap((one) => privateAddressesOf(one).map(({ address }) => address)),
    ...[...vpcNatGateways.values()].flatMap(({ natIps }) => natIps),
  ])
  for (let slot = 0; slot < live.size; slot++)
    if (live.vswitch(slot) === number) taken.add(live.address(slot))
  for (let address = cidr.last - 3; address > cidr.first; address--) if (!taken.has(address)) return address
  return undefined
}
