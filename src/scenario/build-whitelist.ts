/** The groups of a database's whitelist: facts/vpc R9.1, R9.2 and 9.2. */
import type * as z from 'zod'
import { DEFAULT_GROUP, NOBODY, type WhitelistGroup } from '../cloud/database.ts'
import type { Path } from '../cloud/violation.ts'
import { prefixOf } from '../net/cidr.ts'
import { ipv4 } from '../net/ipv4.ts'
import type { BuildContext } from './build-context.ts'
import type { database } from './schema/database.ts'

type Read = z.output<typeof database>

/** Those of the VPC first; in standard mode there is one list for everybody. */
export function whitelistGroups(
  { mode, whitelist, classicWhitelist }: Read,
  path: Path,
  context: BuildContext,
): WhitelistGroup[] {
  const groups = groupsOf(whitelist, [...path, 'whitelist'], context)
  if (mode === 'standard') {
    if (classicWhitelist !== undefined)
      context.report({
        code: 'KEYS_EXCLUSIVE', // facts/vpc 9.2
        message: 'only in enhanced mode has the classic network groups of its own',
        hint: 'write mode: enhanced, or put the groups into whitelist',
        path: [...path, 'classicWhitelist'],
        at: 'key',
      })
    return groups
  }
  const classic = groupsOf(classicWhitelist ?? {}, [...path, 'classicWhitelist'], context)
  return [
    ...groups.map((group): WhitelistGroup => ({ ...group, network: 'vpc' })),
    ...classic.map((group): WhitelistGroup => ({ ...group, network: 'classic' })),
  ]
}

function groupsOf(read: Read['whitelist'], path: Path, context: BuildContext): WhitelistGroup[] {
  const groups = Object.entries(read).map(([name, blocks]): WhitelistGroup => {
    const at = [...path, name]
    const entries = blocks.map(({ cidr, text }, index) => ({
      cidr,
      text,
      origin: context.origin([...at, index]),
    }))
    return { name, entries, origin: context.origin(at) }
  })
  if (Object.hasOwn(read, DEFAULT_GROUP)) return groups
  const origin = context.origin([...path, DEFAULT_GROUP])
  const nobody = { cidr: prefixOf(ipv4(127, 0, 0, 1), 32), text: NOBODY, origin }
  return [{ name: DEFAULT_GROUP, entries: [nobody], origin }, ...groups]
}
