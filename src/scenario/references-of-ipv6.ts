/** The servers that an IPv6 gateway names, gathered from the raw file like all other references. */
import type { ResourceGraph, ResourceId } from '../cloud/resource-graph.ts'
import { isName } from './schema/words.ts'
import { isMap, type Value, type ValueMap } from './value.ts'

export function referIpv6(root: ValueMap, graph: ResourceGraph): void {
  for (const [vpc, definition] of Object.entries(mapIn(root, 'vpcs'))) {
    const gateway = mapIn(definition, 'ipv6Gateway')
    const path = ['vpcs', vpc, 'ipv6Gateway']
    const id: ResourceId = `ipv6Gateway/${vpc}`
    for (const server of Object.keys(mapIn(gateway, 'internetBandwidth')))
      if (isName(server)) graph.refer(id, 'server', server, [...path, 'internetBandwidth', server])
    const rules = gateway['egressOnly']
    for (const [index, server] of (Array.isArray(rules) ? rules : []).entries())
      if (typeof server === 'string' && isName(server))
        graph.refer(id, 'server', server, [...path, 'egressOnly', index])
  }
}

function mapIn(value: Value | undefined, key: string): ValueMap {
  const found = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return isMap(found) ? found : {}
}
