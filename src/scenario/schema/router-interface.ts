/** Router interfaces in the file (facts/vpc 2.2). */
import * as z from 'zod'
import { key } from './leaf.ts'
import { name } from './words.ts'

export const routerInterface = z
  .strictObject({
    vpcs: key(
      z.array(name).length(2),
      'The two VPCs. Each needs a route `via: routerInterface/NAME` to the other, or via a list of 2 to 4 with weights.',
      'facts/vpc 2.2, R2.17',
    ),
  })
  .meta({
    title: 'Router interfaces',
    description:
      'A pair of router interfaces of Express Connect, as they connected VPCs before peerings and CEN.',
  })
