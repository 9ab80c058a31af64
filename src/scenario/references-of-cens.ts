/** What CENs refer to: VPCs and their vSwitches. */
import type { ResourceGraph } from '../cloud/resource-graph.ts'
import { isName } from './schema/words.ts'
import { entriesOf, type ValueMap, within } from './value.ts'

export function referCens(root: ValueMap, graph: ResourceGraph): void {
  for (const [name, cen] of entriesOf(root['cens'])) {
    const path = ['cens', name]
    for (const [vpc, attachment] of entriesOf(within(cen, 'attachments'))) {
      const at = [...path, 'attachments', vpc]
      if (isName(vpc)) graph.refer(`cen/${name}`, 'vpc', vpc, at)
      const vswitches = within(attachment, 'vswitches')
      for (const [index, vswitch] of Array.isArray(vswitches) ? vswitches.entries() : [])
        if (typeof vswitch === 'string' && isName(vswitch))
          graph.refer(`cen/${name}`, 'vswitch', vswitch, [...at, 'vswitches', index])
    }
  }
}
