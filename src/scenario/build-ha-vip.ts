/** HaVips as they were read: facts/vpc 2.2 and 3.1. */
import type * as z from 'zod'
import type { WrittenEip } from '../cloud/eip-rules.ts'
import type { HaVip } from '../cloud/ha-vip.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { BuildContext } from './build-context.ts'
import type { AddressOf } from './build-server.ts'
import type * as schema from './schema/ha-vip.ts'

/** Those whose vSwitch exists. Without `active` the first member is. */
export function buildHaVips(
  read: ReadonlyMap<string, z.output<typeof schema.haVip>>,
  vswitches: ReadonlyMap<string, VSwitch>,
  addressOf: AddressOf,
  context: BuildContext,
  eips: WrittenEip[],
): Map<string, HaVip> {
  const haVips = new Map<string, HaVip>()
  for (const [name, one] of read) {
    const path = ['haVips', name]
    const { vswitch, members, active = members[0]!, eip } = one
    const address = addressOf(one, path)
    const vpc = vswitches.get(vswitch)?.vpc
    if (eip !== undefined) eips.push({ address: eip, holder: `haVips.${name}`, path: [...path, 'eip'] })
    if (address === undefined || vpc === undefined) continue
    const bound = eip === undefined ? {} : { eip }
    haVips.set(name, { name, vpc, vswitch, address, members, active, ...bound, origin: context.origin(path) })
  }
  return haVips
}
