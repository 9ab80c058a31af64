/** A prefix list as it is written: its blocks alone, or with the maximum that it was made with (facts/vpc 5.2, R2.18). */
import * as z from 'zod'
import type { PrefixList } from '../../cloud/prefix-list.ts'
import { asLeaf, key } from './leaf.ts'
import { cidr, positiveCount } from './words.ts'

const withMaximum = z
  .strictObject({
    maxEntries: key(
      positiveCount,
      'Its maximum size: rules and routes that name it count as so many.',
      'facts/vpc 5.2, R2.18',
    ),
    entries: key(z.array(cidr).prefault([]), 'The blocks that it has.'),
  })
  .meta({
    title: 'Prefix list',
    description:
      'Blocks that security rules and routes name together. Written as a list of blocks it has room for no others.',
  })

export const prefixList = asLeaf(z.union([z.array(cidr).min(1), withMaximum]), {
  kind: 'list of CIDR blocks, or a prefix list with its maximum',
  code: 'SCENARIO_SCHEMA',
  expected: 'a list of CIDR blocks, or { maxEntries: 20, entries: [ 10.0.0.0/8 ] }',
}).transform((read): PrefixList => (Array.isArray(read) ? { entries: read, maxEntries: read.length } : read))
