/** What a file with a CEN relies on that the documents leave open. */
import type { Cen } from '../cloud/cen.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Vpc } from '../cloud/vpc.ts'
import { overlaps } from '../net/cidr.ts'
import type { Assumption } from './scenario.ts'
import { isMap, type ValueMap, valueAt } from './value.ts'

export function* assumptionsOfCens(topology: Topology, root: ValueMap): Generator<Assumption> {
  for (const cen of topology.cens.values()) {
    const name = `cens.${cen.name}`
    const unsaid = cen.attachments.filter(({ vpc }) => !saysAcceptance(root, cen.name, vpc))
    if (unsaid.length > 0)
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `${name}.attachments.{${unsaid.map(({ vpc }) => vpc).join(',')}}.acceptRoutes = true`,
        source: 'facts/vpc R7.7',
      }
    for (const { vpc, vswitches } of cen.attachments) {
      const { networkAcls = [], routeTables = [] } = topology.vpcs.get(vpc) ?? {}
      const attached = `${name}.attachments.${vpc}`
      if (networkAcls.some((acl) => acl.vswitches.some((one) => vswitches.includes(one))))
        yield {
          code: 'ASSUMED_ORDER',
          text: `${attached}: ACLs of its vSwitches see what comes out of the transit router as egress, and each must let it pass`,
          source: 'facts/vpc R7.13',
        }
      if (new Set(vswitches.map((vswitch) => tableOf(routeTables, vswitch))).size > 1)
        yield {
          code: 'ASSUMED_PRECEDENCE',
          text: `${attached}: what comes out of the transit router asks the route table of ${vswitches[0]}`,
          source: 'facts/vpc R2.4',
        }
    }
    if (hasRivals(topology, cen))
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `${name}: of vSwitches with overlapping blocks in different VPCs the attachment that stands first in the file is reached`,
        source: 'facts/vpc R7.11',
      }
  }
}

function saysAcceptance(root: ValueMap, cen: string, vpc: string): boolean {
  const written = valueAt(root, ['cens', cen, 'attachments', vpc])
  return isMap(written) && Object.hasOwn(written, 'acceptRoutes')
}

function tableOf(tables: Vpc['routeTables'], vswitch: string): string | undefined {
  return tables.find(({ vswitches }) => vswitches.includes(vswitch))?.name
}

/** Do two attached VPCs have vSwitches that overlap, and propagate them? */
function hasRivals(topology: Topology, cen: Cen): boolean {
  const attached = cen.attachments.filter(({ propagations }) => propagations.length > 0).map(({ vpc }) => vpc)
  const vswitches = [...topology.vswitches.values()].filter(({ vpc }) => attached.includes(vpc))
  return vswitches.some(({ vpc, cidr }) =>
    vswitches.some((other) => other.vpc !== vpc && overlaps(cidr, other.cidr)),
  )
}
