/** A name in words: the hop that resolves it, and what fills the templates of its reasons. */
import { distance } from 'fastest-levenshtein'
import { publicNameOf } from '../cloud/database.ts'
import { formatMoment } from '../cloud/duration-text.ts'
import type { FiveTuple } from '../net/five-tuple.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { namedAddressesOf, privateAddressesOf } from './balancer-address.ts'
import { balancerText } from './balancer-text.ts'
import { callerAt, instanceAt, type KeptAnswer, type NameObstacle, resolutionFor } from './called-name.ts'
import type { Details } from './details.ts'
import { bindingFor, targetOf, targetText } from './domain-binding.ts'
import type { Flow } from './flow.ts'
import { gatewayNameReason } from './gateway-details.ts'
import type { Hop } from './hop.ts'
import type { Live } from './live.ts'
import type { NameTable } from './name-table.ts'
import type { ReasonCode } from './reasons.ts'
import { type NameStep, type Resolution, resolveName } from './resolve-name.ts'
import type { Tables } from './tables.ts'

/** Names compared for one hint; a file may hold thousands. */
const MOST_COMPARED = 1_000

/** The reason of an obstacle, with its details. */
export function nameReason(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  obstacle: NameObstacle,
  kept: KeptAnswer | undefined,
): { readonly code: ReasonCode; readonly details: Details } {
  const { name } = flow.to
  const resolution = resolutionFor(tables, live, flow, slot)
  switch (obstacle) {
    case 'name-unknown': {
      const otherSide = gatewayNameReason(tables, flow, resolution, callerAt(tables, live, slot)?.vpc)
      if (otherSide !== undefined) return otherSide
      const unbound = unboundDomain(tables, flow, resolution)
      if (unbound !== undefined) return unbound
      return { code: 'NAME_UNKNOWN', details: unknownDetails(tables, live, flow, slot, resolution) }
    }
    case 'name-other-side': {
      const address = kept?.address ?? (resolution.ok ? resolution.address : 0)
      return {
        code: 'NAME_OTHER_SIDE',
        details: { name, address: formatIpv4(address), better: betterName(tables, address) },
      }
    }
    case 'app-address': {
      const address = kept?.address ?? (resolution.ok ? resolution.address : 0)
      const to = instanceAt(tables, live, slot, address) ?? name
      return { code: 'INSTANCE_ADDRESS_NOT_A_CONTRACT', details: { from: flow.from.name, to } }
    }
  }
}

/** A load balancer waits for the name, which leads nowhere: it is not bound to it, or by a record of another type. */
function unboundDomain(
  { topology }: Tables,
  { from, to: { name } }: Flow,
  { steps, ...resolution }: Resolution,
): { readonly code: ReasonCode; readonly details: Details } | undefined {
  const [step] = steps
  const isPublic = steps.length === 1 && step!.by === 'public DNS'
  if (!isPublic || resolution.ok || resolution.why === 'loop') return undefined
  const binding = bindingFor(topology, name, from.kind === 'internet')
  if (binding === undefined) return undefined
  const { balancer, target, because } = binding
  const { origin } = step!
  const { path, line, column } = origin ?? balancer.origin
  const details = {
    name,
    balancer: balancerText(balancer),
    binding: targetText(target),
    because,
    record: origin?.path ?? '',
    path,
    line: String(line),
    column: String(column),
  }
  return { code: origin === undefined ? 'DOMAIN_NOT_BOUND' : 'CNAME_MISSING', details }
}

function unknownDetails(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  { steps, ...resolution }: Resolution,
): Details {
  const { name } = flow.to
  const last = steps.at(-1)!
  const where = last.origin === undefined ? '' : ` (${last.origin.path}, line ${last.origin.line})`
  const chain = last.name === name ? '' : `${name} is an alias of ${last.name}, and `
  const why = resolution.ok ? 'unknown' : resolution.why
  const fault = {
    unknown: `${last.by}${where} has no name ${last.name}`,
    'no-address': `${last.by}${where} has a record of ${last.name}, but none of type A or CNAME`,
    loop: `its CNAME records lead in a circle${where}`,
    'other-side': `${last.by}${where} has no address for this caller`,
  }[why]
  const caller = flow.from.kind === 'internet' ? undefined : callerAt(tables, live, slot)
  return {
    name,
    fault: chain + fault,
    near: why === 'unknown' ? near(tables, flow, last, caller?.vpc) : '',
    ...(last.origin !== undefined && {
      path: last.origin.path,
      line: String(last.origin.line),
      column: String(last.origin.column),
    }),
  }
}

/** What may have been meant; else that names of no record can be bound to a balancer. */
function near({ names, topology }: Tables, { from }: Flow, last: NameStep, vpc: string | undefined): string {
  const alike = alikeName(names, last.name, vpc, last)
  if (alike !== '' || last.origin !== undefined) return alike
  for (const balancer of topology.loadBalancers.values()) {
    const target = targetOf(balancer, from.kind === 'internet')
    if (target !== undefined)
      return ` (a record ${targetText(target)} would bind it to ${balancerText(balancer)})`
  }
  return ''
}

/** What may have been meant: the public name that a private zone hides, or one that differs by a slip. */
function alikeName(names: NameTable, name: string, vpc: string | undefined, { origin }: NameStep): string {
  if (origin !== undefined && resolveName(names, name, undefined).ok)
    return ' (public DNS has it, and proxy: record would let the zone ask there)'
  const zones = vpc === undefined ? [] : (names.zonesOf.get(vpc) ?? [])
  const known = [...zones.flatMap(({ records }) => [...records.keys()]), ...names.published.keys()]
  let best: string | undefined
  let bestDistance = Math.ceil(name.length / 3)
  for (const other of known.slice(0, MOST_COMPARED)) {
    const apart = distance(name, other)
    if (apart < bestDistance) {
      best = other
      bestDistance = apart
    }
  }
  if (best !== undefined) return ` (did you mean ${best}?)`
  const elsewhere = [...names.zonesOf].find(([, bound]) => bound.some(({ records }) => records.has(name)))
  return elsewhere === undefined ? '' : ` (a private zone of VPC ${elsewhere[0]} has it)`
}

/** The public name of whoever has a private address. */
function betterName({ topology }: Tables, address: Ipv4): string {
  for (const database of topology.databases.values())
    if (database.address === address && database.publicAddress !== undefined)
      return `; ${publicNameOf(database)} is the public name of database ${database.name}`
  for (const balancer of topology.loadBalancers.values()) {
    if (!privateAddressesOf(balancer).includes(address)) continue
    const target = targetOf(balancer, true)
    return target === undefined
      ? `, which is ${balancerText(balancer)} inside its VPC; let it be of network internet (${balancer.origin.path}, line ${balancer.origin.line})`
      : `, which is ${balancerText(balancer)} inside its VPC; ${targetText(target)} leads to its public side`
  }
  return ''
}

/** What fills the template of NAME_CACHED_OLD. */
export function keptDetails(name: string, kept: KeptAnswer, fresh: Ipv4, code: string): Details {
  return {
    name,
    kept: formatIpv4(kept.address),
    fresh: formatIpv4(fresh),
    changed: formatMoment(kept.changedUs),
    until: formatMoment(kept.untilUs),
    blocked: code,
  }
}

/** The first hop of a flow to a name: which records led to the address. */
export function resolvingHop(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  packet: FiveTuple,
  kept: KeptAnswer | undefined,
): Hop {
  const resolution = resolutionFor(tables, live, flow, slot)
  const decisive = resolution.steps.at(-1)!
  const isInside = flow.from.kind !== 'internet'
  const { origin } = decisive
  return {
    stage: 'resolve-name',
    direction: 'forward',
    component: isInside ? `resolver of VPC ${callerAt(tables, live, slot)?.vpc}` : 'public DNS',
    verdict: 'passed',
    why: kept === undefined ? describeResolution(tables, resolution) : describeKept(flow.to.name, kept),
    rule: origin === undefined ? undefined : { text: flow.to.name, origin },
    code: undefined,
    details: undefined,
    before: packet,
    after: packet,
    sourceKnown: true,
    hypothetical: false,
  }
}

function describeResolution({ topology }: Tables, { steps, ...resolution }: Resolution): string {
  const aliases = steps.flatMap(({ name, record }) =>
    record !== undefined && 'target' in record && record.target.type === 'CNAME'
      ? [`${name} is an alias of ${record.target.name}`]
      : [],
  )
  const { name, by } = steps.at(-1)!
  if (!resolution.ok) return `${name} has no address.`
  const is = `${by[0]!.toUpperCase()}${by.slice(1)} has ${name} at ${formatIpv4(resolution.address)}`
  const holder = [...topology.databases.values()].flatMap(({ name: of, address, publicAddress }) => {
    if (address === resolution.address) return [`, the internal address of database ${of}`]
    return publicAddress === resolution.address ? [`, the public address of database ${of}`] : []
  })
  const isNamed = / (load balancer|gateway) /.test(by)
  const balancer = isNamed ? '' : holderText(topology, resolution.address)
  const several =
    (resolution.addresses?.length ?? 0) > 1
      ? ` (or ${resolution.addresses!.slice(1).map(formatIpv4).join(', ')})`
      : ''
  const alias = aliases.length === 0 ? '' : `${aliases.join(', ')}. `
  return `${alias}${is}${several}${holder[0] ?? balancer}. The answer may be kept for ${formatMoment(resolution.ttlUs)}.`
}

/** Whose address it is, unless the record named the balancer. */
function holderText({ loadBalancers }: Tables['topology'], address: Ipv4): string {
  for (const balancer of loadBalancers.values())
    if ([...namedAddressesOf(balancer), ...privateAddressesOf(balancer)].includes(address))
      return `, an address of ${balancerText(balancer)}`
  return ''
}

function describeKept(name: string, { address, changedUs, untilUs }: KeptAnswer): string {
  return `The record has changed at ${formatMoment(changedUs)}, but the caller may keep its answer from before, that ${name} is at ${formatIpv4(address)}, until ${formatMoment(untilUs)}.`
}
