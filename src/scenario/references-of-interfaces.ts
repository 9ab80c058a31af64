/** Secondary ENIs, HaVips and the gateway route table: who they are and whom they name. */
import type { ResourceGraph, ResourceId, ResourceKind } from '../cloud/resource-graph.ts'
import type { Path } from '../cloud/violation.ts'
import { isName } from './schema/words.ts'
import { entriesOf, itemsOf, type Value, type ValueMap, within } from './value.ts'

/** `fw` or `fw/eth1`: an ENI is a server of its own to whoever names it. */
export function isInterfaceText(value: Value | undefined): value is string {
  return typeof value === 'string' && value.split('/').length <= 2 && value.split('/').every(isName)
}

/** Tells the graph of secondary ENIs. */
export function defineInterfaces(root: ValueMap, graph: ResourceGraph): void {
  for (const [name, , path] of interfacesIn(root)) graph.define('server', name, path)
}

export function referInterfaces(root: ValueMap, graph: ResourceGraph): void {
  for (const [name, eni, path] of interfacesIn(root)) {
    const id: ResourceId = `server/${name}`
    refer(graph, id, 'vswitch', within(eni, 'vswitch'), [...path, 'vswitch'])
    for (const [index, group] of itemsOf(within(eni, 'securityGroups')))
      refer(graph, id, 'securityGroup', group, [...path, 'securityGroups', index])
  }
  for (const [name, haVip] of entriesOf(root['haVips'])) {
    const id: ResourceId = `haVip/${name}`
    const path = ['haVips', name]
    refer(graph, id, 'vswitch', within(haVip, 'vswitch'), [...path, 'vswitch'])
    for (const [index, member] of itemsOf(within(haVip, 'members')))
      refer(graph, id, 'server', member, [...path, 'members', index])
    refer(graph, id, 'server', within(haVip, 'active'), [...path, 'active'])
  }
  for (const [vpc, definition] of entriesOf(root['vpcs'])) {
    const routes = within(within(definition, 'ipv4Gateway'), 'inboundRoutes')
    for (const [index, route] of itemsOf(routes)) {
      const via = within(route, 'via')
      const [, kind, target] = typeof via === 'string' ? (/^(server|haVip)\/(.*)$/s.exec(via) ?? []) : []
      const path = ['vpcs', vpc, 'ipv4Gateway', 'inboundRoutes', index, 'via']
      refer(graph, `vpc/${vpc}`, kind as ResourceKind, target, path)
    }
  }
}

function refer(
  graph: ResourceGraph,
  from: ResourceId,
  kind: ResourceKind,
  name: Value | undefined,
  path: Path,
): void {
  if (isInterfaceText(name)) graph.refer(from, kind, name, path)
}

function* interfacesIn(root: ValueMap): Generator<[name: string, eni: Value, path: Path]> {
  for (const [server, definition] of entriesOf(root['servers']))
    for (const [name, eni] of entriesOf(within(definition, 'enis')))
      yield [`${server}/${name}`, eni, ['servers', server, 'enis', name]]
}
