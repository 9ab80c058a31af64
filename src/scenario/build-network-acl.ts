/** Network ACLs as they were read: facts/vpc section 6. */
import type * as z from 'zod'
import type { AclEntry, NetworkAcl } from '../cloud/network-acl.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type * as schema from './schema/network.ts'

type Read<Schema extends z.ZodType> = z.output<Schema>

/** The ACLs of a VPC; entries that say too little are left out and reported. */
export function buildNetworkAcls(
  read: Readonly<Record<string, Read<typeof schema.networkAcl>>>,
  path: Path,
  context: BuildContext,
): NetworkAcl[] {
  return Object.entries(read).map(([name, { vswitches, ingress, egress }]) => ({
    name,
    vswitches,
    ingress: buildEntries(ingress, [...path, name, 'ingress'], context),
    egress: buildEntries(egress, [...path, name, 'egress'], context),
    origin: context.origin([...path, name]),
  }))
}

function buildEntries(
  entries: readonly (Read<typeof schema.aclIngress> | Read<typeof schema.aclEgress>)[],
  path: Path,
  context: BuildContext,
): AclEntry[] {
  return entries.flatMap((entry, index): AclEntry[] => {
    const at = [...path, index]
    const head = entry.accept ?? entry.drop
    if (head === undefined || (entry.accept !== undefined && entry.drop !== undefined)) {
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: 'an entry has exactly one of accept and drop',
        hint: 'for example { accept: tcp 443, from: 0.0.0.0/0 }',
        path: at,
      })
      return []
    }
    return [
      {
        policy: entry.accept === undefined ? 'drop' : 'accept',
        protocol: head.protocol,
        ports: head.ports,
        peer: 'from' in entry ? entry.from : entry.to,
        origin: context.origin(at),
      },
    ]
  })
}
