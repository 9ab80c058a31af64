/** What the cloud asks of access lists: facts/load-balancing 1.12 and 2.7. */
import type { Listener } from './listener.ts'
import type { LoadBalancer } from './load-balancer.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkAccessLists({ loadBalancers }: Topology, quotas: Quotas): Generator<Violation> {
  const uses = new Map<string, number>()
  for (const balancer of loadBalancers.values()) {
    const path: Path = ['loadBalancers', balancer.name]
    let entries = 0
    for (const listener of balancer.listeners.values()) {
      const { access } = listener
      if (access === undefined) continue
      const at = [...path, 'listeners', listener.name, 'access', access.type]
      yield* checkListener(listener, balancer, quotas, at)
      entries += entriesOf(listener)
      for (const { name } of access.lists) {
        const count = (uses.get(name) ?? 0) + 1
        uses.set(name, count)
        if (count === quotas.listenersPerAccessList + 1)
          yield over(`${quotas.listenersPerAccessList} listeners with access list ${name}`, at)
      }
    }
    if (balancer.kind === 'alb' && entries > quotas.accessEntriesPerAlb)
      yield over(`${quotas.accessEntriesPerAlb} entries of access lists of an ALB: it has ${entries}`, path)
  }
}

function* checkListener(
  listener: Listener,
  balancer: LoadBalancer,
  quotas: Quotas,
  path: Path,
): Generator<Violation> {
  const lists = listener.access!.lists
  const names = lists.map(({ name }) => name)
  for (const [index, name] of names.entries())
    if (names.indexOf(name) < index)
      yield { code: 'REFERENCE_DUPLICATE', message: `access list ${name} is named twice`, path }
  if (lists.length > quotas.accessListsPerListener)
    yield over(`${quotas.accessListsPerListener} access lists of a listener`, path)
  const perList = balancer.kind === 'clb' ? quotas.entriesPerClbAccessList : quotas.entriesPerAccessList
  for (const { name, texts } of lists)
    if (texts.length > perList) yield over(`${perList} entries of access list ${name}`, ['accessLists', name])
  const most =
    balancer.kind === 'clb'
      ? quotas.accessEntriesPerClbListener
      : balancer.kind === 'alb' && balancer.edition === 'basic'
        ? quotas.accessEntriesPerBasicListener
        : quotas.accessEntriesPerListener
  const entries = entriesOf(listener)
  if (entries > most) yield over(`${most} entries of access lists of a listener: it has ${entries}`, path)
}

function entriesOf({ access }: Listener): number {
  return (access?.lists ?? []).reduce((sum, { texts }) => sum + texts.length, 0)
}

function over(what: string, path: Path): Violation {
  return { code: 'QUOTA_EXCEEDED', message: `more than ${what}`, path }
}
