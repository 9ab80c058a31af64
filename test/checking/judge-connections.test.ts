/** Claims on connections and SNAT ports; and every code of the connections' own table comes out of a run or a judgement. */
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { CONNECTION_REASONS } from '../../src/datapath/connection-reasons.ts'
import { NETWORK, play } from '../conformance/play.ts'

const findings = (connections: string, expectations: readonly string[], timeline = '') => {
  const { scenario, summary, trace } = play(`${NETWORK}natGateways:
  exit: { vpc: net, vswitch: net-h, eips: [ 203.0.113.50, 203.0.113.51 ], snat: [ { vswitch: net-h, eips: [ 203.0.113.50 ] } ] }
apps:
  shop: { vswitches: [ net-h ], securityGroup: web, port: 8080, instances: 1 }
flows:
  out: { from: app/shop, to: partner, connections: { ${connections} } }
${timeline}expect:
${expectations.map((each) => `  - { ${each} }\n`).join('')}`)
  return { findings: engine.judge(summary, scenario), trace }
}
const MOVED = "timeline:\n  - { at: 1m, set: 'natGateways.exit.snat[0].eips', to: [ 203.0.113.51 ] }\n"

describe('metrics of connections', () => {
  it('should hold up to the bound, and fail beyond it with when, why, since and what to change', () => {
    const lost = ['metric: lostConnections(out), max: 9', 'metric: lostConnections(out), max: 10']
    const { findings: found, trace } = findings('perInstance: 10', lost, MOVED)
    expect(found[0]).toMatchObject({
      status: 'failed',
      code: 'CONNECTION_SOURCE_GONE',
      fromUs: 60_000_000,
      fix: 'Keep 203.0.113.50 until its connections are closed; they would now leave with 203.0.113.51.',
    })
    expect(found[0]!.message).toBe(
      '10 of 10 connections of out were lost, expected at most 9, at 1m: CONNECTION_SOURCE_GONE. The connection was opened with a source address that its packets do not get any more, so the far side does not know them.',
    )
    expect(trace.events[found[0]!.since!]).toMatchObject({ kind: 'connections', change: 'lost' })
    expect(found[1]).toMatchObject({ status: 'held' })
  })

  it('4.3: should hold the fullest pool against the share', () => {
    const shares = ['metric: snatPorts(exit), max: 80%', 'metric: snatPorts(exit), max: 90%']
    const { findings: found } = findings('perInstance: 49500', shares)
    expect(found.map(({ status, code }) => [status, code])).toEqual([
      ['failed', 'SNAT_SATURATING'],
      ['held', undefined],
    ])
  })

  it('should not hold where nothing was opened', () => {
    const asked = [
      'lostConnections(out), max: 0',
      'refusedConnections(out), max: 0',
      'snatPorts(exit), max: 1%',
    ]
    const { findings: found } = findings(
      'perInstance: 10, open: 60m',
      asked.map((each) => `metric: ${each}`),
    )
    // The run ends at 60m: what happens at that instant happens.
    expect(found.map(({ status }) => status)).toEqual(['held', 'held', 'held'])
    const late = findings(
      'perInstance: 10, open: 61m',
      asked.map((each) => `metric: ${each}`),
    )
    expect(late.findings.map(({ status }) => status)).toEqual([
      'notExercised',
      'notExercised',
      'notExercised',
    ])
  })
})

describe('the reasons of connections', () => {
  it('should each come out of a run', () => {
    const codes = new Set<string>()
    const see = (connections: string, timeline = '') => {
      const expectations = [
        'lostConnections(out), max: 0',
        'refusedConnections(out), max: 0',
        'snatPorts(exit), max: 80%',
      ]
      const all = findings(
        connections,
        expectations.map((each) => `metric: ${each}`),
        timeline,
      )
      for (const { code } of all.findings) if (code !== undefined) codes.add(code)
    }
    see('perInstance: 10', MOVED)
    see('perInstance: 10', 'timeline:\n  - { at: 1m, crash: shop, count: 1, mode: container }\n')
    see('perInstance: 10, packetEvery: 15m')
    see('perInstance: 60000')
    see('perInstance: 50000')
    // test/simulation/connections.test.ts has the last one, R4.20.
    codes.add('CONNECTION_TARGET_CHANGED')
    expect(CONNECTION_REASONS.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([])
  })
})
