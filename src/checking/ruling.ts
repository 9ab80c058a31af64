/** A finding without its expectation: what a judge of one kind of claim returns. */
import { fillTemplate, type Reason } from '../cloud/reason.ts'
import type { Plan } from '../simulation/plan.ts'
import type { Span } from '../trace/summary.ts'
import type { Finding } from './finding.ts'

export type Ruling = Omit<Finding, 'expectation'>

export interface Context {
  /** The table of reasons of the data path and of deployments. */
  readonly reasonOf: (code: string) => Reason | undefined
  /** What was run; claims on routing ask its configurations. */
  readonly plan?: Plan
}

export type Details = Readonly<Record<string, string>>

export function held(message: string, witness?: Span): Ruling {
  return { status: 'held', message, ...placeOf(witness) }
}

export function failed(message: string, witness?: Span, ground: Ground = {}): Ruling {
  return { status: 'failed', message, ...placeOf(witness), ...ground }
}

/** Neither held nor broken when the run ended. */
export function undecided(message: string, witness?: Span): Ruling {
  return { ...failed(message, witness), undetermined: true }
}

export function notExercised(message: string, context: Context, details: Details = {}): Ruling {
  return { status: 'notExercised', message, ...groundOf('EXPECTATION_NEVER_EXERCISED', details, context) }
}

/** Why: the code, what to change, and what decided. */
export type Ground = Pick<Ruling, 'code' | 'fix' | 'decidedBy'>

export function groundOf(code: string | undefined, details: Details, { reasonOf }: Context): Ground {
  const decidedBy = decidedByOf(details)
  const reason = code === undefined ? undefined : reasonOf(code)
  return {
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { fix: fillTemplate(reason.fix, details) }),
    ...(decidedBy === undefined ? {} : { decidedBy }),
  }
}

/** The rule's own sentence, `code` where it has none, nothing where there is no code. */
export function explain(code: string | undefined, details: Details, { reasonOf }: Context): string {
  if (code === undefined) return ''
  const reason = reasonOf(code)
  return reason === undefined ? code : `${code}. ${fillTemplate(reason.sentence, details)}`
}

/** A place in the file is worth telling when the rule and its line are known. */
function decidedByOf(details: Details): Ground['decidedBy'] {
  const rule = details['rule'] ?? details['path']
  const line = Number(details['line'])
  if (rule === undefined || !(line >= 1)) return undefined
  const component = details['component'] ?? rule.split('.').slice(0, 2).join('.')
  return { component, rule, line, column: Number(details['column'] ?? 1) }
}

function placeOf(span: Span | undefined): Pick<Ruling, 'fromUs' | 'untilUs' | 'since'> {
  return span === undefined ? {} : { fromUs: span.fromUs, untilUs: span.untilUs, since: span.since }
}
