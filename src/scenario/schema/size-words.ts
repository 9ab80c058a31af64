/** Leaves for amounts of data and of computing. */
import * as z from 'zod'
import { parseSize } from '../size.ts'
import type { Value } from '../value.ts'
import { asLeaf, textLeaf } from './leaf.ts'

export const size = textLeaf<number>(
  {
    kind: 'size',
    pattern: '^[0-9]{1,12}(\\.[0-9]{1,6})? ?(B|KB|MB|GB|KiB|MiB|GiB)$',
    code: 'SIZE_INVALID',
    expected: 'a size with its unit, such as 20KB',
    hint: (value: Value | undefined) =>
      typeof value === 'number' ? `add a unit: ${value}KB` : 'write a size such as 500B, 20KB or 2GiB',
  },
  parseSize,
)

const MOST_CORES = 64

export const cores = asLeaf(z.number().gt(0).max(MOST_CORES), {
  kind: 'cores',
  code: 'SCENARIO_SCHEMA',
  expected: `a number of cores above 0 and at most ${MOST_CORES}`,
})
