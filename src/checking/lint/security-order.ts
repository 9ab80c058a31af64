/**
 * Security-group rules that do nothing where they stand: judged in the merged order of every ENI that has the group
 * (facts/vpc R5.11), as the data path sorts it, and of every balancer that it guards. A rule that is of use to one of them is of use.
 */
import { isZoned } from '../../cloud/load-balancer.ts'
import type { Origin } from '../../cloud/origin.ts'
import type { SecurityGroup, SecurityRule } from '../../cloud/security-group.ts'
import { interfacesOf } from '../../cloud/server.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { Vpc } from '../../cloud/vpc.ts'
import { Numbering } from '../../datapath/numbering.ts'
import { type Direction, RuleTable } from '../../datapath/rule-table.ts'
import { describeRule } from '../../datapath/rule-text.ts'
import type { Found, LintContext, TopologyRule } from './found.ts'
import { foundIn, usefulness } from './order-findings.ts'
import { securityBoxes } from './packet-space.ts'
import { type Budget, type Standing, standingsOf } from './rule-order.ts'

/** The groups of one kind of ENI, and who has it. */
interface Holder {
  readonly groups: readonly SecurityGroup[]
  readonly names: string[]
  /** An ALB or NLB, which lets in what no rule denies (facts/load-balancing 1.1, 2a.1). */
  readonly isBalancer: boolean
}

interface Seen {
  readonly standing: Standing
  readonly order: readonly SecurityRule[]
  readonly holder: Holder
}

export const securityOrder: TopologyRule = {
  reads: ({ securityGroups, apps, servers, endpoints, loadBalancers, vpcs }) => [
    securityGroups,
    apps,
    servers,
    endpoints,
    loadBalancers,
    vpcs,
  ],
  *find(topology: Topology, { budget }: LintContext): Generator<Found> {
    const holders = holdersOf(topology)
    for (const direction of ['ingress', 'egress'] as const) {
      const seen = judgeTogether(holders, direction, topology, budget)
      for (const [rule, { standing, order, holder }] of seen) {
        if (servesBothFamilies(rule, topology.vpcs.get(holder.groups[0]!.vpc))) continue
        // What a basic group lets out anyway is often written down all the same.
        if (standing.kind === 'default' && rule.policy === 'accept') continue
        const origins: Origin[] = order.map(({ origin }) => origin)
        const where = holder.groups.length > 1 ? ` in the merged rules of ${holder.names.join(', ')}` : ''
        const others = ({ policy }: { policy: string }, by: readonly number[]) =>
          by.every((at) => order[at]!.policy === policy)
        yield* foundIn(standing, {
          what: `${describeRule(rule, direction)},`,
          where,
          origin: rule.origin,
          origins,
          agrees: (by) => others(rule, by),
        })
      }
    }
  },
}

/**
 * The standing of each rule where it is of most use. What an ENI can do without may be what makes another rule superfluous
 * for it; so only rules that all ENIs can do without are left out anywhere.
 */
function judgeTogether(
  holders: readonly Holder[],
  direction: Direction,
  topology: Topology,
  budget: Budget,
): Map<SecurityRule, Seen> {
  let idle: ReadonlySet<SecurityRule> | undefined
  for (;;) {
    const seen = new Map<SecurityRule, Seen>()
    for (const holder of holders)
      for (const [rule, sight] of lookAt(holder, direction, topology, budget, idle)) {
        const before = seen.get(rule)
        if (before === undefined || usefulness(sight.standing) > usefulness(before.standing))
          seen.set(rule, sight)
      }
    const remaining = new Set<SecurityRule>()
    for (const [rule, { standing }] of seen)
      if (isIdle(standing) && idle?.has(rule) !== false) remaining.add(rule)
    if (holders.length < 2 || remaining.size === idle?.size)
      return new Map(
        [...seen].filter(([rule, { standing }]) => remaining.has(rule) || standing.kind === 'undecided'),
      )
    idle = remaining
  }
}

/** A group as the peer has IPv6 addresses too, for which nobody here has looked. */
function servesBothFamilies({ peer }: SecurityRule, vpc: Vpc | undefined): boolean {
  return peer.kind === 'group' && vpc?.ipv6 !== undefined
}

function isIdle({ kind }: Standing): boolean {
  return kind !== 'decides' && kind !== 'undecided'
}

function lookAt(
  holder: Holder,
  direction: Direction,
  topology: Topology,
  budget: Budget,
  idle: ReadonlySet<SecurityRule> | undefined,
): Map<SecurityRule, Seen> {
  // Rules of IPv6 decide about other packets, and are not judged.
  const merged = holder.groups.flatMap((group) =>
    group[direction].filter(({ peer }) => peer.kind !== 'cidr6'),
  )
  const rows = RuleTable.of(merged, Numbering.of([])).rules
  // Rules whose prefix list is empty have no row; they decide nothing wherever they stand.
  const order = [...new Set([...rows, ...merged])]
  const vpc = topology.vpcs.get(holder.groups[0]!.vpc)
  const own = vpc === undefined ? [] : [vpc.cidr, ...vpc.secondaryCidrs]
  const boxes = securityBoxes(order, own)
  const passes =
    direction === 'egress' ? holder.groups.every(({ type }) => type === 'basic') : holder.isBalancer
  const standings = standingsOf(
    order.map(({ policy }, at) => ({ policy, boxes: boxes[at]! })),
    passes ? 'accept' : 'drop',
    budget,
    (at) => (idle === undefined || idle.has(order[at]!)) && !servesBothFamilies(order[at]!, vpc),
  )
  return new Map(order.map((rule, at) => [rule, { standing: standings[at]!, order, holder }]))
}

/** Every set of groups that some ENI has; a group that nobody has stands for itself. */
function holdersOf({ apps, servers, endpoints, loadBalancers, securityGroups }: Topology): Holder[] {
  const holders = new Map<string, Holder>()
  const held = new Set<string>()
  const add = (names: readonly string[], holder: string, isBalancer = false) => {
    const groups = names.flatMap((name) => securityGroups.get(name) ?? [])
    if (groups.length === 0) return
    for (const { name } of groups) held.add(name)
    const key = `${isBalancer} ${groups.map(({ name }) => name).join(' ')}`
    const known = holders.get(key)
    if (known === undefined) holders.set(key, { groups, names: holder === '' ? [] : [holder], isBalancer })
    else known.names.push(holder)
  }
  for (const { name, securityGroups: names } of apps.values()) add(names, `application ${name}`)
  for (const { name, enis } of endpoints.values())
    for (const { securityGroups: names } of enis) add(names, `endpoint ${name}`)
  for (const { name, securityGroups: names } of [...servers.values()].flatMap(interfacesOf))
    add(names, `server ${name}`)
  for (const balancer of loadBalancers.values())
    if (isZoned(balancer)) add(balancer.securityGroups, `load balancer ${balancer.name}`, true)
  for (const name of securityGroups.keys()) if (!held.has(name)) add([name], '')
  return [...holders.values()]
}
