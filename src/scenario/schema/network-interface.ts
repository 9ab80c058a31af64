/** How an ENI of a server is named in the file, and how EIPs are bound to ENIs: facts/vpc sections 3.1 and 3.2. */
import * as z from 'zod'
import type { NextHop } from '../../cloud/route-table.ts'
import { quote } from '../value.ts'
import { asLeaf, textLeaf } from './leaf.ts'

const NAME = '[A-Za-z0-9][A-Za-z0-9_-]{0,62}'

/** `fw` for the primary ENI of a server, `fw/eth1` for a secondary one. */
export const interfaceName = asLeaf(z.string().regex(new RegExp(`^${NAME}(/${NAME})?$`)), {
  kind: 'ENI',
  pattern: `^${NAME}(/${NAME})?$`,
  code: 'NAME_INVALID',
  expected: 'the name of a server, or NAME/ENI',
})

export const eipMode = asLeaf(z.enum(['nat', 'cutThrough']), {
  kind: 'nat or cutThrough',
  code: 'SCENARIO_SCHEMA',
  expected: 'nat or cutThrough',
  later: ['multi'],
})

/** Where the gateway route table leads: to an ENI or a HaVip alone (facts/vpc R2.3). */
export const eniHop = textLeaf<NextHop>(
  {
    kind: 'next hop',
    pattern: `^(server/${NAME}(/${NAME})?|haVip/${NAME})$`,
    code: 'InvalidNextHopType',
    expected: 'server/NAME, server/NAME/ENI or haVip/NAME',
  },
  (text) => {
    const [, kind, name] = new RegExp(`^(server|haVip)/(${NAME}(?:/${NAME})?)$`).exec(text) ?? []
    if (kind === 'server') return { ok: true, value: { kind, name: name! } }
    if (kind === 'haVip' && !name!.includes('/')) return { ok: true, value: { kind, name: name! } }
    return {
      ok: false,
      message: `${quote(text)} is no ENI, and the gateway route table leads to ENIs alone`,
      hint: 'write server/NAME, server/NAME/ENI or haVip/NAME',
    }
  },
)
