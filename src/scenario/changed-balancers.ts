/** What of load balancing stays the same object when something of it is set, so that pools and tables can be kept. */
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatPath, type Path } from '../cloud/violation.ts'

export const BALANCER_SECTIONS = [
  'accessLists',
  'certificates',
  'serverGroups',
  'loadBalancers',
  'ingresses',
  'services',
] as const

/** `before`, with those of `after` that the change of one entry touches. */
export function withChangedBalancers(before: Topology, after: Topology, [root, name]: Path): Topology {
  const isIt = (section: string) => (key: string) => root === section && key === name
  const entry = formatPath([root!, name!])
  const touches = (balancer: LoadBalancer | undefined) =>
    [...(balancer?.listeners.values() ?? [])].some(
      ({ origin, access }) =>
        origin.path === entry ||
        (root === 'accessLists' && access?.lists.some((list) => list.name === name) === true),
    )
  return {
    ...before,
    certificates: merged(before.certificates, after.certificates, isIt('certificates')),
    // Those that SAE makes are the same whenever they have the same name.
    serverGroups: merged(before.serverGroups, after.serverGroups, isIt('serverGroups')),
    loadBalancers: merged(
      before.loadBalancers,
      after.loadBalancers,
      (key) =>
        isIt('loadBalancers')(key) ||
        touches(before.loadBalancers.get(key)) ||
        touches(after.loadBalancers.get(key)),
    ),
    serviceNames: merged(
      before.serviceNames,
      after.serviceNames,
      (key) => after.serviceNames.get(key)?.origin.path === entry,
    ),
  }
}

/** The entries of `after`, as they were where they did not change; `before` itself where none did. */
function merged<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  isChanged: (key: string) => boolean,
): ReadonlyMap<string, T> {
  const all = new Map(
    [...after].map(([key, now]) => [key, isChanged(key) ? now : (before.get(key) ?? now)] as const),
  )
  const isSame = all.size === before.size && [...all].every(([key, each]) => before.get(key) === each)
  return isSame ? before : all
}
