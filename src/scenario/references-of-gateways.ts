/** What gateways, services and service groups of EAS refer to, gathered from the raw file like all other references. */
import type { ResourceGraph, ResourceId, ResourceKind } from '../cloud/resource-graph.ts'
import type { Path } from '../cloud/violation.ts'
import type { Report } from './problem.ts'
import { isName } from './schema/words.ts'
import { suggest } from './suggestion.ts'
import { entriesOf, itemsOf, quote, type Value, type ValueMap, within } from './value.ts'

/** The shared gateway is there without being made (facts/deployment B.1): services that need it and flows that call it bring it with them. */
export function defineSharedGateway(root: ValueMap, graph: ResourceGraph): void {
  const written = entriesOf(root['gateways'])
  if (written.some(([name, gateway]) => name === 'shared' || within(gateway, 'type') === 'shared')) return
  const usual = usualGateway(root)
  for (const [name, app] of servicesOf(root))
    if ((within(app, 'gateway') ?? usual) === 'shared') {
      graph.define('gateway', 'shared', ['apps', name])
      return
    }
  for (const [name, flow] of entriesOf(root['flows']))
    if (within(flow, 'to') === 'gateway/shared') {
      graph.define('gateway', 'shared', ['flows', name, 'to'])
      return
    }
}

/** As `build-gateways.ts` chooses it. */
function usualGateway(root: ValueMap): string {
  const all = entriesOf(root['gateways'])
  const [usual] =
    all.find(([, gateway]) => within(gateway, 'default') === true) ??
    all.find(([, gateway]) => within(gateway, 'type') === 'shared') ??
    []
  return usual ?? 'shared'
}

function servicesOf(root: ValueMap): [string, Value][] {
  return entriesOf(root['apps']).filter(([, app]) => within(app, 'kind') === 'eas')
}

export function referGateways(root: ValueMap, graph: ResourceGraph): void {
  for (const [name, app] of servicesOf(root)) {
    const id: ResourceId = `app/${name}`
    const written = within(app, 'gateway')
    if (written !== undefined) refer(graph, id, 'gateway', written, ['apps', name, 'gateway'])
    else if (graph.has('gateway', usualGateway(root)))
      graph.refer(id, 'gateway', usualGateway(root), ['apps', name])
  }
  for (const [name, gateway] of entriesOf(root['gateways'])) {
    const id: ResourceId = `gateway/${name}`
    const path = ['gateways', name]
    for (const side of ['internet', 'vpc']) {
      const definition = within(gateway, side)
      referAll(graph, id, 'vswitch', within(definition, 'vswitches'), [...path, side, 'vswitches'])
      referAll(graph, id, 'certificate', within(definition, 'certificates'), [...path, side, 'certificates'])
    }
    for (const [vpc, link] of entriesOf(within(gateway, 'vpcs'))) {
      refer(graph, id, 'vpc', vpc, [...path, 'vpcs', vpc])
      refer(graph, id, 'vswitch', within(link, 'vswitch'), [...path, 'vpcs', vpc, 'vswitch'])
    }
    for (const [domain, definition] of entriesOf(within(gateway, 'domains'))) {
      const at = [...path, 'domains', domain, 'certificate']
      refer(graph, id, 'certificate', within(definition, 'certificate'), at)
    }
  }
  for (const [name, group] of entriesOf(root['serviceGroups']))
    referAll(graph, `serviceGroup/${name}`, 'app', within(group, 'services'), [
      'serviceGroups',
      name,
      'services',
    ])
}

/** `service` of a flow is a service of EAS, or a group of them. */
export function referFlowToService(name: string, flow: Value, graph: ResourceGraph, reports: Report[]): void {
  const service = within(flow, 'service')
  if (typeof service !== 'string' || !isName(service)) return
  const path = ['flows', name, 'service']
  const kind = (['app', 'serviceGroup'] as const).find((known) => graph.has(known, service))
  if (kind !== undefined) graph.refer(`flow/${name}`, kind, service, path)
  else
    reports.push({
      code: 'REFERENCE_UNDEFINED',
      message: `no inference service or service group is named ${quote(service)}`,
      hint: suggest(service, [...graph.namesOf('app'), ...graph.namesOf('serviceGroup')]),
      path,
    })
}

function referAll(
  graph: ResourceGraph,
  from: ResourceId,
  kind: ResourceKind,
  names: Value | undefined,
  path: Path,
): void {
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
