/**
 * The open points of the cloud (`cloud/assumptions.ts`) that a file comes near and has not decided under `assume:`. What it
 * has decided is its own reading, and is not told.
 */
import { type AssumptionKey, fieldOf, OPEN_POINTS } from '../cloud/assumptions.ts'
import { customRoutes } from '../cloud/custom-routes.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Vpc } from '../cloud/vpc.ts'
import { isSubset } from '../net/cidr.ts'
import { LAST_IPV4 } from '../net/ipv4.ts'
import { BALANCING_PLACES } from './balancing-points.ts'
import { GATEWAY_PLACES } from './gateway-points.ts'
import type { Assumption } from './scenario.ts'
import { isMap, type ValueMap, valueAt } from './value.ts'

/** Where a file comes near a point, as a path into it; undefined where it does not. */
type Place = (topology: Topology, root: ValueMap) => string | undefined

/** One assumption for each point that matters in the file. */
export function openPoints(topology: Topology, root: ValueMap): Assumption[] {
  return [...OPEN_POINTS].flatMap(([key, point]): Assumption[] => {
    const place = valueAt(root, ['assume', key]) === undefined ? PLACES[key](topology, root) : undefined
    if (place === undefined) return []
    const reading = topology.assumptions[fieldOf(key)]
    const value = typeof reading === 'number' ? formatDuration(reading) : reading
    const clause = 'clause' in point ? point.clause : point.readings[reading]!
    return [
      { code: point.code, text: `assume.${key} = ${value}: ${clause} (${place})`, source: point.source },
    ]
  })
}

const PLACES: Readonly<Record<AssumptionKey, Place>> = {
  advancedGroups: ({ securityGroups }) =>
    at(
      'securityGroups',
      namesOf(securityGroups, ({ type }) => type === 'advanced'),
    ),
  aclUnmatched: ({ vpcs }) => at('vpcs', namesOf(vpcs, hasAcl), 'networkAcls'),
  newAcl: ({ vpcs }, root) =>
    at(
      'vpcs',
      namesOf(vpcs, ({ name, networkAcls }) =>
        networkAcls.some((acl) => {
          const written = valueAt(root, ['vpcs', name, 'networkAcls', acl.name])
          return isMap(written) && !('ingress' in written && 'egress' in written)
        }),
      ),
      'networkAcls',
    ),
  aclWithinVSwitch: ({ vpcs }) => at('vpcs', namesOf(vpcs, hasAcl), 'networkAcls'),
  // Under the default a file that comes near it is refused, and the problem names the key.
  cloudServiceRoutes: () => undefined,
  routesAroundVSwitches: (topology) =>
    at(
      'vpcs',
      namesOf(topology.vpcs, (vpc) => hasRouteAround(vpc, topology)),
      'routeTables',
    ),
  snatEip: ({ natGateways }) =>
    at(
      'natGateways',
      namesOf(natGateways, ({ snat }) => snat.some(({ eips }) => eips.length > 1)),
      'snat',
    ),
  eipWithoutRoute: ({ vpcs }) =>
    at(
      'vpcs',
      namesOf(vpcs, ({ ipv4Gateway }) => ipv4Gateway !== undefined),
      'ipv4Gateway',
    ),
  // No flow of a file calls an EIP of its own VPC; a trace to one tells of it (`datapath/notes.ts`).
  eipHairpin: () => undefined,
  mailOfApps: (_, root) =>
    at(
      'flows',
      Object.entries(isMap(root['flows']) ? root['flows'] : {})
        .filter(([, flow]) => isMap(flow) && flow['port'] === 25)
        .map(([name]) => name),
    ),
  whitelistDelay: (_, root) => at('databases', changedDatabases(root), 'whitelist'),
  ...BALANCING_PLACES,
  ...GATEWAY_PLACES,
}

function at(section: string, names: readonly string[], rest?: string): string | undefined {
  if (names.length === 0) return undefined
  const braced = names.length === 1 ? names[0] : `{${names.join(',')}}`
  return rest === undefined ? `${section}.${braced}` : `${section}.${braced}.${rest}`
}

function namesOf<T>(things: ReadonlyMap<string, T>, comesNear: (thing: T) => boolean): string[] {
  return [...things].filter(([, thing]) => comesNear(thing)).map(([name]) => name)
}

function hasAcl({ networkAcls }: Vpc): boolean {
  return networkAcls.length > 0
}

function hasRouteAround({ name, routeTables }: Vpc, { vswitches }: Topology): boolean {
  const inside = [...vswitches.values()].filter(({ vpc }) => vpc === name)
  return routeTables.some((table) =>
    customRoutes(table).some(
      ({ destination }) =>
        destination.last - destination.first < LAST_IPV4 &&
        inside.some(({ cidr }) => isSubset(cidr, destination)),
    ),
  )
}

/** Databases whose whitelist a `set` changes. */
function changedDatabases(root: ValueMap): string[] {
  const { timeline } = root
  const paths = Array.isArray(timeline) ? timeline.map((entry) => valueAt(entry, ['set'])) : []
  return [
    ...new Set(
      paths.flatMap((path) =>
        typeof path === 'string'
          ? (/^databases\.([\w-]+)\.(?:whitelist|classicWhitelist|securityGroups|mode)\b/.exec(path)?.[1] ??
            [])
          : [],
      ),
    ),
  ]
}
