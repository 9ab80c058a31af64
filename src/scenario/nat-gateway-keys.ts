/** Keys that only one of the two types of NAT gateways has: EIPs the Internet one, NAT IPs the one between VPCs (facts/vpc R4.1, 4.6). */
import type * as z from 'zod'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type * as schema from './schema/network.ts'
import { missingKey } from './schema-reports.ts'

type ReadGateway = z.output<typeof schema.natGateway>

const OF_TYPE = { internet: ['eips'], vpc: ['natIps', 'natCidrs'] } as const
const OF_SNAT = { internet: 'eips', vpc: 'natIps' } as const
const OF_DNAT = { internet: 'eip', vpc: 'natIp' } as const

/** Reports keys of the other type, and what an Internet NAT gateway lacks. */
export function checkKeys(read: ReadGateway, path: Path, context: BuildContext): void {
  const { type } = read
  const other = type === 'vpc' ? 'internet' : 'vpc'
  const refuse = (key: string, at: Path) =>
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: `${key} belongs to a NAT gateway of type ${other}, and this one is of type ${type}`,
      hint:
        type === 'vpc'
          ? 'a VPC NAT gateway has NAT IPs: natIps, and natIp in a DNAT entry'
          : 'add type: vpc for a VPC NAT gateway, or use EIPs',
      path: [...at, key],
    })
  for (const key of OF_TYPE[other]) {
    const given = read[key]
    if (given !== undefined && given.length > 0) refuse(key, path)
  }
  if (type === 'vpc' && read.eipMode === 'nat') refuse('eipMode', path)
  if (type === 'internet' && read.eips === undefined) context.report(missingKey('eips', path))
  for (const [index, entry] of read.snat.entries())
    if (entry[OF_SNAT[other]] !== undefined) refuse(OF_SNAT[other], [...path, 'snat', index])
  for (const [index, entry] of read.dnat.entries()) {
    const at = [...path, 'dnat', index]
    if (entry[OF_DNAT[other]] !== undefined) refuse(OF_DNAT[other], at)
    else if (entry[OF_DNAT[type]] === undefined) context.report(missingKey(OF_DNAT[type], at))
  }
}
