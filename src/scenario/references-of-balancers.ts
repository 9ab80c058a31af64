/** What load balancers, their groups and SAE's routes and services refer to, gathered from the raw file like all other references. */

import type { ResourceGraph, ResourceId, ResourceKind } from '../cloud/resource-graph.ts'
import { fullServiceName } from '../cloud/service-name.ts'
import type { Path } from '../cloud/violation.ts'
import type { Report } from './problem.ts'
import { readServerText } from './schema/balancer-words.ts'
import { isName } from './schema/words.ts'
import { suggest } from './suggestion.ts'
import { entriesOf, isMap, itemsOf, quote, type Value, type ValueMap, within } from './value.ts'

/** Service names can be called by their key in the file and by their whole name. */
export function defineServiceNames(root: ValueMap, graph: ResourceGraph): void {
  const region = within(root, 'region') ?? 'cn-hangzhou'
  for (const [key, service] of entriesOf(root['services'])) {
    if (within(service, 'loadBalancer') !== undefined) continue
    const app = within(service, 'app')
    const home = typeof app === 'string' ? within(within(root['apps'], app), 'namespace') : undefined
    const namespace = within(service, 'namespace') ?? home ?? `${region}-default`
    const whole = fullServiceName(String(within(service, 'name') ?? key), String(namespace))
    if (isName(whole) && !graph.has('service', whole)) {
      graph.define('service', whole, ['services', key])
      graph.refer(`service/${whole}`, 'service', key, ['services', key])
    }
  }
}

export function referBalancers(root: ValueMap, graph: ResourceGraph, reports: Report[]): void {
  for (const [name, group] of entriesOf(root['serverGroups'])) {
    const id: ResourceId = `serverGroup/${name}`
    const path = ['serverGroups', name]
    refer(graph, id, 'vpc', within(group, 'vpc'), [...path, 'vpc'])
    for (const [index, member] of itemsOf(within(group, 'servers'))) {
      const at = [...path, 'servers', index]
      if (isMap(member)) referServer(within(member, 'to'), id, [...at, 'to'], graph, reports)
      else referServer(member, id, at, graph, reports)
    }
  }
  for (const [name, balancer] of entriesOf(root['loadBalancers'])) {
    const id: ResourceId = `loadBalancer/${name}`
    const path = ['loadBalancers', name]
    refer(graph, id, 'vpc', within(balancer, 'vpc'), [...path, 'vpc'])
    referAll(graph, id, 'vswitch', within(balancer, 'vswitches'), [...path, 'vswitches'])
    referAll(graph, id, 'securityGroup', within(balancer, 'securityGroups'), [...path, 'securityGroups'])
    for (const [key, listener] of entriesOf(within(balancer, 'listeners')))
      referListener(listener, id, [...path, 'listeners', key], graph)
  }
  for (const [name, route] of entriesOf(root['ingresses']))
    referIngress(route, `ingress/${name}`, ['ingresses', name], graph)
  for (const [name, service] of entriesOf(root['services'])) {
    const path = ['services', name]
    const id: ResourceId = `service/${name}`
    referAll(graph, id, 'app', within(service, 'app'), [...path, 'app'])
    refer(graph, id, 'loadBalancer', within(service, 'loadBalancer'), [...path, 'loadBalancer'])
    for (const [index, port] of itemsOf(within(service, 'ports')))
      refer(graph, id, 'certificate', within(port, 'certificate'), [...path, 'ports', index, 'certificate'])
  }
}

function referListener(listener: Value, id: ResourceId, path: Path, graph: ResourceGraph): void {
  refer(graph, id, 'serverGroup', within(listener, 'default'), [...path, 'default'])
  referAll(graph, id, 'certificate', within(listener, 'certificates'), [...path, 'certificates'])
  for (const side of ['white', 'black'])
    referAll(graph, id, 'accessList', within(within(listener, 'access'), side), [...path, 'access', side])
  for (const [name, rule] of entriesOf(within(listener, 'rules'))) {
    const at = [...path, 'rules', name]
    refer(graph, id, 'serverGroup', within(rule, 'group'), [...at, 'group'])
    const actions = within(rule, 'do')
    if (isMap(actions)) referAction(actions, id, [...at, 'do'], graph)
    for (const [index, action] of itemsOf(actions)) referAction(action, id, [...at, 'do', index], graph)
  }
}

function referAction(action: Value, id: ResourceId, path: Path, graph: ResourceGraph): void {
  refer(graph, id, 'serverGroup', within(action, 'trafficMirror'), [...path, 'trafficMirror'])
  const forward = within(action, 'forward')
  refer(graph, id, 'serverGroup', forward, [...path, 'forward'])
  for (const [group] of entriesOf(forward))
    refer(graph, id, 'serverGroup', group, [...path, 'forward', group])
}

function referIngress(route: Value, id: ResourceId, path: Path, graph: ResourceGraph): void {
  refer(graph, id, 'loadBalancer', within(route, 'loadBalancer'), [...path, 'loadBalancer'])
  referAll(graph, id, 'certificate', within(route, 'certificates'), [...path, 'certificates'])
  const fallback = within(route, 'default')
  if (isMap(fallback)) refer(graph, id, 'app', within(fallback, 'app'), [...path, 'default', 'app'])
  else refer(graph, id, 'app', withoutKind(fallback), [...path, 'default'])
  for (const [index, rule] of itemsOf(within(route, 'rules')))
    refer(graph, id, 'app', withoutKind(within(rule, 'app')), [...path, 'rules', index, 'app'])
}

/** `app/shop` and `shop:8080` name the application `shop`. */
function withoutKind(text: Value | undefined): Value | undefined {
  return typeof text === 'string' ? readServerText(text)?.name : undefined
}

/** A member of a server group: an application or a server, by its kind or by its name alone. */
function referServer(
  text: Value | undefined,
  id: ResourceId,
  path: Path,
  graph: ResourceGraph,
  reports: Report[],
): void {
  const read = typeof text === 'string' ? readServerText(text) : undefined
  if (read === undefined || read.address !== undefined) return
  const { kind, name } = read
  if (kind !== undefined) {
    graph.refer(id, kind, name, path)
    return
  }
  const kinds = (['app', 'server'] as const).filter((known) => graph.has(known, name))
  const [only, ...more] = kinds
  if (only !== undefined && more.length === 0) graph.refer(id, only, name, path)
  else if (only !== undefined)
    reports.push({
      code: 'ENDPOINT_AMBIGUOUS',
      message: `${quote(name)} is an application and a server`,
      hint: `write app/${name} or server/${name}`,
      path,
    })
  else
    reports.push({
      code: 'REFERENCE_UNDEFINED',
      message: `no application or server is named ${quote(name)}`,
      hint: suggest(name, [...graph.namesOf('app'), ...graph.namesOf('server')]),
      path,
    })
}

/** One name, or a list of them. */
function referAll(
  graph: ResourceGraph,
  from: ResourceId,
  kind: ResourceKind,
  names: Value | undefined,
  path: Path,
): void {
  refer(graph, from, kind, names, path)
  for (const [index, name] of itemsOf(names)) refer(graph, from, kind, name, [...path, index])
}

function refer(
  graph: ResourceGraph,
  from: ResourceId,
  kind: ResourceKind,
  name: Value | undefined,
  path: Path,
): void {
  if (typeof name === 'string' && isName(name)) graph.refer(from, kind, name, path)
}
