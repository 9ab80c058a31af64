/** What the cloud asks of server groups: facts/load-balancing 1.8, 1.14, 2a.3 and 2a.5. No error code of it is documented, so these are ours. */
import { parseCidr } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { groupsOf } from './listener-groups.ts'
import { checkNlbGroupOptions } from './nlb-group-rules.ts'
import type { Quotas } from './quotas.ts'
import { interfaceNamed } from './server.ts'
import { membersOf } from './server-count.ts'
import type { GroupMember, ServerGroup } from './server-group.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

/** Addresses that a group of type Ip takes (1.8). */
const PRIVATE = CidrSet.of(
  ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => {
    const read = parseCidr(text, { hostBits: 'refuse', bareAddress: 'refuse' })
    return read.ok ? [read.value] : []
  }),
)

export function* checkServerGroups(topology: Topology, quotas: Quotas): Generator<Violation> {
  const ofAlb = new Map<string, number>()
  const ofNlb = new Map<string, number>()
  let albGroups = 0
  let nlbGroups = 0
  for (const group of topology.serverGroups.values()) {
    const path: Path = ['serverGroups', group.name]
    if (group.product === 'alb' && ++albGroups === quotas.serverGroups + 1)
      yield over(`${quotas.serverGroups} server groups`, path)
    if (group.product === 'nlb' && ++nlbGroups === quotas.nlbServerGroups + 1)
      yield over(`${quotas.nlbServerGroups} server groups of NLB`, path)
    yield* checkMembers(group, topology, path)
    yield* checkOptions(group, path)
    if (group.product === 'nlb') yield* checkNlbGroupOptions(group, path)
    const count = membersOf([group], topology)
    const most = quotas[group.product === 'nlb' ? 'serversPerNlbGroup' : 'serversPerGroup']
    if (count > most) yield over(`${most} servers of a group: it has ${count}`, [...path, 'servers'])
    if (group.product === 'alb') yield* checkServerUses(group, ofAlb, quotas.groupsPerServer, path)
    if (group.product === 'nlb') yield* checkServerUses(group, ofNlb, quotas.nlbGroupsPerServer, path)
  }
  yield* checkUses(topology, quotas)
}

/** One server in too many groups of a product; `groupsOf` counts them. */
function* checkServerUses(
  { members }: ServerGroup,
  groupsOf: Map<string, number>,
  most: number,
  path: Path,
): Generator<Violation> {
  for (const [index, member] of members.entries()) {
    const key = textOf(member)
    const uses = (groupsOf.get(key) ?? 0) + 1
    groupsOf.set(key, uses)
    if (uses === most + 1) yield over(`${most} server groups with ${key}`, [...path, 'servers', index])
  }
}

/** A server of another VPC, one that is there twice, or addresses beside servers. */
function* checkMembers(
  { name, vpc, product, members }: ServerGroup,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  const seen = new Set<string>()
  const isOfAddresses = members[0]?.kind === 'address'
  for (const [index, member] of members.entries()) {
    const at = [...path, 'servers', index]
    const key = `${textOf(member)}:${member.port}`
    if (seen.has(key))
      yield { code: 'REFERENCE_DUPLICATE', message: `${key} is in server group ${name} twice`, path: at }
    seen.add(key)
    const of = vpcOf(member, topology)
    if (of !== undefined && of !== vpc)
      yield {
        code: 'SERVER_GROUP_VPC',
        message: `${textOf(member)} is in VPC ${of}, server group ${name} in ${vpc}`,
        hint: 'a server group has servers of one VPC',
        path: at,
      }
    if ((member.kind === 'address') !== isOfAddresses)
      yield {
        code: 'SERVER_GROUP_TYPE',
        message: `server group ${name} has servers and plain addresses`,
        hint: 'a group is of type Instance or of type Ip: make two groups',
        path: at,
      }
    if (member.kind === 'address' && !PRIVATE.has(member.address))
      yield {
        code: 'SERVER_GROUP_ADDRESS',
        message: `${textOf(member)} is no private address`,
        hint: 'addresses of a group are of 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16',
        path: at,
      }
    if (member.kind === 'address' && product === 'clb')
      yield {
        code: 'SERVER_GROUP_TYPE',
        message: `server group ${name} is of CLB, which has servers and no plain addresses`,
        hint: 'name the server or the application',
        path: at,
      }
  }
}

/** Options that need one another (1.8). */
function* checkOptions(
  { name, sticky, crossZone, slowStartUs, scheduler }: ServerGroup,
  path: Path,
): Generator<Violation> {
  if (sticky !== undefined && !crossZone)
    yield {
      code: 'SERVER_GROUP_OPTIONS',
      message: `server group ${name} has sticky sessions, which need crossZone`,
      hint: 'leave crossZone: false out, or sticky',
      path: [...path, 'sticky'],
    }
  if (slowStartUs !== undefined && scheduler.kind !== 'wrr')
    yield {
      code: 'SERVER_GROUP_OPTIONS',
      message: `slow start works with the scheduler wrr alone, and server group ${name} has ${scheduler.kind}`,
      hint: 'write scheduler: wrr, or leave slowStart out',
      path: [...path, 'slowStart'],
    }
}

/** How often a group is used, and how many servers are behind an ALB (1.14). */
function* checkUses(topology: Topology, quotas: Quotas): Generator<Violation> {
  const uses = new Map<string, number>()
  for (const balancer of topology.loadBalancers.values()) {
    if (balancer.kind !== 'alb') continue
    const path: Path = ['loadBalancers', balancer.name]
    const groups = new Set<ServerGroup>()
    for (const listener of balancer.listeners.values())
      for (const [name, place] of groupsOf(listener, [...path, 'listeners', listener.name])) {
        const group = topology.serverGroups.get(name)
        if (group !== undefined) groups.add(group)
        const count = (uses.get(name) ?? 0) + 1
        uses.set(name, count)
        if (count === quotas.usesPerServerGroup + 1)
          yield over(`${quotas.usesPerServerGroup} listeners and rules with server group ${name}`, place)
      }
    const key = balancer.edition === 'basic' ? 'serversPerBasicAlb' : 'serversPerAlb'
    const servers = membersOf([...groups], topology)
    if (servers > quotas[key])
      yield over(`${quotas[key]} servers behind an ALB: it has ${servers}`, [...path, 'listeners'])
  }
}

function vpcOf(member: GroupMember, { apps, servers }: Topology): string | undefined {
  if (member.kind === 'app') return apps.get(member.app)?.vpc
  return member.kind === 'server' ? interfaceNamed(servers, member.server)?.vpc : undefined
}

function textOf(member: GroupMember): string {
  if (member.kind === 'app') return `app/${member.app}`
  return member.kind === 'server' ? `server/${member.server}` : formatIpv4(member.address)
}

function over(what: string, path: Path): Violation {
  return { code: 'QUOTA_EXCEEDED', message: `more than ${what}`, path }
}
