/**
 * One figure of two plans, side by side. What can be measured is one table: whose figure it is, in which unit, and whether
 * more of it or less of it is better. A new measure is a row of it and a line where its figures come from.
 */

export type Unit =
  /** 0 to 1. */
  | 'share'
  /** Microseconds; `Infinity`: not by the end of the run. */
  | 'us'
  | 'count'
  /** Of the currency that is the owner's name. */
  | 'money'
  /** A verdict; `GRADES` of its kind says which is better. */
  | 'word'

export type Subject = 'plan' | 'flow' | 'change' | 'app' | 'pool' | 'expectation'

interface Row {
  readonly of: Subject
  readonly unit: Unit
  readonly better: 'more' | 'less'
  /** For people. */
  readonly words: string
}

/** In the order in which they are told. */
export const MEASURES = {
  /** Share of the time in which somebody asked and the flow got through. */
  availability: { of: 'flow', unit: 'share', better: 'more', words: 'availability' },
  blockedTime: { of: 'flow', unit: 'us', better: 'less', words: 'time blocked' },
  longestInterruption: { of: 'flow', unit: 'us', better: 'less', words: 'longest interruption' },
  /** Somebody answers, but fewer than are declared. */
  degradedTime: { of: 'flow', unit: 'us', better: 'less', words: 'time degraded' },
  successRate: { of: 'flow', unit: 'share', better: 'more', words: 'requests that succeed' },
  lostConnections: { of: 'flow', unit: 'count', better: 'less', words: 'connections lost' },
  refusedConnections: { of: 'flow', unit: 'count', better: 'less', words: 'connections refused' },
  /** How many different addresses the far side sees: so many have to be on its whitelist. */
  sourceAddresses: { of: 'flow', unit: 'count', better: 'less', words: 'source addresses' },
  changeVerdict: { of: 'change', unit: 'word', better: 'more', words: 'verdict' },
  /** Until it has succeeded. */
  changeDuration: { of: 'change', unit: 'us', better: 'less', words: 'time until done' },
  /** While changes of the application run. */
  leastReady: { of: 'app', unit: 'count', better: 'more', words: 'fewest ready in changes' },
  leastServing: { of: 'app', unit: 'count', better: 'more', words: 'fewest serving in changes' },
  peakEips: { of: 'pool', unit: 'count', better: 'less', words: 'most EIPs in use' },
  /** Of the end state with the declared traffic (pricing/cost-sheet.ts). */
  monthlyCost: { of: 'plan', unit: 'money', better: 'less', words: 'cost a month' },
  expectation: { of: 'expectation', unit: 'word', better: 'more', words: '' },
} as const satisfies Record<string, Row>

export type Measure = keyof typeof MEASURES

export const MEASURE_NAMES = Object.keys(MEASURES) as Measure[]

/** Of B, seen from A. `different`: neither is better, or one of the two has no figure. */
export type Standing = 'better' | 'worse' | 'equal' | 'different'

export type Figure = number | string

/** Whose figure it is. */
export interface Owner {
  /** Of a flow, an application, a pool; of a plan its currency; of a change that of its application; of an expectation its text. */
  readonly name: string
  /** `CoDeploy`, of a change. */
  readonly type?: string
  /** Of several changes or expectations that are named alike, from 1. */
  readonly nth?: number
}

export interface Measurement extends Owner {
  readonly measure: Measure
  /** Absent: there is none, as the availability of a flow that nobody asked. */
  readonly a?: Figure
  readonly b?: Figure
  readonly standing: Standing
  /** From when the difference can be seen; absent where they are equal, or where no instant is to blame. */
  readonly sinceUs?: number
}

/** Numbers are compared exactly. `sinceUs` is asked only if they differ. */
export function measured(
  measure: Exclude<Measure, 'changeVerdict' | 'expectation'>,
  owner: Owner,
  [a, b]: readonly [a: number | undefined, b: number | undefined],
  sinceUs: () => number | undefined,
): Measurement[] {
  if (a === undefined && b === undefined) return []
  const isMore = MEASURES[measure].better === 'more'
  const standing =
    a === undefined || b === undefined ? 'different' : standingOf(isMore ? b - a : a - b, a === b)
  return [put(measure, owner, [a, b], standing, sinceUs)]
}

/** Words are compared by their grades, of which more is better. */
export function graded<Word extends string>(
  measure: 'changeVerdict' | 'expectation',
  owner: Owner,
  [a, b]: readonly [a: Word, b: Word],
  gradeOf: (word: Word) => number,
  sinceUs: () => number | undefined,
): Measurement {
  return put(measure, owner, [a, b], standingOf(gradeOf(b) - gradeOf(a), a === b), sinceUs)
}

/** `gain`: by how much B is better. */
function standingOf(gain: number, areEqual: boolean): Standing {
  if (areEqual) return 'equal'
  return gain > 0 ? 'better' : gain < 0 ? 'worse' : 'different'
}

function put(
  measure: Measure,
  owner: Owner,
  [a, b]: readonly [a: Figure | undefined, b: Figure | undefined],
  standing: Standing,
  sinceUs: () => number | undefined,
): Measurement {
  const since = standing === 'equal' ? undefined : sinceUs()
  return {
    ...owner,
    measure,
    ...(a !== undefined && { a }),
    ...(b !== undefined && { b }),
    standing,
    ...(since !== undefined && { sinceUs: since }),
  }
}
