/** The group and the servers that a request was to get, for the templates of reasons. */
import type { Origin } from '../cloud/origin.ts'
import type { GroupMember } from '../cloud/server-group.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { groupText } from './balancer-text.ts'
import type { Decision } from './decision.ts'
import type { Live } from './live.ts'
import { poolAt } from './resting-pool.ts'
import type { Tables } from './tables.ts'

/** The rule of the listener that has taken the request. */
export function ruleOf({ routed }: Decision): { name: string; origin: Origin } | undefined {
  return routed?.rule
}

interface Named {
  readonly group: string
  readonly path: string
  readonly line: string
  readonly column: string
}

/** The group that was chosen, or whoever lacks one. */
export function groupOf(tables: Tables, decision: Decision): Named {
  const { choice, service, listener } = decision
  const group = tables.topology.serverGroups.get(choice?.group ?? '')
  if (service !== undefined)
    return { group: `service name ${service.service.name}`, ...placed(service.service.origin) }
  if (group !== undefined) return { group: groupText(group.name), ...placed(group.origin) }
  const of = ruleOf(decision) ?? listener!
  return { group: `${of === listener ? 'listener' : 'rule'} ${of.name}`, ...placed(of.origin) }
}

/** Why there is nobody in it that could be picked. */
export function lackOf(tables: Tables, live: Live, { choice, routed, balancer }: Decision): string {
  if (routed?.outcome.kind === 'answer')
    return routed.outcome.cause === 'weightsZero' ? 'all groups of the rule have weight 0' : 'it has no group'
  const pool = tables.balancers.pools.get(choice?.key ?? '')
  if (pool === undefined) return 'it has no group'
  if (pool.members.length === 0) return 'it has none'
  if (pool.members.every(({ weight }) => weight === 0)) return 'all have weight 0'
  const zone = tables.balancers.nodes[balancer]?.zone?.zone
  const why = poolAt(tables, live, pool.key)?.whyNobody(zone)
  if (why === 'weights') return 'all have weight 0'
  if (why === 'zone') return `none is in zone ${zone}, and cross-zone balancing is off`
  return pool.product === 'serviceName' ? 'no instance is ready' : 'no instance of it is registered'
}

/** Everybody who is written down in the pool that was chosen. */
export function serversOf({ balancers }: Tables, { choice }: Decision): string {
  const members = balancers.pools.get(choice!.key)?.members ?? []
  return members.map(nameOf).join(', ')
}

function nameOf(member: GroupMember): string {
  switch (member.kind) {
    case 'app':
      return member.app
    case 'server':
      return member.server
    case 'address':
      return formatIpv4(member.address)
  }
}

/** A place in the file, as templates name it. */
export function placed({ path, line, column }: Origin): { path: string; line: string; column: string } {
  return { path, line: String(line), column: String(column) }
}
