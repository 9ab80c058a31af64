/** Expectations over time against a reading second by second (test/golden/naive-temporal.ts). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowClaimState, Milestone, Mode, Timing } from '../../src/checking/expectation.ts'
import type { Finding } from '../../src/checking/finding.ts'
import { judge } from '../../src/checking/judge.ts'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { FlowState } from '../../src/trace/event.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { type NaiveClaim, type NaiveVerdict, naiveVerdict, type Said } from '../golden/naive-temporal.ts'
import { aHistory, aSetting } from '../trace/a-trace.ts'

type Letter = 'r' | 'd' | 'b' | 'c' | 'i'

/** What a flow is in a second: reachable, degraded, blocked for one reason or the other, idle. */
const LETTERS: Record<Letter, readonly [FlowState['status'], code?: string]> = {
  r: ['REACHABLE'],
  d: ['DEGRADED'],
  b: ['BLOCKED', 'NO_ROUTE'],
  c: ['BLOCKED', 'SG_DENY'],
  i: ['IDLE'],
}

const isReachable = (letter: Letter) => letter === 'r' || letter === 'd'
const STATES: readonly (readonly [
  FlowClaimState,
  code: string | undefined,
  isSo: (letter: Letter) => boolean,
])[] = [
  ['reachable', undefined, isReachable],
  ['degraded', undefined, (letter) => letter === 'd'],
  ['blocked', undefined, (letter) => letter === 'b' || letter === 'c'],
  ['blocked', 'SG_DENY', (letter) => letter === 'c'],
  ['idle', undefined, (letter) => letter === 'i'],
]

interface Case {
  readonly partner: readonly Letter[]
  readonly other: readonly Letter[]
  readonly warned: readonly number[]
  readonly entries: readonly number[]
  readonly mode: Mode
  readonly state: number
  readonly from: number
  readonly until: number | undefined
  readonly within: number | undefined
  readonly stable: number | undefined
  readonly after: Event
  readonly ending: Event
}

type Event = 'none' | 'entry' | 'code' | 'state'

/** Stretches of some seconds, so that something lasts, in runs so short that edges often meet. */
const aCourse = (length: number): fc.Arbitrary<Letter[]> =>
  fc
    .array(
      fc.tuple(fc.constantFrom<Letter>('r', 'r', 'd', 'b', 'b', 'c', 'i'), fc.integer({ min: 1, max: 9 })),
      {
        minLength: length,
        maxLength: length,
      },
    )
    .map((parts) => parts.flatMap(([letter, count]) => Array<Letter>(count).fill(letter)).slice(0, length))

const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
const anEvent = fc.constantFrom<Event>('none', 'none', 'entry', 'code', 'state')

const aCase: fc.Arbitrary<Case> = fc
  .oneof(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 5, max: 40 }))
  .chain((length) => {
    const second = fc.integer({ min: 0, max: length - 1 })
    const seconds = fc.uniqueArray(second, { maxLength: 4 }).map((list) => list.sort((a, b) => a - b))
    return fc.record({
      partner: aCourse(length),
      other: aCourse(length),
      warned: seconds,
      entries: seconds,
      mode: fc.constantFrom<Mode>('always', 'never', 'sometimes', 'eventually', 'once'),
      state: fc.integer({ min: 0, max: STATES.length - 1 }),
      from: fc.oneof(fc.constant(0), second),
      until: perhaps(fc.oneof(fc.constant(length), fc.integer({ min: 1, max: length }))),
      within: perhaps(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: length + 3 }))),
      stable: perhaps(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }))),
      after: anEvent,
      ending: anEvent,
    })
  })

function find(one: Case): Finding {
  const history = aHistory()
  for (let second = 0; second < one.partner.length; second++) {
    history.at(second)
    for (const flow of ['partner', 'other'] as const) {
      const letter = one[flow][second]!
      if (one[flow][second - 1] === letter) continue
      const [status, code] = LETTERS[letter]
      history.flow(flow, status, code === undefined ? {} : { code, details: {} })
    }
    if (one.warned.includes(second)) history.warning('shop', 'CREATE_NO_EIP')
    if (one.entries.includes(second))
      history.happens({ kind: 'action', entry: one.entries.indexOf(second), text: 'deploy shop v2' })
  }
  const milestoneOf = (event: Event): Milestone | undefined => {
    if (event === 'none') return undefined
    if (event === 'code') return { kind: 'code', code: 'CREATE_NO_EIP' }
    if (event === 'entry')
      return { kind: 'entry', entries: one.entries.map((_, at) => at), text: 'deploy shop v2' }
    return { kind: 'state', condition: { kind: 'flow', flow: 'other', state: 'blocked' } }
  }
  const [state, code] = STATES[one.state]!
  const after = milestoneOf(one.after)
  const until = one.until === undefined ? milestoneOf(one.ending) : undefined
  const timing: Timing = {
    ...(after !== undefined && { after }),
    ...(until !== undefined && { until }),
    ...(one.within !== undefined && { withinUs: one.within * SECOND_US }),
    ...(stableOf(one) !== undefined && { stableUs: stableOf(one)! * SECOND_US }),
  }
  const untilUs = one.until === undefined ? Number.POSITIVE_INFINITY : one.until * SECOND_US
  const [finding] = judge(
    summarize(history.ends(one.partner.length), aSetting({ flows: ['partner', 'other'] })),
    [
      {
        ...{ kind: 'flow', flow: 'partner', mode: one.mode, state, text: '', origin: unwritten('expect[0]') },
        ...(code !== undefined && { code }),
        window: { fromUs: one.from * SECOND_US, untilUs },
        timing,
      },
    ],
    { reasonOf: () => undefined },
  )
  return finding!
}

/** `always` and `never` take no `stable`, `once` has to have it. */
function stableOf({ mode, stable }: Case): number | undefined {
  if (mode === 'once') return stable ?? 3
  return mode === 'always' || mode === 'never' ? undefined : stable
}

function golden(one: Case): NaiveVerdict {
  const [state, , isSo] = STATES[one.state]!
  const said = one.partner.map(
    (letter): Said => (isSo(letter) ? 'yes' : letter === 'i' && state !== 'idle' ? 'nothing' : 'no'),
  )
  const blocked = one.other.flatMap((letter, second) => (letter === 'b' || letter === 'c' ? [second] : []))
  const secondsOf = { none: [], entry: one.entries, code: one.warned, state: blocked }
  const stable = stableOf(one)
  const claim: NaiveClaim = {
    mode: one.mode,
    from: one.from,
    ...(one.until !== undefined && { until: one.until }),
    ...(one.within !== undefined && { within: one.within }),
    ...(stable !== undefined && { stable }),
    ...(one.after !== 'none' && { after: secondsOf[one.after] }),
    ...(one.ending !== 'none' &&
      one.until === undefined && {
        ending: { seconds: secondsOf[one.ending], mayCome: one.ending !== 'entry' },
      }),
  }
  return naiveVerdict(claim, said)
}

const verdictOf = ({ status, undetermined }: Finding): NaiveVerdict =>
  undetermined === true ? 'undetermined' : status

describe('an expectation over time', () => {
  it('should be judged as one who reads second by second judges it', () => {
    fc.assert(
      fc.property(aCase, (one) => {
        expect(verdictOf(find(one))).toBe(golden(one))
      }),
      { numRuns: 5000 },
    )
  })

  it('should tell a witness that is so, and a violating span that is not', () => {
    fc.assert(
      fc.property(aCase, (one) => {
        const { status, undetermined, fromUs, untilUs } = find(one)
        if (fromUs === undefined || untilUs === undefined || undetermined === true) return
        const [, , isSo] = STATES[one.state]!
        const told = one.partner.slice(Math.floor(fromUs / SECOND_US), Math.ceil(untilUs / SECOND_US))
        expect(told.length).toBeGreaterThan(0)
        const isWitness = (status === 'held') !== (one.mode === 'never')
        expect(told.every((letter) => isSo(letter) === isWitness)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('should come to each verdict in each mode often enough to be tested', () => {
    const seen = new Map<string, number>()
    for (const one of fc.sample(aCase, { numRuns: 4000, seed: 6 })) {
      const key = `${one.mode} ${golden(one)}`
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    // `sometimes` and `eventually` are exercised by whatever there is.
    expect([...seen].filter(([, count]) => count < 15)).toEqual([])
    expect(seen.size).toBe(20)
  })
})
