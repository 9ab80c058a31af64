/** What names and PrivateLink refer to, gathered from the raw file like all other references. */

import { isUnder } from '../cloud/private-zone.ts'
import type { ResourceGraph, ResourceId } from '../cloud/resource-graph.ts'
import type { Path } from '../cloud/violation.ts'
import type { Report } from './problem.ts'
import { domainIn } from './schema/names.ts'
import { isName } from './schema/words.ts'
import { entriesOf, itemsOf, quote, type Value, type ValueMap, within } from './value.ts'

/** Zones to VPCs, services to servers, endpoints to services, and where each has its addresses. */
export function referNames(root: ValueMap, graph: ResourceGraph): void {
  for (const [name, zone] of entriesOf(root['privateZones']))
    for (const [index, vpc] of itemsOf(within(zone, 'vpcs')))
      refer(graph, `privateZone/${name}`, 'vpc', vpc, ['privateZones', name, 'vpcs', index])
  referAliases(root, graph)
  for (const [name, service] of entriesOf(root['endpointServices'])) {
    const path = ['endpointServices', name]
    for (const [index, vswitch] of itemsOf(within(service, 'vswitches')))
      refer(graph, `endpointService/${name}`, 'vswitch', vswitch, [...path, 'vswitches', index])
    for (const [index, server] of itemsOf(within(service, 'servers')))
      refer(graph, `endpointService/${name}`, 'server', server, [...path, 'servers', index])
  }
  for (const [name, endpoint] of entriesOf(root['endpoints'])) {
    const path = ['endpoints', name]
    const id: ResourceId = `endpoint/${name}`
    refer(graph, id, 'endpointService', within(endpoint, 'service'), [...path, 'service'])
    refer(graph, id, 'securityGroup', within(endpoint, 'securityGroup'), [...path, 'securityGroup'])
    for (const [index, vswitch] of itemsOf(within(endpoint, 'vswitches')))
      refer(graph, id, 'vswitch', vswitch, [...path, 'vswitches', index])
  }
}

/** Who is called by an alias is used as well. */
function referAliases(root: ValueMap, graph: ResourceGraph): void {
  const refer = (from: ResourceId, record: Value, path: Path) => {
    const target = within(record, 'cname')
    if (typeof target === 'string' && domainIn(target) === target)
      referToHolders(target, from, [...path, 'cname'], root, graph)
  }
  for (const [name, record] of entriesOf(root['dns'])) refer(`dns/${name}`, record, ['dns', name])
  for (const [zone, definition] of entriesOf(root['privateZones']))
    for (const [host, record] of entriesOf(within(definition, 'records')))
      refer(`privateZone/${zone}`, record, ['privateZones', zone, 'records', host])
}

/**
 * An end of a flow that is a domain name: it needs nobody to define it, but it uses the zones that may answer for it.
 * False where the text is none.
 */
export function referName(
  text: string,
  flow: ResourceId,
  path: Path,
  root: ValueMap,
  graph: ResourceGraph,
  reports: Report[],
): boolean {
  const domain = domainIn(text)
  if (domain === undefined) {
    if (!text.startsWith('name/') && !/^[^/]*\./.test(text)) return false
    reports.push({
      code: 'DOMAIN_NAME_INVALID',
      message: `${quote(text)} is not a domain name`,
      hint: 'write it in lower case, with two labels or more and no dot at the end: name/orders.shop.internal',
      path,
    })
    return true
  }
  referToHolders(domain, flow, path, root, graph)
  return true
}

/** Zones, records and endpoints that may answer for the name, but for the one that asks. */
function referToHolders(
  domain: string,
  from: ResourceId,
  path: Path,
  root: ValueMap,
  graph: ResourceGraph,
): void {
  for (const [name, zone] of entriesOf(root['privateZones'])) {
    const apex = within(zone, 'zone')
    const isHolder = typeof apex === 'string' && isUnder(domain, apex)
    if (isHolder && from !== `privateZone/${name}`) graph.refer(from, 'privateZone', name, path)
  }
  if (graph.has('dns', domain)) graph.refer(from, 'dns', domain, path)
  for (const [name, endpoint] of entriesOf(root['endpoints']))
    if ((within(endpoint, 'hostname') ?? `${name.toLowerCase()}.endpoint.example`) === domain)
      graph.refer(from, 'endpoint', name, path)
  for (const [name, balancer] of entriesOf(root['loadBalancers'])) {
    const usual = `${name.toLowerCase()}.${within(balancer, 'type') ?? 'alb'}.example`
    if ((within(balancer, 'hostname') ?? usual) === domain) graph.refer(from, 'loadBalancer', name, path)
  }
}

function refer(
  graph: ResourceGraph,
  from: ResourceId,
  kind: 'vpc' | 'vswitch' | 'server' | 'securityGroup' | 'endpointService',
  name: Value | undefined,
  path: Path,
): void {
  if (typeof name === 'string' && isName(name)) graph.refer(from, kind, name, path)
}
