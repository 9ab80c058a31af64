import { describe, expect, it } from 'vitest'
import { ALERT_CODES } from '../../src/checking/alert-reasons.ts'
import type { Claim } from '../../src/checking/expectation.ts'
import { claimText } from '../../src/checking/expectation-text.ts'
import { judge } from '../../src/checking/judge.ts'
import { defaultAlerts } from '../../src/cloud/alert-defaults.ts'
import type { AlertRule } from '../../src/cloud/alert-rule.ts'
import { DAY_US, MINUTE_US } from '../../src/cloud/duration-range.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { world } from '../conformance/gateway-play.ts'
import { play } from '../conformance/play.ts'
import { aRecord, aRule, gatewaysWith, type Minute, origin, theDefault } from '../trace/a-gateway.ts'
import { aHistory, aSetting } from '../trace/a-trace.ts'

const fires: Claim = { kind: 'alert', gateway: 'front', alert: 'cpu', fires: true }
const silent: Claim = { ...fires, fires: false }
const at = (fromMinute: number, untilMinute: number) => ({
  window: { fromUs: fromMinute * MINUTE_US, untilUs: untilMinute * MINUTE_US },
})

const find = (minutes: readonly Minute[], claim: Claim, rule: AlertRule = aRule()) =>
  judgeOf(minutes, claim, rule, [])

function judgeOf(minutes: readonly Minute[], claim: Claim, rule: AlertRule, ends: readonly number[]) {
  const setting = aSetting()
  const topology = { ...setting.topology, ...gatewaysWith([rule], ends) }
  const trace = { ...aHistory().ends(minutes.length * 60), gateways: [aRecord(minutes)] }
  const expectation = { ...claim, text: '', origin }
  return judge(summarize(trace, { ...setting, topology }), [expectation], { reasonOf: () => undefined })[0]!
}

/** Six minutes at 91 %, then four calm ones: it fires from 5m to 7m. */
const busy: Minute[] = [
  ...Array.from({ length: 6 }, () => ({ cpuPercent: 91.25 })),
  ...Array.from({ length: 4 }, () => ({ cpuPercent: 30 })),
]

describe('a claim on an alert', () => {
  it('should hold where it fires, and tell when and of what', () => {
    expect(find(busy, fires)).toMatchObject({
      status: 'held',
      fromUs: 5 * MINUTE_US,
      untilUs: 7 * MINUTE_US,
      message:
        'alert front/cpu fires from 5m to 7m (2m): CPU utilisation up to 91.25 %, rule: above 85 % for 5m',
    })
    expect(find(busy, { ...fires, ...at(6, 10) }).status).toBe('held')
    expect(find(busy, { ...fires, ...at(7, 10) }).status).toBe('failed')
  })

  it('should fail where it is to be silent, with the advice of seed 002', () => {
    const finding = find(busy, silent)
    expect(finding).toMatchObject({ status: 'failed', code: 'GATEWAY_ALERT_CPU' })
    expect(finding.fix).toMatch(/more nodes or a larger specification for gateway front/)
    expect(find(busy, { ...silent, ...at(7, 10) })).toMatchObject({
      status: 'held',
      message: 'alert front/cpu is silent from 7m until 10m: CPU utilisation up to 30 %',
    })
  })

  it('should tell how near it came where it did not fire', () =>
    expect(find([{ cpuPercent: 84.5 }, {}, {}], fires)).toMatchObject({
      status: 'failed',
      message: 'alert front/cpu is silent: CPU utilisation up to 84.5 %, expected above 85 % for 5m',
    }))

  it('should be open where the run ends before the time of the rule is over', () =>
    expect(find(busy.slice(0, 4), fires)).toMatchObject({ status: 'failed', undetermined: true }))

  it('should prove nothing where nothing was measured', () => {
    const noRequests = find([{}, {}], { ...silent, alert: 'ratio5xx' }, theDefault('ratio5xx'))
    expect(noRequests).toMatchObject({
      status: 'notExercised',
      message: 'nobody sent requests to gateway front, so that alert front/ratio5xx watched nothing',
    })
    expect(find([{}], { ...silent, alert: 'other' }).message).toBe('gateway front has no alert other')
    const rise = theDefault('requestsRise')
    expect(find(busy, { ...silent, alert: 'requestsRise' }, rise).message).toMatch(/yesterday: RATE/)
  })

  it.each(defaultAlerts(origin).map((rule) => [rule.name, rule] as const))(
    'seed 002: should give the scenario of the table where %s is to be silent and fires',
    (name, { metric }) => {
      const bad = 1000
      const minute: Minute = {
        by: { 2: 1, 4: bad, 5: bad },
        cpuPercent: 99,
        memoryPercent: 99,
        responseTimeUs: 1e12,
        rateLimited: bad,
      }
      const perSecond = name === 'requestsFall' ? 1e6 : 1e-3
      const rule = {
        ...theDefault(name),
        ...(metric === 'requestsToYesterday' && { yesterdayPerSecond: perSecond }),
      }
      const { status, code, fix } = judgeOf(
        Array.from({ length: 12 }, () => minute),
        { ...silent, alert: name },
        rule,
        [10 * DAY_US],
      )
      expect([status, code]).toEqual(['failed', ALERT_CODES[metric]])
      expect(fix).toContain('gateway front')
    },
  )

  it('should tell what most of the requests failed of, and since which event', () => {
    const { scenario, summary, trace } = play(
      world({
        front: 'internet: { entry: on, whitelist: [ 198.51.100.7 ] }, alerts: default',
        flows:
          '  many: { from: laptop, to: gateway/front, service: llm, requests: { rate: 5/s, serviceTime: 5ms } }\n',
        timeline: ['{ at: 5m, crash: llm, count: 2 }'],
      }),
    )
    const claim = { ...silent, alert: 'ratio5xx', text: '', origin }
    const [finding] = judge(summary, [claim], { reasonOf: () => undefined, plan: scenario })
    expect(finding!.message).toMatch(
      /^alert front\/ratio5xx fires from 6m .*, most of it 503 \w+ of flow many/,
    )
    expect(trace.events.find(({ seq }) => seq === finding!.since)?.atUs).toBeGreaterThanOrEqual(5 * MINUTE_US)
  })

  it('should be told in words', () => {
    expect(claimText(fires)).toBe('alert front/cpu fires')
    expect(claimText({ ...silent, ...at(1, 2) })).toBe('alert front/cpu silent from 1m until 2m')
  })

  it('should tell of a certificate without an end that it has none', () => {
    const setting = aSetting()
    const topology = { ...setting.topology, ...gatewaysWith([theDefault('certificateDays')], [undefined]) }
    const claim = { ...silent, alert: 'certificateDays', text: '', origin }
    const [finding] = judge(
      summarize({ ...aHistory().ends(DAY_US / 1e6), gateways: [] }, { ...setting, topology }),
      [claim],
      { reasonOf: () => undefined },
    )
    expect(finding).toMatchObject({
      status: 'held',
      message: 'alert front/certificateDays is silent: the life of the certificate has no end in the run',
    })
  })
})
