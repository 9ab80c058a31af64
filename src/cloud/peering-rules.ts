/** What the cloud asks of VPC peerings: facts/vpc R7.1 and R7.3. */
import { formatCidr, overlaps } from '../net/cidr.ts'
import type { Peering } from './peering.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'

export function* checkPeerings(topology: Topology): Generator<Violation> {
  const known = new Map<string, Peering>()
  for (const peering of topology.peerings.values()) {
    const path: Path = ['peerings', peering.name, 'vpcs']
    const [a, b] = peering.vpcs
    if (a === b) {
      yield {
        code: 'REFERENCE_DUPLICATE',
        message: `VPC ${a} is named twice, but a peering connects two VPCs`,
        path: [...path, 1],
      }
      continue
    }
    const pair = [a, b].sort().join(' ')
    const earlier = known.get(pair)
    if (earlier === undefined) known.set(pair, peering)
    else
      yield {
        // facts/vpc R7.1
        code: 'PEERING_DUPLICATE',
        message: `peering ${earlier.name} already connects VPC ${a} with VPC ${b}`,
        path,
      }
    const [first, second] = [topology.vpcs.get(a), topology.vpcs.get(b)]
    if (first !== undefined && second !== undefined) yield* checkOverlap(first, second, path)
  }
}

function* checkOverlap(first: Vpc, second: Vpc, path: Path): Generator<Violation> {
  for (const block of [first.cidr, ...first.secondaryCidrs]) {
    const other = [second.cidr, ...second.secondaryCidrs].find((one) => overlaps(block, one))
    if (other === undefined) continue
    yield {
      // facts/vpc R7.3
      code: 'CIDR_OVERLAP',
      message: `${formatCidr(block)} of VPC ${first.name} overlaps ${formatCidr(other)} of VPC ${second.name}`,
      hint: 'peered VPCs need CIDRs that do not overlap: local routes win on both sides',
      path,
    }
    return
  }
}
