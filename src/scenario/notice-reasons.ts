/** Codes of the notices: things worth telling about a file that is in order. */
import { OPEN_POINTS } from '../cloud/assumptions.ts'
import type { Reason } from '../cloud/reason.ts'
import { listing } from './suggestion.ts'

const notice = (code: string, sentence: string, fix: string, source: string): Reason => ({
  code,
  severity: 'warning',
  sentence,
  fix,
  source,
})

/** What a file relied on without saying it: each kind names the keys that decide such points. */
const ASSUMED: readonly Reason[] = (
  [
    ['ASSUMED_TIMING', 'How long something takes is not documented, and the file relies on our default.'],
    ['ASSUMED_ORDER', 'In which order something is done, or who of several is chosen, is not documented.'],
    ['ASSUMED_PRECEDENCE', 'Which of two rules of the cloud wins is not documented.'],
    [
      'DOCS_DISAGREE',
      'Two documents contradict each other, and the file relies on the reading that we chose.',
    ],
  ] as const
).map(([code, sentence]) => {
  const keys = [...OPEN_POINTS].filter(([, point]) => point.code === code).map(([key]) => `assume.${key}`)
  const written = keys.length === 0 ? '' : `, or decide it by ${listing(keys)}`
  return {
    code,
    severity: 'info',
    sentence,
    fix: `Write the value that the message names${written}.`,
    source: 'docs/assumptions.md',
  }
})

export const NOTICE_REASONS: readonly Reason[] = [
  ...ASSUMED,
  notice(
    'EIP_HEADROOM_MISSING',
    'The pool has no address more than its applications have instances, so none of them can be replaced.',
    'Add an address to the pool, or give the applications fewer instances.',
    'facts/vpc R3.15',
  ),
  notice(
    'SAE_RULES_NOT_SYNCED',
    'A gateway route is changed while its listener has an access list, which keeps SAE from writing rules there.',
    'Take `access` away from the listener, and guard the application by its security group.',
    'facts/load-balancing 3.2',
  ),
  notice(
    'HOST_BITS_MASKED',
    'A block of a whitelist has host bits; the product takes it for the whole block.',
    'Write the block that is meant.',
    'facts/vpc R9.6',
  ),
  notice(
    'WHITELIST_ALLOWS_ALL',
    'A whitelist lets everybody in.',
    'Name the addresses that may call.',
    'facts/vpc R9.2',
  ),
  notice(
    'READY_BEFORE_REACHABLE',
    'Without a readiness probe an instance counts as ready before it answers.',
    'Describe a readiness probe.',
    'facts/deployment A.8',
  ),
  notice(
    'LIVENESS_BEFORE_START',
    'The liveness probe may fail while the application still starts, and restart it for ever.',
    'Raise its initialDelay above the start time, or add a startup probe.',
    'facts/deployment A.8',
  ),
  notice(
    'CONFIRM_NEVER_WAITS',
    'A confirm entry stands where no release waits for one.',
    'Set release: manual and more than one batch, or drop the entry.',
    'facts/deployment A.1',
  ),
  notice(
    'UNUSED_OBJECT',
    'Nothing in the file uses this object.',
    'Drop it, or use it.',
    'docs/scenario-file.md',
  ),
]
