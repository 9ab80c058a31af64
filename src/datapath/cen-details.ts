/** What fills the templates of the reasons of a CEN. */
import type { Origin } from '../cloud/origin.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import { formatCidr, overlaps, prefixOf } from '../net/cidr.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import type { Decision, Stage } from './decision.ts'
import type { Details } from './details.ts'
import type { HopRule } from './hop.ts'
import type { ReasonCode } from './reasons.ts'
import { describeRoute } from './route-text.ts'
import type { Tables } from './tables.ts'

const OWN_DETAILS: ReadonlySet<ReasonCode> = new Set([
  ...(['TR_ASSOCIATION_MISSING', 'TR_PROPAGATION_MISSING', 'TR_ROUTE_MISSING', 'TR_BLACKHOLE'] as const),
  ...([
    'CEN_ROUTE_NOT_PUBLISHED',
    'CEN_ROUTE_NOT_ACCEPTED',
    'CEN_ROUTE_CONFLICT',
    'CEN_CIDR_OVERLAP',
  ] as const),
  'ROUTE_LOSES_TO_MORE_SPECIFIC',
])

/** Undefined where the reason is none of a CEN. */
export function cenDetails(
  tables: Tables,
  decision: Decision,
  stage: Stage,
  code: ReasonCode,
): Details | undefined {
  if (code === 'ACL_TRANSIT_DENIED') return aclDetails(tables, decision, stage)
  if (stage === 'return-route' && code === 'NO_RETURN_ROUTE' && decision.replyingLeg !== undefined)
    return returnDetails(tables, decision)
  const isLoop = code === 'FORWARDING_LOOP' && (stage === 'transit' || stage === 'return-transit')
  if (isLoop) return loopDetails(tables, decision)
  return OWN_DETAILS.has(code) ? switchDetails(tables, decision, code) : undefined
}

function switchDetails(tables: Tables, decision: Decision, code: ReasonCode): Details {
  const { cenNear, cenFar, cenRow, routeTable, routeVpc } = decision
  const { cen } = tables.cens[decision.cen]!
  const { attachment, forwarding } = cenNear!
  const route = routeTable!.routes[decision.route]
  const trTable = cen.routeTables.find(({ name }) => name === attachment.association)
  const described = route === undefined ? undefined : describeRoute(tables, route)
  const conflict = code === 'CEN_CIDR_OVERLAP' ? overlapDetails(tables, decision) : {}
  return {
    cen: cen.name,
    from: attachment.vpc,
    vpc: attachment.vpc,
    ...(cenFar !== undefined && { to: cenFar.attachment.vpc }),
    ...(forwarding !== undefined && { trTable: forwarding.name }),
    ...(cenRow !== undefined && { trRoute: formatCidr(cenRow.entry.destination) }),
    ...(described !== undefined && { route: described.text }),
    table: routeTable!.name,
    address: `${formatIpv4(addressOf(decision))}/32`,
    ...conflict,
    ...placeInFile(placeOf()),
  }

  function placeOf(): Origin {
    switch (code) {
      case 'TR_PROPAGATION_MISSING':
        return cenFar!.attachment.origin
      case 'TR_ROUTE_MISSING':
        return trTable?.origin ?? cen.origin
      case 'TR_BLACKHOLE':
        return cenRow!.entry.origin
      case 'CEN_ROUTE_CONFLICT':
      case 'ROUTE_LOSES_TO_MORE_SPECIFIC':
        return described?.origin ?? routeVpc!.vpc.origin
      default:
        return attachment.origin
    }
  }
}

/** The vSwitches whose blocks overlap: of the two VPCs, or of the one whose route came first. */
function overlapDetails(tables: Tables, { cenNear, cenFar, cenRow }: Decision): Details {
  const far = tables.vpcs[cenFar!.vpc]!
  const others = tables.vpcs.filter(
    ({ vpc: { name } }) => name === cenNear!.attachment.vpc || name === cenRow?.entry.vpc,
  )
  return overlapBetween(
    others.flatMap(({ vswitches }) => vswitches),
    far.vswitches,
  )
}

/** Throws where none of them overlap: then there is no conflict to tell of. */
export function overlapBetween(some: readonly VSwitch[], others: readonly VSwitch[]): Details {
  for (const theirs of some)
    for (const mine of others)
      if (mine !== theirs && overlaps(mine.cidr, theirs.cidr))
        return {
          overlapping: `vSwitch ${theirs.name} or vSwitch ${mine.name}`,
          blocks: `${formatCidr(theirs.cidr)} and ${formatCidr(mine.cidr)}`,
        }
  throw new Error('no vSwitches overlap, but a route is told to be in conflict')
}

function returnDetails(tables: Tables, { routeVpc, routeTable, replyingLeg, cen }: Decision): Details {
  const connecting = tables.cens[cen]?.cen
  const cidr = formatCidr(prefixOf(replyingLeg!.source, 32))
  const via = connecting === undefined ? 'the connection that leads there' : `cen/${connecting.name}`
  return {
    vpc: routeVpc!.vpc.name,
    table: routeTable!.name,
    far: cidr,
    back: `${cidr} via ${via}`,
    ...placeInFile(connecting?.origin ?? routeVpc!.vpc.origin),
  }
}

function loopDetails(tables: Tables, { cen: number, cenNear, cenRow }: Decision): Details {
  const { cen } = tables.cens[number]!
  return {
    cen: cen.name,
    round: `CEN ${cen.name} and VPC ${cenNear!.attachment.vpc}`,
    ...placeInFile(cenRow?.entry.origin ?? cenNear!.attachment.origin),
  }
}

function aclDetails(tables: Tables, decision: Decision, stage: Stage): Details {
  const { acl, entry } = transitAclOf(tables, decision)
  const protocol = formatProtocol(decision.tuple.protocol)
  const port = stage === 'return-acl-transit' ? '1024/65535' : String(decision.tuple.destinationPort)
  return {
    acl: acl.name,
    service: hasPorts(decision.tuple.protocol) ? `${protocol} ${port}` : protocol,
    peer: `${formatIpv4(decision.askedFor)}/32`,
    before: entry === undefined ? '' : `, before ${entry.origin.path} (line ${entry.origin.line})`,
    ...placeInFile(entry?.origin ?? acl.origin),
  }
}

/** The ACL that a transit stage has asked last, and the entry that decided. */
export function transitAclOf(tables: Tables, { askedVSwitch, ground }: Decision) {
  const { vpc } = tables.vswitches[askedVSwitch]!
  const compiled = tables.vpcs[tables.numbers.vpcs.numberOf(vpc)]!.aclOf[askedVSwitch]!
  return { acl: compiled.acl, entry: compiled.egress.entries[ground] }
}

/** The address that somebody looked for a way to. */
export function addressOf({ replyingLeg, tuple }: Decision): Ipv4 {
  return replyingLeg === undefined ? tuple.destination : replyingLeg.source
}

/** The scope of an SNAT entry for a source of another VPC, whose vSwitches it cannot name (R7.9). */
export function foreignScope({ vswitches }: Tables, { tuple: { source } }: Decision, vpc: string): Details {
  const own = vswitches.filter(({ cidr }) => cidr.first <= source && source <= cidr.last)
  const [foreign] = own
  if (foreign === undefined || own.some((one) => one.vpc === vpc)) return {}
  return { scope: `cidr ${formatCidr(foreign.cidr)} of VPC ${foreign.vpc}` }
}

/** The attachment that lacks a switch, in the place of the route that was taken for want of a better one. */
export function ruleOfSwitch(decision: Decision, code: ReasonCode): HopRule | undefined {
  const { cenNear, cenFar } = decision
  if (!OWN_DETAILS.has(code) || code === 'CEN_ROUTE_CONFLICT' || code === 'ROUTE_LOSES_TO_MORE_SPECIFIC')
    return undefined
  const { vpc, origin } = (code === 'TR_PROPAGATION_MISSING' ? cenFar! : cenNear!).attachment
  return { text: `attachment of VPC ${vpc}`, origin }
}

function placeInFile({ path, line, column }: Origin): Details {
  return { path, line: String(line), column: String(column) }
}
