/** Expectations over time, told: what is said of the witness, the violating span and the end that did not come. */
import { describe, expect, it } from 'vitest'
import type { Claim } from '../../src/checking/expectation.ts'
import { claimText } from '../../src/checking/expectation-text.ts'
import type { Finding } from '../../src/checking/finding.ts'
import { judge } from '../../src/checking/judge.ts'
import { heldAll, overall } from '../../src/checking/overall.ts'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { aHistory, aSetting, type History } from '../trace/a-trace.ts'

const seconds = (count: number) => count * SECOND_US
const toTheEnd = (from: number) => ({ fromUs: seconds(from), untilUs: Number.POSITIVE_INFINITY })

/** The finding on one claim about a history of 900 seconds. */
function find(history: History, claim: Claim): Finding {
  const summary = summarize(history.ends(900), aSetting({ pool: 3, flows: ['partner', 'inbound'] }))
  const expectation = { ...claim, text: '', origin: unwritten('expect[0]') }
  return judge(summary, [expectation], { reasonOf: () => undefined })[0]!
}

/** A deployment at 60 s, a warning at 75 s; blocked from 97 s to 150 s, and once more from 300 s to 310 s. */
const partner = () =>
  aHistory()
    .flow('partner', 'REACHABLE')
    .at(60)
    .happens({ kind: 'action', entry: 0, text: 'deploy shop v2' })
    .order('shop', 'running')
    .at(75)
    .warning('shop', 'CREATE_NO_EIP', 'shop-4')
    .at(97)
    .flow('partner', 'BLOCKED', { code: 'NO_ROUTE', instance: 'shop-4', details: {} })
    .at(150)
    .flow('partner', 'REACHABLE')
    .at(200)
    .order('shop', 'success')
    .at(300)
    .flow('partner', 'BLOCKED', { code: 'SG_DENY', instance: 'shop-5', details: {} })
    .at(310)
    .flow('partner', 'REACHABLE')

const reachable = { kind: 'flow', flow: 'partner', mode: 'eventually', state: 'reachable' } as const
const deployed = { kind: 'entry', entries: [0], text: 'deploy shop v2' } as const
const blocked = {
  kind: 'state',
  condition: { kind: 'flow', flow: 'partner', state: 'blocked' },
} as const
const completed = { kind: 'change', app: 'shop', outcome: 'completed' } as const

describe('eventually', () => {
  it('should tell when it came and how long that took', () =>
    expect(
      find(partner(), { ...reachable, timing: { after: blocked, withinUs: seconds(60) } }),
    ).toMatchObject({
      status: 'held',
      message:
        'from 1m37s (partner is blocked) until 2m37s: partner is reachable from 2m30s to 5m (2m30s), after 53s',
      fromUs: seconds(150),
      untilUs: seconds(300),
      since: 6,
      window: { fromUs: seconds(97), untilUs: seconds(157), after: 5 },
    }))

  it('should be in time when it comes as the time is up', () => {
    const within = (count: number) =>
      find(partner(), { ...reachable, timing: { after: blocked, withinUs: seconds(count) } }).status
    expect([within(53), within(52)]).toEqual(['held', 'failed'])
  })

  it('should tell what was there instead, since when and why', () =>
    expect(
      find(partner(), { ...reachable, timing: { after: blocked, withinUs: seconds(30) } }),
    ).toMatchObject({
      status: 'failed',
      message:
        'from 1m37s (partner is blocked) until 2m7s: partner never is reachable: it is blocked for shop-4 from 1m37s to 2m7s (30s): NO_ROUTE',
      fromUs: seconds(97),
      code: 'NO_ROUTE',
      since: 5,
    }))

  it('should be open where the run ends first, and not fail', () => {
    const idle = { ...reachable, state: 'idle' } as const
    const finding = find(partner(), idle)
    expect(finding).toMatchObject({
      status: 'failed',
      undetermined: true,
      message: 'partner never is idle: it is reachable, and the run ends before that',
    })
    expect(overall([finding])).toBe('undetermined')
    expect(heldAll([finding])).toBe(false)
    expect(find(partner(), { ...idle, mode: 'sometimes' }).undetermined).toBeUndefined()
    expect(find(partner(), { ...idle, timing: { withinUs: seconds(901) } }).message).toBe(
      'until 15m1s: partner never is idle: it is reachable, and the run ends at 15m, before the window does at 15m1s',
    )
  })
})

describe('stable', () => {
  it('should be satisfied by the first stretch that is long enough', () =>
    expect(
      find(partner(), {
        ...reachable,
        timing: { after: blocked, withinUs: seconds(300), stableUs: seconds(200) },
      }),
    ).toMatchObject({
      status: 'held',
      fromUs: seconds(310),
      message:
        'from 1m37s (partner is blocked) until 6m37s: partner is reachable from 5m10s to the end (9m50s), after 3m33s',
    }))

  it('should tell the longest stretch and what ended it', () =>
    expect(
      find(partner(), {
        ...reachable,
        timing: { after: blocked, withinUs: seconds(100), stableUs: seconds(200) },
      }),
    ).toMatchObject({
      status: 'failed',
      message:
        'from 1m37s (partner is blocked) until 3m17s: partner never is reachable for 3m20s: it is reachable at most 2m30s, from 2m30s to 5m (2m30s), then it is blocked for shop-5 from 5m to 5m10s (10s): SG_DENY',
      fromUs: seconds(300),
      untilUs: seconds(310),
      code: 'SG_DENY',
    }))

  it('should be open where the run ends in the middle of it', () =>
    expect(find(partner(), { ...reachable, timing: { stableUs: seconds(600) } })).toMatchObject({
      undetermined: true,
      message:
        'partner is reachable from 5m10s to the end (9m50s), but the run ends before that has lasted 10m',
    }))

  it('should be broken by time in which nobody asks', () => {
    const history = partner().at(500).flow('partner', 'IDLE').at(501).flow('partner', 'REACHABLE')
    expect(
      find(history, { ...reachable, window: toTheEnd(310), timing: { withinUs: 1, stableUs: seconds(300) } }),
    ).toMatchObject({ status: 'failed', fromUs: seconds(500), untilUs: seconds(501) })
  })
})

describe('once', () => {
  const once = { ...reachable, mode: 'once' } as const

  it('should hold where each stretch lasts, and tell the shortest', () =>
    expect(find(partner(), { ...once, timing: { stableUs: seconds(90) } })).toMatchObject({
      status: 'held',
      message: 'partner is reachable 3 times, the shortest from 0s to 1m37s (1m37s)',
    }))

  it('should tell the first that did not last, and what ended it', () =>
    expect(find(partner(), { ...once, state: 'blocked', timing: { stableUs: seconds(20) } })).toMatchObject({
      status: 'failed',
      message:
        'partner is blocked for shop-5 only 10s, from 5m to 5m10s (10s), not 20s: then it is reachable from 5m10s to the end (9m50s)',
      fromUs: seconds(310),
    }))

  it('should count what began before the window from its own begin', () =>
    expect(
      find(partner(), { ...once, window: toTheEnd(890), timing: { stableUs: seconds(590) } }).status,
    ).toBe('held'))
})

describe('a window that the run places', () => {
  const always = { ...reachable, mode: 'always' } as const

  it('should begin with one event and end with another', () =>
    expect(find(partner(), { ...always, timing: { after: deployed, until: blocked } })).toMatchObject({
      status: 'held',
      message:
        'from 1m (deploy shop v2) until 1m37s (partner is blocked): partner is reachable in the 37s it was asked',
      window: { fromUs: seconds(60), untilUs: seconds(97), after: 2, until: 5 },
    }))

  it.each([
    ['the code of a warning', { kind: 'code', code: 'CREATE_NO_EIP' }, 75],
    ['the begin of a change', { ...completed, outcome: 'begun' }, 60],
    ['the end of a change', completed, 200],
    ['a code of the data path', { kind: 'code', code: 'SG_DENY' }, 300],
  ] as const)('should begin with %s', (_, after, from) =>
    expect(find(partner(), { ...reachable, mode: 'sometimes', timing: { after } }).window).toMatchObject({
      fromUs: seconds(from),
    }),
  )

  it('should take the first time from `from` on', () =>
    expect(
      find(partner(), { ...always, state: 'blocked', window: toTheEnd(151), timing: { after: blocked } })
        .window,
    ).toMatchObject({ fromUs: seconds(300) }))

  it.each([
    ['a code that nobody told', { kind: 'code', code: 'NOT_THERE' }, 'NOT_THERE never came'],
    [
      'a change that ended otherwise',
      { ...completed, outcome: 'aborted' },
      'the last change of shop is aborted never came: it completed',
    ],
    [
      'a change that there was not',
      { ...completed, change: 4 },
      'change 4 of shop completes never came: there was no such change',
    ],
  ] as const)('should not be exercised without %s', (_, after, message) =>
    expect(find(partner(), { ...always, timing: { after } })).toMatchObject({
      status: 'notExercised',
      message,
    }),
  )

  it('should say of an event that came too early when that was', () =>
    expect(find(partner(), { ...always, window: toTheEnd(61), timing: { after: deployed } })).toMatchObject({
      status: 'notExercised',
      message: 'deploy shop v2 never came after 1m1s: it was there at 1m for the last time',
    }))

  it('should hold nothing before its end has come, and fail as soon as it is broken', () => {
    const until = { kind: 'code', code: 'NOT_THERE' } as const
    expect(find(partner(), { ...always, window: toTheEnd(310), timing: { until } })).toMatchObject({
      undetermined: true,
      message:
        'from 5m10s: partner is reachable in the 9m50s it was asked, and the run ends at 15m, before NOT_THERE',
    })
    expect(find(partner(), { ...always, timing: { until } })).toMatchObject({
      status: 'failed',
      code: 'NO_ROUTE',
    })
    expect(find(partner(), { ...always, timing: { until } }).undetermined).toBeUndefined()
  })

  it('should not be exercised where it ends as it begins', () =>
    expect(find(partner(), { ...always, timing: { after: deployed, until: deployed } })).toMatchObject({
      status: 'notExercised',
      message: 'the window from 1m (deploy shop v2) until 1m (deploy shop v2) has no time in it',
    }))

  it('should be open while the change that ends it runs', () => {
    const history = aHistory()
      .flow('partner', 'REACHABLE')
      .at(800)
      .order('shop', 'running')
      .at(890)
      .capacity('shop', 3, 2)
    expect(find(history, { ...always, timing: { until: completed } }).undetermined).toBe(true)
  })
})

describe('other subjects', () => {
  const history = () =>
    aHistory()
      .threeOfShop()
      .backend('web', 'shop-1', 'healthy', 1)
      .at(100)
      .capacity('shop', 3, 2, 1)
      .eip(3, 'Available')
      .backend('web', 'shop-1', 'unhealthy', 0)
      .at(130)
      .capacity('shop', 3, 3)
      .eip(3, 'InUse', 'shop-3')
      .backend('web', 'shop-1', 'healthy', 1)
  const atLeast = (value: number) => ({ operator: '>=', value }) as const

  it.each([
    [
      { kind: 'capacity', app: 'shop', measure: 'serving', compare: atLeast(3) },
      'shop never has >= 3 serving: it has 1 of 3 serving from 1m40s to 1m50s (10s): CAPACITY_DIP. Fewer instances were up than are required.',
      'shop has 3 of 3 serving from 2m10s to the end (12m50s), after 30s',
    ],
    [
      { kind: 'pool', pool: 'shop', compare: { operator: '=', value: 3 } },
      'pool shop never has 3 EIPs in use: it has 2 of 3 EIPs in use from 1m40s to 1m50s (10s)',
      'pool shop has 3 of 3 EIPs in use from 2m10s to the end (12m50s), after 30s',
    ],
    [
      { kind: 'rotation', group: 'web', compare: atLeast(1) },
      'web never has >= 1 servers in rotation: it has 0 servers in rotation from 1m40s to 1m50s (10s)',
      'web has 1 servers in rotation from 2m10s to the end (12m50s), after 30s',
    ],
  ] as const)('should be judged like flows: %o', (condition, never, came) => {
    const claim = { ...condition, mode: 'eventually', window: toTheEnd(100) } as const
    const finding = (count: number) => find(history(), { ...claim, timing: { withinUs: seconds(count) } })
    expect(finding(10)).toMatchObject({
      status: 'failed',
      message: `from 1m40s until 1m50s: ${never}`,
      fromUs: seconds(100),
      untilUs: seconds(110) + 1,
    })
    expect(finding(30)).toMatchObject({ status: 'held', message: `from 1m40s until 2m10s: ${came}` })
    const after = { kind: 'state', condition } as const
    expect(find(history(), { ...claim, timing: { after } }).window).toMatchObject({ fromUs: seconds(130) })
  })

  it('should not be exercised by what the run does not know', () =>
    expect(
      find(aHistory(), { kind: 'pool', pool: 'shop', mode: 'eventually', compare: atLeast(1) }),
    ).toMatchObject({ status: 'notExercised', message: 'the run shows nothing of pool shop' }))
})

describe('the words of a claim over time', () => {
  it('should say its window and how long it lasts', () =>
    expect(
      claimText({
        ...reachable,
        window: toTheEnd(60),
        timing: { after: deployed, until: completed, withinUs: seconds(300), stableUs: seconds(120) },
      }),
    ).toBe(
      'flow partner eventually reachable from 1m after deploy shop v2 until the last change of shop completes within 5m stable 2m',
    ))
})
