/** What names router interfaces, and the VPCs that they name. */
import type { ResourceGraph } from '../cloud/resource-graph.ts'
import { isName } from './schema/words.ts'
import { entriesOf, itemsOf, type Value, type ValueMap, within } from './value.ts'

export function referRouterInterfaces(root: ValueMap, graph: ResourceGraph): void {
  for (const [name, pair] of entriesOf(root['routerInterfaces']))
    for (const [index, vpc] of itemsOf(within(pair, 'vpcs')))
      if (typeof vpc === 'string' && isName(vpc))
        graph.refer(`routerInterface/${name}`, 'vpc', vpc, ['routerInterfaces', name, 'vpcs', index])
  for (const [vpc, definition] of entriesOf(root['vpcs']))
    for (const [table, part] of entriesOf(within(definition, 'routeTables')))
      for (const [index, route] of itemsOf(within(part, 'routes'))) {
        const path = ['vpcs', vpc, 'routeTables', table, 'routes', index, 'via']
        const via = within(route, 'via')
        const refer = (text: Value | undefined, at: readonly (string | number)[]) => {
          const [, name] = typeof text === 'string' ? (/^routerInterface\/(.*)$/s.exec(text) ?? []) : []
          if (name !== undefined && isName(name))
            graph.refer(`routeTable/${vpc}.${table}`, 'routerInterface', name, at)
        }
        refer(via, path)
        for (const [at, item] of itemsOf(via)) {
          refer(item, [...path, at])
          for (const [text] of entriesOf(item)) refer(text, [...path, at])
        }
      }
}
