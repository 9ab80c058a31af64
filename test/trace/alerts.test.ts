/** Alerts of gateways: seed 002, "Description of alert metrics" (facts/deployment B.7). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertRule } from '../../src/cloud/alert-rule.ts'
import { DAY_US, MINUTE_US } from '../../src/cloud/duration-range.ts'
import { alertsOf, aRule, courseOf, gatewaysWith, type Minute, theDefault } from './a-gateway.ts'

const times = (count: number, minute: Minute): Minute[] => Array.from({ length: count }, () => minute)
const course = (rule: AlertRule, minutes: readonly Minute[]) =>
  courseOf(alertsOf(minutes, gatewaysWith([rule]))[0]!)

describe('a recommended alert', () => {
  const calm: Minute = { by: { 2: 1000 } }

  it('seed 002: CPU utilisation above 85 % for 5 minutes', () => {
    const cpu = theDefault('cpu')
    expect(course(cpu, [...times(5, { cpuPercent: 85.1 }), calm])).toEqual([
      '0m noData',
      '1m pending',
      '5m firing',
    ])
    expect(course(cpu, [...times(4, { cpuPercent: 86 }), ...times(2, { cpuPercent: 85 })])).toEqual([
      '0m noData',
      '1m pending',
      '5m silent',
    ])
  })

  it('seed 002: memory utilisation above 85 % for 5 minutes', () =>
    expect(course(theDefault('memory'), times(6, { memoryPercent: 90 }))).toEqual([
      '0m noData',
      '1m pending',
      '5m firing',
    ]))

  it('seed 002: success ratio, 2xx of all requests, below 99.9 % for 1 minute', () => {
    const success = theDefault('successRatio')
    expect(course(success, times(2, { by: { 2: 999, 3: 1 } }))).toEqual(['0m noData', '1m silent'])
    expect(course(success, times(2, { by: { 2: 998, 3: 2 } }))).toEqual(['0m noData', '1m firing'])
    expect(course(success, times(2, { by: { 0: 2, 2: 998 } }))).toEqual(['0m noData', '1m firing'])
  })

  it('seed 002: 5xx above 1 % for 1 minute', () => {
    expect(course(theDefault('ratio5xx'), times(2, { by: { 2: 99, 5: 1 } }))).toEqual([
      '0m noData',
      '1m silent',
    ])
    expect(course(theDefault('ratio5xx'), times(2, { by: { 2: 98, 5: 2 } }))).toEqual([
      '0m noData',
      '1m firing',
    ])
  })

  it('seed 002: 4xx above 5 % for 5 minutes, apart from 5xx', () => {
    const minutes = times(6, { by: { 2: 94, 4: 6 } })
    expect(course(theDefault('ratio4xx'), minutes)).toEqual(['0m noData', '1m pending', '5m firing'])
    expect(course(theDefault('ratio5xx'), minutes)).toEqual(['0m noData', '1m silent'])
  })

  it('seed 002: mean response time of all requests, such as above 200 ms for 3 minutes', () => {
    const slow = theDefault('meanResponseTime')
    const minute = (ms: number): Minute => ({ by: { 0: 7, 2: 8, 5: 2 }, responseTimeUs: 10 * ms * 1000 })
    expect(course(slow, times(4, minute(201)))).toEqual(['0m noData', '1m pending', '3m firing'])
    expect(course(slow, times(4, minute(200)))).toEqual(['0m noData', '1m silent'])
  })

  it('seed 002: rate-limited requests above 10 a minute', () => {
    expect(course(theDefault('rateLimited'), times(2, { rateLimited: 10 }))).toEqual([
      '0m noData',
      '1m silent',
    ])
    expect(course(theDefault('rateLimited'), times(2, { rateLimited: 11 }))).toEqual([
      '0m noData',
      '1m firing',
    ])
  })
})

describe('requests against yesterday', () => {
  const day = DAY_US / MINUTE_US
  const per = (count: number): Minute => ({ by: { 2: count } })

  it('seed 002: N minutes against the same N minutes of the day before, below -50 % or above 200 %', () => {
    const quiet = [...times(day, per(100)), ...times(10, per(49))]
    expect(course(theDefault('requestsFall'), quiet)).toEqual(['0m noData'])
    expect(course(theDefault('requestsFall'), [...quiet, per(49)])).toEqual([
      '0m noData',
      `${day + 10}m firing`,
    ])
    expect(course(theDefault('requestsFall'), [...times(day, per(100)), ...times(11, per(50))])).toEqual([
      '0m noData',
      `${day + 10}m silent`,
    ])
    expect(course(theDefault('requestsRise'), [...times(day, per(100)), ...times(11, per(301))])).toEqual([
      '0m noData',
      `${day + 10}m firing`,
    ])
    expect(course(theDefault('requestsRise'), [...times(day, per(100)), ...times(11, per(300))])).toEqual([
      '0m noData',
      `${day + 10}m silent`,
    ])
  })

  it('should compare the sum of the minutes: a short peak is no rise', () => {
    const peak = [...times(11, per(100)), per(1500), ...times(2, per(100))]
    const rise = { ...theDefault('requestsRise'), yesterdayPerSecond: 100 / 60 }
    expect(course(rise, peak)).toEqual(['0m noData', '10m silent'])
  })

  it('should compare with the baseline of the file where the run is shorter than a day', () => {
    const rise = { ...theDefault('requestsRise'), yesterdayPerSecond: 1 }
    expect(course(rise, times(11, per(181)))).toEqual(['0m noData', '10m firing'])
    expect(course(theDefault('requestsRise'), times(11, per(181)))).toEqual(['0m noData'])
  })
})

describe('days of the certificate', () => {
  const days = (rule: AlertRule, ends: readonly (number | undefined)[], endUs: number) =>
    courseOf(alertsOf([], gatewaysWith([rule], ends), { endUs })[0]!)

  it('seed 002: fewer than 15 days, of whichever of its certificates ends first', () => {
    const rule = theDefault('certificateDays')
    const [silent, firing] = days(rule, [40 * DAY_US, 20 * DAY_US, undefined], 6 * DAY_US)
    expect(silent).toBe('0m silent')
    expect(Number.parseFloat(firing!) * MINUTE_US).toBeCloseTo(5 * DAY_US + 1)
    expect(days(rule, [20 * DAY_US], 5 * DAY_US)).toEqual(['0m silent'])
    expect(days(rule, [14 * DAY_US], DAY_US)).toEqual(['0m firing'])
    expect(days(rule, [-DAY_US], DAY_US)).toEqual(['0m firing'])
  })

  it('should be silent for one that outlives the run, and know nothing where there is none', () => {
    expect(days(theDefault('certificateDays'), [undefined], DAY_US)).toEqual(['0m silent'])
    expect(days(theDefault('certificateDays'), [], DAY_US)).toEqual(['0m noData'])
  })

  it('should end with a certificate that is written anew', () => {
    const rules = [theDefault('certificateDays')]
    const changes = [[3 * MINUTE_US, gatewaysWith(rules, [90 * DAY_US])]] as const
    const [alert] = alertsOf([], gatewaysWith(rules, [10 * DAY_US]), { endUs: 5 * MINUTE_US, changes })
    expect(courseOf(alert!)).toEqual(['0m firing', '3m silent'])
  })

  it('should wait as long as its rule says', () => {
    const rule = aRule({
      metric: 'certificateDays',
      comparison: 'below',
      threshold: 15,
      forUs: 2 * MINUTE_US,
    })
    expect(days(rule, [DAY_US], DAY_US)).toEqual(['0m pending', '2m firing'])
  })
})

describe('an alert', () => {
  const hot: Minute = { cpuPercent: 91 }

  it('should begin anew after a minute without a figure', () => {
    const rule = aRule({ metric: 'ratio5xx', threshold: 1, forUs: 2 * MINUTE_US })
    const bad: Minute = { by: { 5: 1 } }
    expect(course(rule, [bad, {}, bad, bad, bad])).toEqual([
      '0m noData',
      '1m pending',
      '2m noData',
      '3m pending',
      '4m firing',
    ])
  })

  it('should be asked of whole minutes only', () =>
    expect(
      courseOf(
        alertsOf([{}, { ...hot, lengthUs: 30e6 }], gatewaysWith([aRule({ forUs: MINUTE_US })]), {
          endUs: 1.5 * MINUTE_US,
        })[0]!,
      ),
    ).toEqual(['0m noData', '1m silent']))

  it('should know what it has not measured: without minutes there are no figures', () =>
    expect(courseOf(alertsOf([], gatewaysWith([aRule()]), { endUs: MINUTE_US })[0]!)).toEqual(['0m noData']))

  it('should be asked from the first whole minute after it was enabled, and not after it was taken away', () => {
    const rule = aRule({ forUs: MINUTE_US })
    const [alert] = alertsOf(times(6, hot), gatewaysWith(undefined), {
      changes: [
        [1.5 * MINUTE_US, gatewaysWith([rule])],
        [4.5 * MINUTE_US, gatewaysWith(undefined)],
      ],
    })
    expect(courseOf(alert!)).toEqual(['0m off', '1.5m noData', '3m firing', '4.5m off'])
  })

  it('should go on through a change that leaves its rule as it is, and begin anew with another threshold', () => {
    const same = [
      2.5 * MINUTE_US,
      gatewaysWith([aRule({ origin: { path: 'x', line: 1, column: 1 } })]),
    ] as const
    expect(courseOf(alertsOf(times(6, hot), gatewaysWith([aRule()]), { changes: [same] })[0]!)).toEqual([
      '0m noData',
      '1m pending',
      '5m firing',
    ])
    const other = [2.5 * MINUTE_US, gatewaysWith([aRule({ threshold: 80, forUs: MINUTE_US })])] as const
    expect(courseOf(alertsOf(times(6, hot), gatewaysWith([aRule()]), { changes: [other] })[0]!)).toEqual([
      '0m noData',
      '1m pending',
      '2.5m noData',
      '4m firing',
    ])
  })

  it('should tell the worst figure of each span', () => {
    const minutes = [{ cpuPercent: 40 }, { cpuPercent: 50 }, { cpuPercent: 90 }, { cpuPercent: 99 }, {}, {}]
    const [alert] = alertsOf(minutes, gatewaysWith([aRule({ forUs: 2 * MINUTE_US })]))
    expect(alert!.spans.map(({ state, value }) => [state, value])).toEqual([
      ['noData', undefined],
      ['silent', 50],
      ['pending', 90],
      ['firing', 99],
      ['silent', 10],
    ])
  })

  it('should tell the answers of its worst minute', () => {
    const statuses = (count: number) => [
      { status: 200, count: 50 },
      { status: 503, count },
    ]
    const minutes = [1, 9, 4].map((bad): Minute => ({ by: { 2: 50, 5: bad }, statuses: statuses(bad) }))
    const [alert] = alertsOf([...minutes, {}], gatewaysWith([theDefault('ratio5xx')]))
    expect(alert!.spans[1]).toMatchObject({ state: 'firing', statuses: [{ status: 503, count: 9 }] })
  })

  it('should not take who left for a response time: 499 had none', () => {
    const left: Minute = {
      by: { 2: 5, 4: 5 },
      statuses: [
        { status: 200, count: 5 },
        { status: 499, count: 5 },
      ],
    }
    const slow = aRule({ metric: 'meanResponseTime', threshold: 200, forUs: MINUTE_US })
    expect(course(slow, [{ ...left, responseTimeUs: 5 * 201_000 }, {}])).toEqual(['0m noData', '1m firing'])
  })

  it('should fire exactly where a plain reading says: each of the last N minutes was beyond', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 83, max: 87 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('above' as const, 'below' as const),
        (cpu, length, comparison) => {
          const rule = aRule({ forUs: length * MINUTE_US, comparison })
          const [alert] = alertsOf(
            cpu.map((cpuPercent) => ({ cpuPercent })),
            gatewaysWith([rule]),
            { endUs: (cpu.length + 1) * MINUTE_US },
          )
          for (let minute = 1; minute <= cpu.length; minute++) {
            const last = cpu.slice(Math.max(0, minute - length), minute)
            const isBad =
              last.length === length && last.every((each) => (comparison === 'above' ? each > 85 : each < 85))
            const at = minute * MINUTE_US
            const span = alert!.spans.find(({ fromUs, untilUs }) => fromUs <= at && at < untilUs)
            expect(span?.state === 'firing').toBe(isBad)
          }
        },
      ),
    ))
})
