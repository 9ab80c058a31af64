/** Whose packets an SNAT entry translates: exactly one of a vSwitch, a block and the whole VPC (facts/vpc R4.10). */
import type * as z from 'zod'
import type { SnatEntry } from '../cloud/nat-gateway.ts'
import type { Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { BuildContext } from './build-context.ts'
import type { Resources } from './read-sections.ts'
import type * as schema from './schema/network.ts'

/** Undefined where the entry names none or several, which is reported, or what does not exist. */
export function sourceOf(
  entry: z.output<typeof schema.snatEntry>,
  vpc: string,
  { vpcs }: Pick<Resources, 'vpcs'>,
  vswitches: ReadonlyMap<string, VSwitch>,
  path: Path,
  context: BuildContext,
): Pick<SnatEntry, 'scope' | 'source'> | undefined {
  const given = (['vswitch', 'cidr', 'vpc'] as const).filter((scope) => entry[scope] !== undefined)
  const scope = given[0]
  if (given.length !== 1 || scope === undefined) {
    context.report({
      code: 'KEYS_EXCLUSIVE', // facts/vpc R4.10
      message: 'an SNAT entry has exactly one of vswitch, cidr and vpc',
      hint: 'for example { vpc: true } or { vswitch: NAME }',
      path,
    })
    return undefined
  }
  const source =
    entry.cidr ?? (entry.vswitch === undefined ? vpcs.get(vpc)?.cidr : vswitches.get(entry.vswitch)?.cidr)
  return source === undefined ? undefined : { scope, source }
}
