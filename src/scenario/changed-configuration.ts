/** What a `set` brings with it: new problems, told at the entry, and the parts that stay as they were. */
import type { Topology } from '../cloud/topology.ts'
import { formatPath, type Path } from '../cloud/violation.ts'
import type { Vpc } from '../cloud/vpc.ts'
import { BALANCER_SECTIONS, withChangedBalancers } from './changed-balancers.ts'
import { isOfGateways, speaksAgainst, withChangedGateways } from './changed-gateways.ts'
import type { PatchedPlaces } from './places.ts'
import type { Report } from './problem.ts'

/** What a change brought with it: under what was set it has a place of its own, elsewhere the entry is the place. */
export function newReports(
  before: readonly Report[],
  after: readonly Report[],
  target: Path,
  places: PatchedPlaces,
  entry: Path,
): Report[] {
  const identity = ({ code, message, path }: Report) => `${code} ${message} ${path.join('/')}`
  const known = new Set(before.map(identity))
  return after
    .filter((report) => !known.has(identity(report)) && speaksAgainst(report, target))
    .map((report) => {
      const isUnder = target.every((step, index) => report.path[index] === step)
      const isItself = report.path.length === target.length && report.at === 'key'
      if (isUnder && !isItself) return { ...report, path: places.inFile(report.path) }
      return {
        ...report,
        path: [...entry, 'set'],
        at: 'value' as const,
        message: `${formatPath(report.path)}: ${report.message}`,
      }
    })
}

/** Sections that a change cannot touch stay the very same objects, so that compiled tables can be kept. */
export function shareUnchanged(before: Topology, after: Topology, target: Path): Topology {
  const [root, name] = target
  if (isOfGateways(root)) return withChangedGateways(before, after, target)
  const section =
    root === 'prefixLists'
      ? 'securityGroups'
      : (root as
          | 'securityGroups'
          | 'eipPools'
          | 'internet'
          | 'vpcs'
          | 'servers'
          | 'haVips'
          | 'databases'
          | 'dns'
          | 'privateZones'
          | 'endpointServices'
          | 'endpoints')
  if (BALANCER_SECTIONS.some((each) => each === root))
    return withChangedBalancers(before, after, [root!, name!])
  if (root === 'prefixLists') {
    const vpcs = new Map(
      [...after.vpcs].map(([key, now]) => [key, routesBy(now, name) ? now : (before.vpcs.get(key) ?? now)]),
    )
    return { ...before, securityGroups: after.securityGroups, vpcs }
  }
  if (root === 'natGateways')
    return {
      ...before,
      natGateways: shared(before.natGateways, after.natGateways, name),
      vpcNatGateways: shared(before.vpcNatGateways, after.vpcNatGateways, name),
    }
  const members = new Map<string, unknown>(after[section])
  for (const key of members.keys())
    if (key !== name && before[section].has(key)) members.set(key, before[section].get(key))
  return { ...before, [section]: members }
}

/** Has the VPC a route to the prefix list? */
function routesBy({ routeTables }: Vpc, list: Path[number] | undefined): boolean {
  return routeTables.some(({ listRoutes = [] }) => listRoutes.some((route) => route.list === list))
}

/** NAT gateways of both types stand in one section of the file. */
function shared<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  changed: Path[number] | undefined,
): Map<string, T> {
  return new Map([...after].map(([key, now]) => [key, key === changed ? now : (before.get(key) ?? now)]))
}
