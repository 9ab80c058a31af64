/**
 * What the cloud asks of an NLB beyond what it asks of an ALB as well: facts/load-balancing 2a.2, 2a.3 and 2a.5. No error code of
 * it is documented, so these are ours.
 */

import type { Listener, NlbListener } from './listener.ts'
import { groupsOf } from './listener-groups.ts'
import { isMadeBySae } from './listener-rules.ts'
import type { Nlb } from './load-balancer.ts'
import type { Quotas } from './quotas.ts'
import { membersOf } from './server-count.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export type NlbQuotas = Pick<
  Quotas,
  'nlbs' | 'listenersPerNlb' | 'serversPerNlb' | 'certificatesPerNlb' | 'usesPerNlbGroup'
>

export function* checkNlbs(topology: Topology, quotas: NlbQuotas): Generator<Violation> {
  const uses = new Map<string, number>()
  let count = 0
  for (const balancer of topology.loadBalancers.values()) {
    if (balancer.kind !== 'nlb') continue
    const path: Path = ['loadBalancers', balancer.name]
    if (++count === quotas.nlbs + 1) yield over(`${quotas.nlbs} NLB instances`, 'nlbs', path)
    yield* checkCounts(balancer, topology, quotas, path)
    yield* checkRanges(balancer, path)
    for (const listener of balancer.listeners.values())
      for (const [group, place] of groupsOf(listener, [...path, 'listeners', listener.name])) {
        const times = (uses.get(group) ?? 0) + 1
        uses.set(group, times)
        if (times === quotas.usesPerNlbGroup + 1)
          yield over(
            `${quotas.usesPerNlbGroup} listeners with server group ${group}`,
            'usesPerNlbGroup',
            place,
          )
      }
  }
}

/** 2a.5. */
function* checkCounts(
  { listeners }: Nlb,
  topology: Topology,
  quotas: NlbQuotas,
  path: Path,
): Generator<Violation> {
  const at = [...path, 'listeners']
  if (listeners.size > quotas.listenersPerNlb)
    yield over(
      `${quotas.listenersPerNlb} listeners of an NLB: it has ${listeners.size}`,
      'listenersPerNlb',
      at,
    )
  const names = new Set([...listeners.values()].flatMap(({ defaultGroup }) => defaultGroup ?? []))
  const servers = membersOf(
    [...names].flatMap((name) => topology.serverGroups.get(name) ?? []),
    topology,
  )
  if (servers > quotas.serversPerNlb)
    yield over(`${quotas.serversPerNlb} servers behind an NLB: it has ${servers}`, 'serversPerNlb', at)
  const extra = [...listeners.values()]
    .map((listener) => (listener.kind === 'nlb' ? Math.max(0, listener.certificates.length - 1) : 0))
    .reduce((sum, each) => sum + each, 0)
  if (extra > quotas.certificatesPerNlb)
    yield over(
      `${quotas.certificatesPerNlb} certificates of an NLB beside the default ones: it has ${extra}`,
      'certificatesPerNlb',
      at,
    )
}

/** Ranges that end before they begin, or that take ports of other listeners (2a.2). */
function* checkRanges({ listeners }: Nlb, path: Path): Generator<Violation> {
  const seen: NlbListener[] = []
  for (const listener of listeners.values()) {
    if (!isNlb(listener) || isMadeBySae(listener)) continue
    const { name, port, lastPort } = listener
    const at = [...path, 'listeners', name, 'lastPort']
    if (lastPort !== undefined && lastPort <= port)
      yield {
        code: 'NLB_PORT_RANGE',
        message: `the last port, ${lastPort}, is not above the first, ${port}`,
        hint: 'leave lastPort out for one port',
        path: at,
      }
    const other = seen.find((earlier) => overlaps(earlier, listener))
    // Two single ports that are equal are told of for every balancer alike.
    if (other !== undefined && (lastPort !== undefined || other.lastPort !== undefined))
      yield {
        code: 'LISTENER_PORT_TAKEN',
        message: `listener ${other.name} hears on some of these ports already`,
        hint: 'a port has one listener; only UDP may share it with TCP',
        path: lastPort === undefined ? [...path, 'listeners', name, 'port'] : at,
      }
    seen.push(listener)
  }
}

function isNlb(listener: Listener): listener is NlbListener {
  return listener.kind === 'nlb'
}

function overlaps(one: NlbListener, other: NlbListener): boolean {
  if ((one.protocol === 'udp') !== (other.protocol === 'udp')) return false
  return one.port <= (other.lastPort ?? other.port) && other.port <= (one.lastPort ?? one.port)
}

function over(what: string, key: keyof NlbQuotas, path: Path): Violation {
  return {
    code: 'QUOTA_EXCEEDED',
    message: `more than ${what}`,
    hint: `quotas.${key} sets a raised quota`,
    path,
  }
}
