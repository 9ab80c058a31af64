/**
 * What the cloud asks of a CLB: facts/load-balancing 2.2 to 2.4 and 2.9. Listeners that SAE makes are asked about where they are
 * asked for: `sae-ingress-rules.ts`, `sae-service-rules.ts`.
 */
import { type ClbListener, checkClbListener, groupsOfClb, isHash } from './clb-listener-rules.ts'
import type { Listener } from './listener.ts'
import type { Clb } from './load-balancer.ts'
import type { Quotas } from './quotas.ts'
import { isOfSae } from './sae-front.ts'
import type { ServerGroup } from './server-group.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export type ClbQuotas = Pick<Quotas, 'rulesPerClbListener' | 'listenersPerClb' | 'serversPerClb'>

export function* checkClbs(topology: Topology, quotas: ClbQuotas): Generator<Violation> {
  for (const balancer of topology.loadBalancers.values())
    if (balancer.kind === 'clb') yield* checkClb(balancer, topology.serverGroups, quotas)
}

function* checkClb(
  balancer: Clb,
  groups: ReadonlyMap<string, ServerGroup>,
  quotas: ClbQuotas,
): Generator<Violation> {
  const path: Path = ['loadBalancers', balancer.name]
  const listeners = clbListenersOf(balancer.listeners.values())
  yield* checkCounts(listeners, groups, quotas, path)
  for (const listener of listeners)
    if (!isOfSae(listener))
      yield* checkClbListener(listener, balancer, { beside: listeners, groups, quotas }, [
        ...path,
        'listeners',
        listener.name,
      ])
}

/** 2.9. Servers are counted as they are listed; instances of an application come and go. */
function* checkCounts(
  listeners: readonly ClbListener[],
  groups: ReadonlyMap<string, ServerGroup>,
  quotas: ClbQuotas,
  path: Path,
): Generator<Violation> {
  if (listeners.length > quotas.listenersPerClb)
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${listeners.length} listeners, but a CLB may have ${quotas.listenersPerClb}`,
      hint: 'quotas.listenersPerClb sets a raised quota',
      path: [...path, 'listeners'],
    }
  const used = new Set(listeners.flatMap(groupsOfClb))
  const servers = [...used].reduce((sum, name) => sum + (groups.get(name)?.members.length ?? 0), 0)
  if (servers > quotas.serversPerClb)
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${servers} servers behind it, but a CLB may have ${quotas.serversPerClb}`,
      hint: 'quotas.serversPerClb sets a raised quota',
      path: [...path, 'listeners'],
    }
}

/** 2.2: wrr and rr cannot become a hash later, nor a hash one of them. `after` is the topology that a `set` makes. */
export function* checkClbSwitches(before: Topology, after: Topology): Generator<Violation> {
  for (const [name, { listeners }] of after.loadBalancers) {
    const earlier = before.loadBalancers.get(name)?.listeners
    for (const listener of clbListenersOf(listeners.values())) {
      const was = earlier?.get(listener.name)
      if (was?.kind !== listener.kind || was.protocol !== listener.protocol) continue
      if (isHash(was.scheduler) !== isHash(listener.scheduler))
        yield {
          code: 'CLB_SCHEDULER_SWITCH',
          message: `scheduler ${was.scheduler} cannot become ${listener.scheduler} later`,
          hint: 'remove the listener and make another one',
          path: ['loadBalancers', name, 'listeners', listener.name, 'scheduler'],
        }
    }
  }
}

function clbListenersOf(listeners: Iterable<Listener>): ClbListener[] {
  return [...listeners].filter(
    (listener): listener is ClbListener => listener.kind === 'clbHttp' || listener.kind === 'clbStream',
  )
}
