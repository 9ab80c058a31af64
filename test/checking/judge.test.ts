import { describe, expect, it } from 'vitest'
import type { Claim, Expectation } from '../../src/checking/expectation.ts'
import { textOf } from '../../src/checking/expectation-text.ts'
import type { Finding } from '../../src/checking/finding.ts'
import { judge } from '../../src/checking/judge.ts'
import { heldAll, overall } from '../../src/checking/overall.ts'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { Reason } from '../../src/cloud/reason.ts'
import { prefixOf } from '../../src/net/cidr.ts'
import { CidrSet } from '../../src/net/cidr-set.ts'
import type { FlowState } from '../../src/trace/event.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { aHistory, aSetting, eipOf, type History } from '../trace/a-trace.ts'

const seconds = (count: number) => count * SECOND_US
const window = (from: number, until: number) => ({ fromUs: seconds(from), untilUs: seconds(until) })

const notWhitelisted: Reason = {
  code: 'SOURCE_NOT_WHITELISTED',
  severity: 'error',
  sentence: 'The service refuses the source address.',
  fix: 'Add {source} to the whitelist of {host}.',
  source: 'vpc R9.3',
}
const context = { reasonOf: (code: string) => (code === notWhitelisted.code ? notWhitelisted : undefined) }

const expecting = (claim: Claim, text = ''): Expectation => ({
  ...claim,
  text,
  origin: unwritten('expect[0]'),
})

/** The finding on one claim about a history of 900 seconds. */
function find(history: History, claim: Claim, setting = aSetting({ pool: 3, flows: ['partner'] })): Finding {
  return judge(summarize(history.ends(900), setting), [expecting(claim)], context)[0]!
}

describe('a claim on a flow', () => {
  const details = {
    source: '203.0.113.4',
    host: 'partner',
    rule: 'internet.partner.whitelist',
    line: '40',
    column: '5',
  }
  const blocked: Partial<FlowState> = { code: 'SOURCE_NOT_WHITELISTED', instance: 'shop-4', details }
  /** Asked from 10s to 800s, blocked from 97s to 120s. */
  const partner = () => {
    const history = aHistory().at(10).flow('partner', 'REACHABLE').at(97).flow('partner', 'BLOCKED', blocked)
    return history.at(120).flow('partner', 'DEGRADED').at(800).flow('partner', 'IDLE')
  }
  const reachable = { kind: 'flow', flow: 'partner', mode: 'always', state: 'reachable' } as const
  const whileBlocked = { ...reachable, state: 'blocked' } as const

  it('should say when, why, since which event, what decided and what to change', () => {
    expect(find(partner(), reachable)).toEqual({
      expectation: expecting(reachable),
      status: 'failed',
      message:
        'partner is blocked for shop-4 from 1m37s to 2m (23s): SOURCE_NOT_WHITELISTED. The service refuses the source address.',
      fromUs: seconds(97),
      untilUs: seconds(120),
      since: 2,
      code: 'SOURCE_NOT_WHITELISTED',
      fix: 'Add 203.0.113.4 to the whitelist of partner.',
      decidedBy: { component: 'internet.partner', rule: 'internet.partner.whitelist', line: 40, column: 5 },
    })
  })

  it('should take neither idle time nor a degraded flow for a failure', () => {
    expect(find(partner(), { ...reachable, window: window(120, 900) }).status).toBe('held')
  })

  it.each([
    ['ends where the block begins', window(0, 97), 'held'],
    ['ends just after the block begins', { fromUs: 0, untilUs: seconds(97) + 1 }, 'failed'],
    ['begins just before the block ends', { fromUs: seconds(120) - 1, untilUs: seconds(900) }, 'failed'],
    ['begins where the block ends', window(120, 900), 'held'],
    ['is one instant of the block', { fromUs: seconds(97), untilUs: seconds(97) + 1 }, 'failed'],
    ['has only idle time', window(800, 900), 'notExercised'],
    ['begins when the run ends', window(900, 1000), 'notExercised'],
  ])('should keep to the window that %s', (_, within, status) => {
    expect(find(partner(), { ...reachable, window: within }).status).toBe(status)
  })

  it.each([
    ['never blocked', { ...whileBlocked, mode: 'never' }, 'failed'],
    ['never blocked for another reason', { ...whileBlocked, mode: 'never', code: 'NO_ROUTE' }, 'held'],
    ['sometimes blocked', { ...whileBlocked, mode: 'sometimes' }, 'held'],
    [
      'sometimes blocked for another reason',
      { ...whileBlocked, mode: 'sometimes', code: 'NO_ROUTE' },
      'failed',
    ],
    ['always blocked in the window', { ...whileBlocked, window: window(97, 120) }, 'held'],
    ['sometimes degraded', { ...whileBlocked, mode: 'sometimes', state: 'degraded' }, 'held'],
    ['never idle', { ...whileBlocked, mode: 'never', state: 'idle' }, 'failed'],
    ['always idle in the window', { ...whileBlocked, state: 'idle', window: window(800, 900) }, 'held'],
    [
      'never blocked, of a flow that nobody knows',
      { ...whileBlocked, mode: 'never', flow: 'nobody' },
      'notExercised',
    ],
  ] as const)('should judge %s', (_, claim, status) => {
    expect(find(partner(), claim).status).toBe(status)
  })

  it('should fail a claim on something that never came true, because it proves nothing', () => {
    expect(find(partner(), { ...whileBlocked, mode: 'sometimes', code: 'NO_ROUTE' })).toMatchObject({
      code: 'EXPECTATION_NEVER_EXERCISED',
      message: 'partner was never blocked with NO_ROUTE: it was only reachable and blocked and degraded',
    })
  })

  it('should not be exercised by a flow that nobody asked', () => {
    expect(find(aHistory(), reachable)).toMatchObject({
      status: 'notExercised',
      code: 'EXPECTATION_NEVER_EXERCISED',
      message: 'nobody asked partner',
    })
  })

  it('should take one blockade for one, though others join in asking', () => {
    const history = aHistory().flow('partner', 'REACHABLE').at(97).flow('partner', 'BLOCKED', blocked)
    history
      .at(99)
      .flow('partner', 'BLOCKED', { ...blocked, asked: 4, through: 3 })
      .at(120)
      .flow('partner', 'REACHABLE')
    const finding = find(history, reachable)
    expect(finding).toMatchObject({ fromUs: seconds(97), untilUs: seconds(120), since: 2 })
    expect(finding.message).toContain('from 1m37s to 2m (23s): SOURCE_NOT')
  })

  it('should count the further violations', () => {
    const history = partner().at(810).flow('partner', 'BLOCKED').at(813).flow('partner', 'REACHABLE')
    expect(find(history, reachable).message).toContain('(23s), and 1 more time, 26s in all: SOURCE_NOT')
  })
})

describe('a claim on source addresses', () => {
  const within = CidrSet.of([prefixOf(eipOf(2), 31)])
  const claim = { kind: 'source', flow: 'partner', within, textOfSet: '203.0.113.2/31' } as const

  it('should hold when every address is in the set', () => {
    const finding = find(aHistory().answer('partner', 'shop-1', 2).answer('partner', 'shop-2', 3), claim)
    expect(finding).toMatchObject({ status: 'held' })
    expect(finding.message).toBe(
      'the far side of partner saw 203.0.113.2, 203.0.113.3, all within 203.0.113.2/31',
    )
  })

  it('should name the first address outside with its instant and instance', () => {
    const history = aHistory().answer('partner', 'shop-1', 2).at(97).answer('partner', 'shop-4', 4)
    expect(find(history.at(99).answer('partner', 'shop-5', 5), claim)).toMatchObject({
      status: 'failed',
      fromUs: seconds(97),
      since: 2,
      code: 'SOURCE_OUTSIDE_SET',
      message:
        'the far side of partner sees 203.0.113.4 of shop-4 at 1m37s, which is not within 203.0.113.2/31; later also 203.0.113.5',
    })
  })

  it('should see an address in the window that was first seen before it', () => {
    const history = aHistory().answer('partner', 'shop-1', 4)
    expect(find(history, { ...claim, window: window(60, 90) })).toMatchObject({
      status: 'failed',
      fromUs: seconds(60),
    })
  })

  it('should not be exercised when the far side saw nobody', () => {
    const history = aHistory().at(90).answer('partner', 'shop-1', 2)
    expect(find(history, { ...claim, window: window(60, 90) }).status).toBe('notExercised')
  })
})

describe('a claim on a rollout', () => {
  const completed = { kind: 'rollout', app: 'shop', outcome: 'completed' } as const
  const running = () => aHistory().threeOfShop().at(60).order('shop', 'running')
  const done = () => running().at(160).order('shop', 'success')
  const stuck = () => running().at(74).instance('shop-4', 'awaitingEip', { version: 'v2' })

  it.each([
    ['held, completed', done(), completed, 'held'],
    ['held, exactly within the time', done(), { ...completed, withinUs: seconds(100) }, 'held'],
    ['failed, one microsecond late', done(), { ...completed, withinUs: seconds(100) - 1 }, 'failed'],
    ['held, SAFE', done(), { kind: 'rollout', app: 'shop', verdict: 'SAFE' }, 'held'],
    [
      'held, too late as expected',
      done(),
      { ...completed, verdict: 'EXCEEDED_DEADLINE', withinUs: 1 },
      'held',
    ],
    ['failed, in time against expectation', done(), { ...completed, verdict: 'EXCEEDED_DEADLINE' }, 'failed'],
    ['held, stuck', stuck(), { ...completed, outcome: 'stuck', verdict: 'STUCK' }, 'held'],
    ['held, stuck soon enough', stuck(), { ...completed, outcome: 'stuck', withinUs: seconds(14) }, 'held'],
    ['failed, stuck too late', stuck(), { ...completed, outcome: 'stuck', withinUs: seconds(13) }, 'failed'],
    ['failed, stuck is not running', stuck(), { ...completed, outcome: 'running' }, 'failed'],
    ['held, paused is stuck', running().order('shop', 'paused'), { ...completed, outcome: 'stuck' }, 'held'],
    ['held, paused', running().order('shop', 'paused'), { ...completed, outcome: 'paused' }, 'held'],
    ['held, aborted', running().order('shop', 'aborted'), { ...completed, outcome: 'aborted' }, 'held'],
    ['held, failed', running().order('shop', 'failed'), { ...completed, outcome: 'failed' }, 'held'],
    [
      'held, waiting',
      running().order('shop', 'waitingConfirm'),
      { ...completed, outcome: 'waiting' },
      'held',
    ],
    ['held, running', running(), { ...completed, outcome: 'running' }, 'held'],
    ['not exercised, never began', aHistory(), completed, 'notExercised'],
    ['not exercised, no second change', done(), { ...completed, change: 2 }, 'notExercised'],
  ] as const)('should be %s', (_, history, claim, status) => {
    expect(find(history, claim).status).toBe(status)
  })

  it('should tell a stuck order with its chain, its root cause and the way out', () => {
    expect(find(stuck(), completed)).toEqual({
      expectation: expecting(completed),
      status: 'failed',
      message:
        'order 1 of shop (CoDeploy, v1 to v2) is stuck since 1m14s (running, nothing is lost): ' +
        'shop-4 (v2) waits for a free EIP of pool shop; all 3 EIPs of pool shop are held by shop-1, shop-2, shop-3 (v1); ' +
        'shop-1 (v1) stops only when a new instance has its EIP bound; which shop-4 waits for; expected completed',
      fromUs: seconds(74),
      untilUs: seconds(900),
      since: 9,
      code: 'EIP_POOL_EMPTY',
      fix: 'Give pool shop at least 4 addresses; it has 3.',
    })
  })

  it('should show the outage to who expects none', () => {
    const history = running()
      .at(70)
      .capacity('shop', 3, 0)
      .at(90)
      .capacity('shop', 3, 3)
      .order('shop', 'success')
    expect(find(history, { kind: 'rollout', app: 'shop', verdict: 'SAFE' })).toMatchObject({
      status: 'failed',
      code: 'OUTAGE_WINDOW',
      fromUs: seconds(70),
      untilUs: seconds(90),
      message:
        'order 1 of shop (CoDeploy, v1 to v2) lost the service for 20s from 1m10s and completed; expected SAFE',
    })
  })

  it('should not take a lost service for a stuck order', () => {
    expect(find(stuck().at(80).capacity('shop', 3, 0), { ...completed, outcome: 'stuck' }).status).toBe(
      'failed',
    )
  })

  it('should mention the deadline when the order is not done in time', () => {
    const claim = { ...completed, withinUs: seconds(300) }
    expect(find(running(), claim)).toMatchObject({ status: 'failed', code: 'EXCEEDED_DEADLINE' })
    expect(find(running(), claim).message).toContain('expected completed within 5m (EXCEEDED_DEADLINE)')
    expect(find(running(), claim)).not.toHaveProperty('undetermined')
  })

  it('should ask for the confirmation and not for more time when an order waits for it', () => {
    const finding = find(running().order('shop', 'waitingConfirm'), { ...completed, withinUs: seconds(300) })
    expect(finding).toMatchObject({ status: 'failed', code: 'MANUAL_BATCH_WAIT' })
  })

  it('should be undetermined when the run ends before the order and the deadline', () => {
    const claim = { ...completed, withinUs: seconds(900) }
    expect(find(running(), claim)).toMatchObject({
      status: 'failed',
      undetermined: true,
      code: 'RUN_TOO_SHORT',
    })
  })

  it('should mean the deployment, not the rollback that ended it', () => {
    const back = { order: 2, type: 'CoRollback', version: 'v1', previousVersion: 'v2' } as const
    const history = running().at(90).order('shop', 'failed').order('shop', 'running', back)
    history.at(95).order('shop', 'success', back)
    expect(find(history, { ...completed, outcome: 'rolledBack' }).status).toBe('held')
    expect(find(history, { ...completed, change: 2 }).status).toBe('held')
  })

  it('should tell why a change never began', () => {
    const history = aHistory().at(60).happens({ kind: 'action', entry: 0, text: 'deploy shop v2' })
    history.happens({
      kind: 'refused',
      app: 'shop',
      code: 'Application.NotDeployYet',
      message: 'no',
      cause: 1,
    })
    expect(find(history, completed).message).toBe(
      'no change of shop began: deploy shop v2 was refused with Application.NotDeployYet',
    )
  })
})

describe('a claim on capacity', () => {
  const claim = { kind: 'capacity', app: 'shop', mode: 'always', measure: 'ready' } as const
  const atLeast = (value: number) => ({ ...claim, compare: { operator: '>=', value } }) as const
  const dipping = () =>
    aHistory().at(10).capacity('shop', 3, 3).at(70).capacity('shop', 3, 1).at(90).capacity('shop', 3, 3)

  it.each([
    ['always enough', atLeast(1), 'held'],
    ['once too few', atLeast(2), 'failed'],
    ['enough in the window', { ...atLeast(2), window: window(90, 900) }, 'held'],
    ['too few at the edge of the window', { ...atLeast(2), window: window(89, 90) }, 'failed'],
    ['not there yet', { ...atLeast(2), window: window(0, 10) }, 'notExercised'],
    ['never below', { ...claim, mode: 'never', compare: { operator: '<', value: 1 } }, 'held'],
    ['sometimes exactly one', { ...claim, mode: 'sometimes', compare: { operator: '=', value: 1 } }, 'held'],
    [
      'sometimes more than three',
      { ...claim, mode: 'sometimes', compare: { operator: '>', value: 3 } },
      'failed',
    ],
    ['of an application that nobody knows', { ...atLeast(1), app: 'nobody' }, 'notExercised'],
  ] as const)('should judge %s', (_, each, status) => {
    expect(find(dipping(), each).status).toBe(status)
  })

  it('should tell the dip', () => {
    expect(find(dipping(), atLeast(2))).toMatchObject({
      message: 'shop has 1 of 3 ready from 1m10s to 1m30s (20s), expected always ready >= 2',
      code: 'CAPACITY_DIP',
      fix: 'Raise minReady of shop, or give it more instances.',
      since: 2,
    })
  })
})

describe('a claim on a pool', () => {
  const claim = { kind: 'pool', pool: 'shop', mode: 'always', compare: { operator: '<=', value: 1 } } as const
  const taking = () => aHistory().eip(1, 'InUse', 'shop-1').at(70).eip(2, 'Associating', 'shop-2')

  it('should hold, fail, or not be exercised by a pool that nobody used', () => {
    expect(find(taking(), { ...claim, window: window(0, 70) }).status).toBe('held')
    expect(find(taking(), claim)).toMatchObject({
      status: 'failed',
      message: 'pool shop has 2 of 3 EIPs in use from 1m10s to the end (13m50s), expected always <= 1',
    })
    expect(find(aHistory(), claim).status).toBe('notExercised')
    expect(
      find(taking(), { ...claim, mode: 'sometimes', compare: { operator: '=', value: 3 } }),
    ).toMatchObject({
      status: 'failed',
      code: 'EXPECTATION_NEVER_EXERCISED',
    })
  })
})

describe('a claim on availability', () => {
  const claim = { kind: 'metric', metric: 'availability', flow: 'partner' } as const
  const interrupted = () =>
    aHistory()
      .flow('partner', 'REACHABLE')
      .at(70)
      .flow('partner', 'BLOCKED')
      .at(71)
      .flow('partner', 'REACHABLE')

  it('should compare the share of the asked time, and never round it up to the bound', () => {
    expect(find(interrupted(), { ...claim, min: 899 / 900 }).status).toBe('held')
    expect(find(interrupted(), { ...claim, min: 0.9989 })).toMatchObject({
      status: 'failed',
      message:
        'partner gets through 99.88 % of 15m, blocked for 1s, expected at least 99.89 %, first from 1m10s to 1m11s (1s)',
    })
  })

  it('should not be exercised by a flow that nobody asked', () => {
    expect(find(aHistory(), { ...claim, min: 0.5 }).status).toBe('notExercised')
  })
})

describe('a claim on a refusal or a warning', () => {
  const refused = () => {
    const history = aHistory().at(60).happens({ kind: 'action', entry: 0, text: 'scale shop to 5' })
    return history.happens({ kind: 'refused', app: 'shop', code: 'BUSY', message: 'an order runs', cause: 1 })
  }

  it('should hold when an entry was refused with the code, and fail otherwise', () => {
    expect(find(refused(), { kind: 'refused', app: 'shop', code: 'BUSY' })).toMatchObject({
      status: 'held',
      message: 'scale shop to 5 is refused at 1m with BUSY: an order runs',
    })
    expect(find(refused(), { kind: 'refused', app: 'shop', code: 'OTHER' })).toMatchObject({
      status: 'failed',
      message: 'no change of shop is refused with OTHER; scale shop to 5 is refused at 1m with BUSY',
    })
    expect(find(aHistory(), { kind: 'refused', app: 'shop', code: 'BUSY' })).toMatchObject({
      status: 'failed',
      code: 'EXPECTATION_NEVER_EXERCISED',
    })
  })

  it.each([
    ['sometimes', 'CREATE_NO_EIP', 'held'],
    ['sometimes', 'OTHER', 'failed'],
    ['never', 'CREATE_NO_EIP', 'failed'],
    ['never', 'OTHER', 'held'],
  ] as const)('should judge that it %s warns %s', (mode, code, status) => {
    const history = aHistory()
      .at(70)
      .instance('shop-4', 'awaitingEip')
      .warning('shop', 'CREATE_NO_EIP', 'shop-4')
    expect(find(history, { kind: 'warning', app: 'shop', mode, code }).status).toBe(status)
  })

  it('should not be exercised by an application without instances', () => {
    expect(find(aHistory(), { kind: 'warning', app: 'shop', mode: 'never', code: 'X' }).status).toBe(
      'notExercised',
    )
  })
})

describe('judging a whole run', () => {
  const reachable = expecting({ kind: 'flow', flow: 'partner', mode: 'always', state: 'reachable' })
  const completed = expecting({ kind: 'rollout', app: 'shop', outcome: 'completed' })
  const summary = (history: History) => summarize(history.ends(900), aSetting({ flows: ['partner'] }))
  const moving = () => aHistory().flow('partner', 'REACHABLE').order('shop', 'running')

  it('should find nothing where nothing was asked', () => {
    expect(judge(summary(aHistory()), [], context)).toEqual([])
    expect(overall([])).toBe('nothingAsked')
    expect(heldAll([])).toBe(true)
  })

  it('should keep the order of the file', () => {
    const findings = judge(summary(moving()), [completed, reachable], context)
    expect(findings.map(({ expectation }) => expectation)).toEqual([completed, reachable])
  })

  it('should be undetermined when only the end of the run is to blame', () => {
    expect(overall(judge(summary(moving()), [completed, reachable], context))).toBe('undetermined')
    const blocked = moving().at(9).flow('partner', 'BLOCKED')
    expect(overall(judge(summary(blocked), [completed, reachable], context))).toBe('failed')
    expect(overall(judge(summary(moving()), [reachable], context))).toBe('held')
  })
})

describe('the words of an expectation', () => {
  const within = CidrSet.of([])
  it.each([
    [{ kind: 'flow', flow: 'inbound', mode: 'always', state: 'reachable' }, 'flow inbound always reachable'],
    [
      { kind: 'flow', flow: 'p', mode: 'never', state: 'blocked', code: 'X', window: window(60, 120) },
      'flow p never blocked with X from 1m until 2m',
    ],
    [
      {
        kind: 'flow',
        flow: 'p',
        mode: 'always',
        state: 'reachable',
        window: { fromUs: seconds(3), untilUs: seconds(3) + 1 },
      },
      'flow p always reachable at 3s',
    ],
    [
      { kind: 'source', flow: 'p', within, textOfSet: '203.0.113.10/31' },
      'flow p source within 203.0.113.10/31',
    ],
    [
      { kind: 'rollout', app: 'shop', outcome: 'completed', withinUs: seconds(600) },
      'rollout shop completed within 10m',
    ],
    [{ kind: 'rollout', app: 'shop', change: 2, verdict: 'STUCK' }, 'rollout shop change 2 STUCK'],
    [
      {
        kind: 'capacity',
        app: 'shop',
        mode: 'always',
        measure: 'ready',
        compare: { operator: '>=', value: 2 },
      },
      'app shop always ready >= 2',
    ],
    [
      { kind: 'pool', pool: 'shop', mode: 'never', compare: { operator: '>', value: 4 } },
      'pool shop never in use > 4',
    ],
    [
      { kind: 'metric', metric: 'availability', flow: 'p', min: 0.9995 },
      'availability of p at least 99.95 %',
    ],
    [{ kind: 'refused', app: 'shop', code: 'BUSY' }, 'a change of shop refused with BUSY'],
    [{ kind: 'warning', app: 'shop', mode: 'never', code: 'X' }, 'app shop never warning X'],
  ] as const)('should be ours where the file has none: %#', (claim, text) => {
    expect(textOf(expecting(claim))).toBe(text)
    expect(textOf(expecting(claim, 'as the file says'))).toBe('as the file says')
  })
})
