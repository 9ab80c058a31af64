/**
 * What is assumed of load balancers without a second reading that a source suggests: rows of facts/load-balancing marked U, and
 * what they are silent about. What a file can decide are open points (`balancing-points.ts`).
 */
import type { Action } from '../cloud/forwarding-rule.ts'
import type { Listener } from '../cloud/listener.ts'
import { groupsOf } from '../cloud/listener-groups.ts'
import { isZoned, type LoadBalancer } from '../cloud/load-balancer.ts'
import type { Topology } from '../cloud/topology.ts'
import { atOrigins } from './balancing-points.ts'
import type { Assumption } from './scenario.ts'
import { assumptionsOfGroups } from './server-group-assumptions.ts'
import { type ValueMap, valueAt } from './value.ts'

/** Told of the balancers of a file that it is `about`. */
interface Reading {
  readonly code: Assumption['code']
  readonly about: (balancer: LoadBalancer, topology: Topology) => boolean
  readonly clause: string
  /** Of facts/load-balancing. */
  readonly row: string
}

const READINGS: readonly Reading[] = [
  {
    code: 'ASSUMED_ORDER',
    about: isZoned,
    clause: 'clients spread over the addresses of all zones, as DNS turns them round',
    row: '1.1',
  },
  {
    code: 'ASSUMED_PRECEDENCE',
    about: isBehindAcl,
    clause: 'the network ACL of its vSwitch does not filter it',
    row: '1.1',
  },
  {
    code: 'ASSUMED_PRECEDENCE',
    about: withListener(({ access }) => access !== undefined),
    clause: 'access lists see the address that opens the connection, not X-Forwarded-For',
    row: '1.12',
  },
  {
    code: 'ASSUMED_PRECEDENCE',
    about: withListener(looksAtHeaders),
    clause: 'in the values of headers case counts',
    row: '1.5',
  },
  {
    code: 'ASSUMED_TIMING',
    about: withAction(({ kind }) => kind === 'trafficLimit'),
    clause: 'a traffic limit counts the requests of the last second, whenever that began',
    row: '1.7',
  },
  {
    code: 'ASSUMED_ORDER',
    about: withAction((action) => action.kind === 'forward' && action.groups.length > 1),
    clause: 'the groups of a rule take turns by their weights, as servers do',
    row: '1.7',
  },
  {
    code: 'ASSUMED_PRECEDENCE',
    about: withListener((listener) => listener.kind === 'clbHttp' && listener.forwardPort !== undefined),
    clause: 'HTTP is redirected to HTTPS with 302',
    row: '2.3',
  },
  {
    code: 'ASSUMED_PRECEDENCE',
    about: withListener((listener) => listener.kind === 'clbStream' && listener.drainUs !== undefined),
    clause: 'a server drains when it is removed, and when it turns unhealthy',
    row: '2.2',
  },
  {
    code: 'ASSUMED_PRECEDENCE',
    about: ({ kind }, { serverGroups }) =>
      kind === 'nlb' && [...serverGroups.values()].some(({ nlb }) => nlb?.preservesClient === false),
    clause: 'security groups of servers meet Local IPs of an NLB that does not preserve clients',
    row: '2a.3',
  },
  {
    code: 'ASSUMED_PRECEDENCE',
    about: (balancer) => balancer.kind === 'nlb' && !balancer.crossZone,
    clause:
      'a node of an NLB without cross-zone knows the servers of its zone alone, and asks all of them where none is healthy',
    row: '2a.1, 2a.4',
  },
  {
    code: 'ASSUMED_PRECEDENCE',
    about: isJoinedUnjudged,
    clause: 'a new server of a CLB waits for its first verdict while another one is healthy',
    row: '2.4',
  },
]

export function* assumptionsOfBalancers(topology: Topology, root: ValueMap): Generator<Assumption> {
  const balancers = [...topology.loadBalancers.values()]
  for (const { code, about, clause, row } of READINGS) {
    const at = atOrigins(balancers.filter((balancer) => about(balancer, topology)))
    if (at !== undefined) yield { code, text: `${at}: ${clause}`, source: `facts/load-balancing ${row}` }
  }
  const unnamed = balancers.filter(
    ({ name }) => valueAt(root, ['loadBalancers', name, 'hostname']) === undefined,
  )
  if (unnamed.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `${atOrigins(unnamed)}.hostname = ${unnamed.map(({ hostname }) => hostname).join(', ')}, a form of ours`,
      source: 'facts/load-balancing 1.1',
    }
  yield* assumptionsOfGroups([...topology.serverGroups.values()])
}

function withListener(comesNear: (listener: Listener) => boolean): Reading['about'] {
  return ({ listeners }) => [...listeners.values()].some(comesNear)
}

function withAction(comesNear: (action: Action) => boolean): Reading['about'] {
  return withListener(
    (listener) => listener.kind === 'alb' && listener.rules.some(({ actions }) => actions.some(comesNear)),
  )
}

function looksAtHeaders(listener: Listener): boolean {
  if (listener.kind !== 'alb') return false
  const conditions = listener.rules.flatMap((rule) => rule.conditions)
  return conditions.some(({ kind }) => kind === 'header' || kind === 'responseHeader')
}

/** Of CLB it is documented (facts/vpc R6.11). */
function isBehindAcl(balancer: LoadBalancer, { vpcs }: Topology): boolean {
  if (!isZoned(balancer)) return false
  const { networkAcls } = vpcs.get(balancer.vpc)!
  return balancer.zones.some((zone) => networkAcls.some(({ vswitches }) => vswitches.includes(zone.vswitch)))
}

/** Instances come and go in a group of CLB that its listener checks. */
function isJoinedUnjudged(balancer: LoadBalancer, { serverGroups }: Topology): boolean {
  return [...balancer.listeners.values()].some(
    (listener) =>
      (listener.kind === 'clbHttp' || listener.kind === 'clbStream') &&
      listener.healthCheck !== undefined &&
      groupsOf(listener, []).some(([group]) =>
        serverGroups.get(group)?.members.some(({ kind }) => kind === 'app'),
      ),
  )
}
