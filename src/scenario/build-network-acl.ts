/** Network ACLs as they were read: facts/vpc section 6. */
import type * as z from 'zod'
import type { AclEntry, NetworkAcl } from '../cloud/network-acl.ts'
import type { Origin } from '../cloud/origin.ts'
import type { Path } from '../cloud/violation.ts'
import { prefixOf } from '../net/cidr.ts'
import { ANY_PORT } from '../net/port-range.ts'
import { ALL_PROTOCOLS } from '../net/protocol.ts'
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
    ingress: buildList(ingress, [...path, name], 'ingress', context),
    egress: buildList(egress, [...path, name], 'egress', context),
    origin: context.origin([...path, name]),
  }))
}

/** A list that is not written is what a new ACL has (facts/vpc R6.8). */
function buildList(
  entries: Parameters<typeof buildEntries>[0] | undefined,
  path: Path,
  direction: 'ingress' | 'egress',
  context: BuildContext,
): AclEntry[] {
  if (entries !== undefined) return buildEntries(entries, [...path, direction], context)
  return context.assumptions.newAcl === 'open' ? [everything(context.origin(path))] : []
}

function everything(origin: Origin): AclEntry {
  return { policy: 'accept', protocol: ALL_PROTOCOLS, ports: ANY_PORT, peer: prefixOf(0, 0), origin }
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
