import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  carriedOut,
  nextProbeUs,
  type ProbeOutcome,
  type ProbeResult,
  probeAtOrAfterUs,
  probeResult,
} from '../../src/balancing/health-checker.ts'
import type { PoolState } from '../../src/balancing/pool-state.ts'
import { CHECK, poolOf } from '../arbitraries/a-pool.ts'
import { candidates, poolWith, second } from './pool-text.ts'

const SILENT: ProbeOutcome = { kind: 'silent' }
const RESET: ProbeOutcome = { kind: 'refused', afterUs: 1000 }
const ACCEPTED: ProbeOutcome = { kind: 'accepted', afterUs: 1000 }
const answered = (status: number, afterUs = 1000): ProbeOutcome => ({ kind: 'answered', afterUs, status })
const tcp = { ...CHECK, protocol: 'tcp' } as const
const udp = { ...CHECK, protocol: 'udp', timeoutUs: second(10), intervalUs: second(5) } as const
const codeOf = ({ passed, failure }: ProbeResult) => (passed ? 'passed' : failure)

/** Plays the probes of a server that always does the same; the instant of its new verdict. */
function turnsAt(state: PoolState, key: string, outcome: ProbeOutcome, firstUs = 0): number {
  const check = carriedOut(state.pool.product, state.pool.healthCheck!)
  for (let sentUs = firstUs; ; ) {
    const result = probeResult(check, outcome)
    const endUs = sentUs + result.tookUs
    if (state.heard(key, result.passed, endUs).length > 0) return endUs
    sentUs = nextProbeUs(check, sentUs, result)
  }
}

describe('facts/load-balancing 1.9: what a probe says', () => {
  it('1.9 reason codes: CONNECT_TIMEOUT, CONNECT_FAIL, RECV_TIMEOUT, RESPONSE_MISMATCH', () => {
    expect(codeOf(probeResult(CHECK, SILENT))).toBe('CONNECT_TIMEOUT')
    expect(codeOf(probeResult(CHECK, RESET))).toBe('CONNECT_FAIL')
    expect(codeOf(probeResult(CHECK, ACCEPTED))).toBe('RECV_TIMEOUT')
    expect(codeOf(probeResult(CHECK, answered(500)))).toBe('RESPONSE_MISMATCH')
    expect(codeOf(probeResult(CHECK, answered(200, second(6))))).toBe('RECV_TIMEOUT')
    expect(codeOf(probeResult(CHECK, { kind: 'refused', afterUs: second(6) }))).toBe('CONNECT_TIMEOUT')
  })

  it('1.9 good codes: 2xx by default, else those of the check', () => {
    expect([199, 200, 299, 300].map((status) => codeOf(probeResult(CHECK, answered(status))))).toEqual([
      'RESPONSE_MISMATCH',
      'passed',
      'passed',
      'RESPONSE_MISMATCH',
    ])
    const wide = { ...CHECK, codes: [...CHECK.codes, { first: 300, last: 399 }] }
    expect(codeOf(probeResult(wide, answered(302)))).toBe('passed')
  })

  it('2.4 TCP probe: a connection within the timeout passes, whatever HTTP would say', () => {
    expect(
      [ACCEPTED, answered(500), RESET, SILENT].map((outcome) => codeOf(probeResult(tcp, outcome))),
    ).toEqual(['passed', 'passed', 'CONNECT_FAIL', 'CONNECT_TIMEOUT'])
    expect(codeOf(probeResult(tcp, { kind: 'accepted', afterUs: second(6) }))).toBe('CONNECT_TIMEOUT')
  })

  it('2.4 UDP probe: silence is success, only an unreachable port fails', () => {
    expect(probeResult(udp, SILENT)).toEqual({ passed: true, tookUs: second(10) })
    expect(probeResult(udp, ACCEPTED)).toEqual({ passed: true, tookUs: second(10) })
    expect(probeResult(udp, RESET)).toEqual({ passed: false, failure: 'CONNECT_FAIL', tookUs: 1000 })
    expect(probeResult(udp, { kind: 'refused', afterUs: second(11) }).passed).toBe(true)
    expect(probeResult(udp, answered(0)).passed).toBe(true)
  })
})

describe('facts/load-balancing 2.4: windows', () => {
  const down = (outcome: ProbeOutcome) => turnsAt(poolWith(poolOf(), 'a b'), 'a', outcome)

  it('2.4 window down: 19 s by timeouts, with the defaults', () => {
    expect(down(SILENT)).toBe(second(19))
  })

  it('2.4 window up: about 4 s and three answers', () => {
    expect(turnsAt(poolWith(poolOf(), 'a b!'), 'b', answered(200))).toBe(second(4) + 3 * 1000)
    expect(turnsAt(poolWith(poolOf(), 'a b?'), 'b', answered(200))).toBe(second(4) + 3 * 1000)
  })

  it('2.4 window of fast failures: about 4 s', () => {
    expect(down(RESET)).toBe(second(4) + 3 * 1000)
    expect(down(answered(500))).toBe(second(4) + 3 * 1000)
  })

  it('2.4 timeout < interval: the timeout is ignored, and the interval used instead', () => {
    const short = { ...CHECK, timeoutUs: second(1), intervalUs: second(10) }
    const down = (product: 'alb' | 'clbHttp' | 'clbStream') =>
      turnsAt(poolWith(poolOf({ product, healthCheck: short }), 'a'), 'a', SILENT)
    expect([down('clbHttp'), down('clbStream'), down('alb')]).toEqual([second(50), second(50), second(23)])
    expect(carriedOut('clbHttp', CHECK)).toBe(CHECK)
  })

  it('2.4 windows: during the window requests still go to the server', () => {
    const state = poolWith(poolOf(), 'a b')
    state.heard('a', false, second(5))
    state.heard('a', false, second(12))
    expect(candidates(state)).toBe('a b')
    state.heard('a', false, second(19))
    expect(candidates(state)).toBe('b')
  })

  it('2.4 windows: are those of the formulas for every check', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 10 }),
        fc.integer({ min: 2, max: 10 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        (healthyThreshold, unhealthyThreshold, interval, timeout, fails) => {
          const intervalUs = second(interval)
          const check = {
            ...CHECK,
            healthyThreshold,
            unhealthyThreshold,
            intervalUs,
            timeoutUs: second(timeout),
          }
          const state = poolWith(poolOf({ product: 'clbHttp', healthCheck: check }), fails ? 'a b' : 'a! b')
          const took = fails ? Math.max(timeout, interval) : 0
          const row = fails ? unhealthyThreshold : healthyThreshold
          const expected = second(took * row + interval * (row - 1))
          expect(turnsAt(state, 'a', fails ? SILENT : answered(200, 0))).toBe(expected)
        },
      ),
    ))

  it('should find the probe that follows an instant without playing those before', () =>
    fc.assert(
      fc.property(fc.nat(second(20)), fc.nat(second(100)), fc.boolean(), (firstUs, nowUs, isSilent) => {
        const result = probeResult(CHECK, isSilent ? SILENT : RESET)
        let sentUs = firstUs
        while (sentUs < nowUs) sentUs = nextProbeUs(CHECK, sentUs, result)
        expect(probeAtOrAfterUs(CHECK, firstUs, result, nowUs)).toBe(sentUs)
      }),
    ))
})

describe('facts/load-balancing section 8: golden scenarios of health', () => {
  it('8 scenario 4: two of three fail by timeout at 0, and are down at 19 s plus at most an interval', () => {
    const state = poolWith(poolOf(), 'a b c')
    expect(turnsAt(state, 'a', SILENT)).toBe(second(19))
    // Probes of it are nine tenths of an interval behind.
    const phaseUs = second(1.8)
    const at = turnsAt(state, 'b', SILENT, phaseUs)
    expect(at).toBe(second(19) + phaseUs)
    expect(at).toBeLessThanOrEqual(second(21))
    expect(candidates(state)).toBe('c')
  })

  it('8 scenario 5: then the third one fails too; ALB asks all three, CLB layer 7 nobody', () => {
    for (const [product, answer] of [
      ['alb', 'a b c'],
      ['clbHttp', ''],
    ] as const) {
      const state = poolWith(poolOf({ product }), 'a! b! c')
      turnsAt(state, 'c', SILENT)
      expect(candidates(state)).toBe(answer)
    }
  })
})
