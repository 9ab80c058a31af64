/** How the connections of a flow live: facts/vpc section 4.3 and R5.14. */
import * as z from 'zod'
import { SECOND_US } from '../../cloud/duration-range.ts'
import { parseDuration } from '../duration.ts'
import { quote } from '../value.ts'
import { asLeaf, key, type ReadLeaf, textLeaf } from './leaf.ts'
import { duration, positiveDuration } from './words.ts'

/** One instance has no more source ports towards one destination. */
const MOST_PER_INSTANCE = 64_512

const pause = textLeaf(
  {
    kind: 'duration',
    pattern: '^([0-9]+(\\.[0-9]+)?(h|ms|us|m|s))+$',
    code: 'DURATION_INVALID',
    expected: 'a duration of at least 1s, with its unit',
  },
  (text): ReadLeaf<number> => {
    const read = parseDuration(text)
    if (!read.ok || read.value >= SECOND_US) return read
    return { ok: false, message: `${quote(text)} is shorter than 1s`, code: 'VALUE_OUT_OF_RANGE' }
  },
)

export const connections = z
  .strictObject({
    perInstance: key(
      asLeaf(z.int().min(1).max(MOST_PER_INSTANCE), {
        kind: 'count',
        code: 'SCENARIO_SCHEMA',
        expected: `a whole number from 1 to ${MOST_PER_INSTANCE}`,
      }),
      'How many each instance opens at a time.',
    ),
    open: key(
      duration.prefault('0s'),
      'Not before this instant; from then on as soon as the instance gets through.',
    ),
    every: key(pause.optional(), 'So many more after each such pause; absent: they are opened once.'),
    packetEvery: key(
      pause.prefault('30s'),
      'How often a packet passes on each. NAT forgets a session without one: TCP after 900s, UDP after 60s.',
      'facts/vpc 4.3',
    ),
    closeAfter: key(positiveDuration.optional(), 'When each is closed; absent: it stays open.'),
  })
  .meta({
    title: 'Connections',
    description:
      'The connections of a flow are opened, kept alive and counted: which survive a change, and whether SNAT has ports for them.',
  })
