/** What network ACLs and route tables share: a vSwitch has at most one of either, of its own VPC (facts/vpc R2.2, R6.1). */
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'

interface Attached {
  readonly name: string
  readonly vswitches: readonly string[]
}

/** `path` is the map of `all`, whose entries are called `kind`. */
export function* checkAttachments(
  vpc: Vpc,
  all: readonly Attached[],
  kind: string,
  path: Path,
  topology: Topology,
): Generator<Violation> {
  const holders = new Map<string, string>()
  for (const { name, vswitches } of all)
    for (const [index, vswitch] of vswitches.entries()) {
      const at = [...path, name, 'vswitches', index]
      const owner = topology.vswitches.get(vswitch)?.vpc
      if (owner !== undefined && owner !== vpc.name)
        yield {
          code: 'VPC_MISMATCH',
          message: `vSwitch ${vswitch} is in VPC ${owner}, the ${kind} in ${vpc.name}`,
          path: at,
        }
      const holder = holders.get(vswitch)
      if (holder !== undefined)
        yield {
          code: 'VSWITCH_ATTACHED_TWICE',
          message: `vSwitch ${vswitch} already has ${kind} ${holder}`,
          hint: `a vSwitch has one ${kind} at a time`,
          path: at,
        }
      else holders.set(vswitch, name)
    }
}
