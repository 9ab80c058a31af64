/** The server groups that listeners and their rules use, and what the cloud asks of them there: facts/load-balancing 1.8, 2a.3. */
import type { Listener } from './listener.ts'
import type { LoadBalancer } from './load-balancer.ts'
import { checkNlbGroup } from './nlb-listener-group.ts'
import type { ServerGroup } from './server-group.ts'
import type { Path, Violation } from './violation.ts'

/** Server groups of a listener and of its rules, with the places that name them; each pair once. */
export function groupsOf(listener: Listener, path: Path): (readonly [group: string, place: Path])[] {
  const { defaultGroup } = listener
  const groups: (readonly [string, Path])[] =
    defaultGroup === undefined ? [] : [[defaultGroup, [...path, 'default']]]
  if (listener.kind === 'clbHttp')
    for (const { name, group } of listener.urlRules) groups.push([group, [...path, 'rules', name, 'group']])
  if (listener.kind === 'alb')
    for (const { name, actions } of listener.rules)
      for (const action of actions) {
        const place = [...path, 'rules', name, 'do']
        if (action.kind === 'trafficMirror') groups.push([action.group, place])
        if (action.kind === 'forward') for (const { group } of action.groups) groups.push([group, place])
      }
  return groups
}

/** Is the group for such a listener? Of its product, its VPC, and a protocol that it can speak (1.8). */
export function* checkGroup(
  group: ServerGroup,
  listener: Listener,
  balancer: LoadBalancer,
  path: Path,
): Generator<Violation> {
  const { name, product, protocol } = group
  if (product !== balancer.kind) {
    yield {
      code: 'SERVER_GROUP_PRODUCT',
      message:
        `server group ${name} is of ${product.toUpperCase()}, load balancer ${balancer.name} is an ${balancer.kind.toUpperCase()}`.replace(
          'an CLB',
          'a CLB',
        ),
      hint: `write serverGroups.${name}.product: ${balancer.kind}, or make a group of its own`,
      path,
    }
    return
  }
  if (group.vpc !== balancer.vpc)
    yield {
      code: 'SERVER_GROUP_VPC',
      message: `server group ${name} is of VPC ${group.vpc}, load balancer ${balancer.name} of ${balancer.vpc}`,
      hint: 'a load balancer and its server groups are in one VPC',
      path,
    }
  if (listener.kind === 'nlb') yield* checkNlbGroup(group, listener, path)
  if (balancer.kind !== 'alb') return
  const fits =
    protocol === 'http' ||
    listener.protocol === 'https' ||
    (protocol === 'grpc' && listener.protocol === 'quic')
  if (!fits)
    yield {
      code: 'SERVER_GROUP_PROTOCOL',
      message: `server group ${name} speaks ${protocol}, which a listener of protocol ${listener.protocol} cannot use`,
      hint: 'groups of http fit every listener, https fits https, grpc fits https and quic',
      path,
    }
  if (balancer.edition !== 'basic') return
  for (const [what, isThere] of [
    ['slow start', group.slowStartUs !== undefined],
    ['connection drain', group.drainUs !== undefined],
    ['crossZone: false', !group.crossZone],
  ] as const)
    if (isThere)
      yield {
        code: 'ALB_EDITION_LACKS',
        message: `server group ${name} has ${what}, which a basic ALB does not know`,
        hint: `write loadBalancers.${balancer.name}.edition: standard, or leave it out`,
        path,
      }
}
