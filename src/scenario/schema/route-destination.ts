/** Where a custom route leads: a block or an address of either family, or all blocks of a prefix list (facts/vpc R2.11, R2.18). */
import type { Prefix } from '../../net/cidr.ts'
import type { Prefix6 } from '../../net/cidr6.ts'
import { quote } from '../value.ts'
import { readRouteBlock } from './ipv6.ts'
import { type ReadLeaf, textLeaf } from './leaf.ts'
import { isName } from './words.ts'

/** A prefix list that a route names. */
export interface NamedList {
  readonly list: string
}

export const routeDestination = textLeaf<Prefix | Prefix6 | NamedList>(
  {
    kind: 'CIDR block, address or prefix list',
    code: 'CIDR_INVALID',
    expected: 'a CIDR block such as 10.0.0.0/8, an address, ::/0, or prefixList/NAME',
  },
  (text): ReadLeaf<Prefix | Prefix6 | NamedList> => {
    const [, list] = /^prefixList\/(.*)$/s.exec(text) ?? []
    if (list === undefined) return readRouteBlock(text)
    if (isName(list)) return { ok: true, value: { list } }
    return { ok: false, code: 'NAME_INVALID', message: `${quote(list)} is not a name` }
  },
)
