/** The reasons that judging itself gives. */
import { type Reason, reasonsOf } from '../cloud/reason.ts'
import { ALERT_REASONS } from './alert-reasons.ts'

const table = {
  EXPECTATION_NEVER_EXERCISED: {
    severity: 'error',
    sentence: 'What the expectation speaks of never occurred in the run, so the run proves nothing about it.',
    fix: 'Check the names and the window of the expectation, or let the timeline bring it into play.',
    source: 'facts/codes section 2',
  },
  SOURCE_OUTSIDE_SET: {
    severity: 'error',
    sentence: 'The far side saw a source address that is not among the expected ones.',
    fix: 'Add {source} to the expected addresses and to the whitelists that name them, or send {flow} through one fixed address.',
    source: 'facts/vpc R9.3',
  },
  CAPACITY_DIP: {
    severity: 'error',
    sentence: 'Fewer instances were up than are required.',
    fix: 'Raise minReady of {app}, or give it more instances.',
    source: 'facts/deployment A.2',
  },
  EXCEEDED_DEADLINE: {
    severity: 'error',
    sentence: 'The change order was not done within the time it was given.',
    fix: 'Give it more time than {within}, or make it faster: larger batches, shorter waits, more free EIPs.',
    source: 'facts/codes section 1',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>

export const CHECKING_REASONS: readonly Reason[] = [...reasonsOf(table), ...ALERT_REASONS]
