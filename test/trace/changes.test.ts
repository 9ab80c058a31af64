import { describe, expect, it } from 'vitest'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { summarize } from '../../src/trace/summarize.ts'
import type { ChangeSummary } from '../../src/trace/summary.ts'
import { aHistory, aSetting, eipOf, type History } from './a-trace.ts'

const seconds = (count: number) => count * SECOND_US

function changesOf(history: History, setting = aSetting({ pool: 3 }), end = 900): readonly ChangeSummary[] {
  return summarize(history.ends(end), setting).changes
}

const firstOf = (...args: Parameters<typeof changesOf>): ChangeSummary => changesOf(...args)[0]!

/** Three old instances hold the three EIPs of the pool, the new one finds none. */
const rollingWithoutSpare = () =>
  aHistory()
    .threeOfShop()
    .at(60)
    .order('shop', 'running')
    .instance('shop-4', 'pending', { version: 'v2' })
    .at(64)
    .instance('shop-4', 'initializing', { version: 'v2' })
    .at(74)
    .instance('shop-4', 'awaitingEip', { version: 'v2', code: 'CREATE_NO_EIP' })
    .warning('shop', 'CREATE_NO_EIP', 'shop-4')

describe('the verdict on a change', () => {
  it('should be SAFE when it succeeds and somebody serves all the time', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(90).capacity('shop', 3, 2)
    expect(firstOf(history.at(120).capacity('shop', 3, 3).order('shop', 'success'))).toMatchObject({
      verdict: 'SAFE',
      fromUs: seconds(60),
      untilUs: seconds(120),
      leastReady: 2,
      leastServing: 2,
      outages: [],
      waitsFor: [],
    })
  })

  it('should be OUTAGE when nobody serves for a while, even if it succeeds', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').capacity('shop', 3, 0)
    const change = firstOf(history.at(90).capacity('shop', 3, 3).at(100).order('shop', 'success'))
    expect(change).toMatchObject({ verdict: 'OUTAGE', code: 'OUTAGE_WINDOW', leastServing: 0 })
    expect(change.outages).toEqual([{ fromUs: seconds(60), untilUs: seconds(90), since: 9 }])
  })

  it('should be OUTAGE when instances are ready but none answers', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(70).capacity('shop', 3, 1, 0)
    expect(firstOf(history.at(90).capacity('shop', 3, 3).order('shop', 'success')).verdict).toBe('OUTAGE')
  })

  it('should tell an outage in one span though the ready count changes in it', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(70).capacity('shop', 3, 1, 0)
    history.at(80).capacity('shop', 3, 2, 0).at(90).capacity('shop', 3, 3).order('shop', 'success')
    expect(firstOf(history).outages).toEqual([{ fromUs: seconds(70), untilUs: seconds(90), since: 9 }])
  })

  it('should not be OUTAGE for a gap of no length', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(70).capacity('shop', 3, 0)
    expect(firstOf(history.capacity('shop', 3, 3).at(90).order('shop', 'success')).verdict).toBe('SAFE')
  })

  it('should not be OUTAGE for a gap that begins when the order is over', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(90).order('shop', 'success')
    expect(firstOf(history.capacity('shop', 3, 0)).verdict).toBe('SAFE')
  })

  it('should not be OUTAGE for an application that is being created', () => {
    const creation = { type: 'CoCreateApp', version: 'v1' } as const
    const history = aHistory().at(10).order('shop', 'running', creation).capacity('shop', 3, 0)
    history.at(50).capacity('shop', 3, 3).order('shop', 'success', creation)
    expect(firstOf(history).verdict).toBe('SAFE')
  })

  it('should not be OUTAGE for an application that is stopped as asked', () => {
    const stop = { type: 'CoStop', instances: 0 } as const
    const history = aHistory()
      .threeOfShop()
      .at(60)
      .order('shop', 'running', stop)
      .at(61)
      .capacity('shop', 0, 0)
    expect(firstOf(history.at(90).order('shop', 'success', stop)).verdict).toBe('SAFE')
  })

  it('should be OUTAGE for what was lost at the very beginning of the run', () => {
    const history = aHistory().threeOfShop().order('shop', 'running').capacity('shop', 3, 0)
    expect(firstOf(history.at(9).capacity('shop', 3, 3).order('shop', 'success')).verdict).toBe('OUTAGE')
  })

  it('should be STUCK while all old instances serve and the new one waits for ever', () => {
    const change = firstOf(rollingWithoutSpare())
    expect(change).toMatchObject({
      verdict: 'STUCK',
      code: 'ROLLOUT_STUCK',
      rootCause: 'EIP_POOL_EMPTY',
      status: 'running',
      stuck: { fromUs: seconds(74), untilUs: seconds(900) },
      details: { pool: 'shop', size: '3', needed: '4', instance: 'shop-4' },
      outages: [],
    })
    expect(change).not.toHaveProperty('untilUs')
  })

  it('should be STUCK when a batch timed out, since the instant of the last move', () => {
    const history = rollingWithoutSpare().at(800).order('shop', 'paused', { code: 'BATCH_TIMEOUT' })
    expect(firstOf(history)).toMatchObject({
      verdict: 'STUCK',
      code: 'ROLLOUT_STUCK',
      rootCause: 'EIP_POOL_EMPTY',
      status: 'paused',
      statusFromUs: seconds(800),
      stuck: { fromUs: seconds(74) },
    })
  })

  it('should be STUCK_DEGRADED when fewer are ready than declared', () => {
    const history = rollingWithoutSpare().at(100).capacity('shop', 3, 2)
    expect(firstOf(history).verdict).toBe('STUCK_DEGRADED')
  })

  it('should be STUCK_DEGRADED, not OUTAGE, for a creation that never serves', () => {
    const creation = { type: 'CoCreateApp', version: 'v1' } as const
    const history = aHistory().at(10).order('shop', 'running', creation).capacity('shop', 3, 0)
    history.instance('shop-1', 'awaitingEip')
    expect(firstOf(history, aSetting({ pool: 0 }))).toMatchObject({ verdict: 'STUCK_DEGRADED', outages: [] })
  })

  it('should be OUTAGE, not STUCK, when a stuck order has lost the service', () => {
    const history = rollingWithoutSpare().at(100).capacity('shop', 3, 0)
    const change = firstOf(history)
    expect(change.verdict).toBe('OUTAGE')
    expect(change.waitsFor.length).toBeGreaterThan(0)
  })

  it.each([
    ['an instance is starting', rollingWithoutSpare().instance('shop-5', 'starting', { version: 'v2' })],
    ['an instance is terminating', rollingWithoutSpare().instance('shop-1', 'terminating')],
    ['an EIP is on its way back', rollingWithoutSpare().eip(3, 'Unassociating', 'shop-3')],
    ['a retry may still be due', rollingWithoutSpare().at(895).instance('shop-1', 'unready')],
  ])('should be UNDETERMINED, not STUCK, while %s', (_, history) => {
    expect(firstOf(history)).toMatchObject({ verdict: 'UNDETERMINED', code: 'RUN_TOO_SHORT' })
  })

  it('should be UNDETERMINED while another application may give an EIP back', () => {
    const setting = aSetting({ pool: 3, apps: { shop: {}, cart: {} } })
    const history = rollingWithoutSpare()
      .order('cart', 'running', { order: 2 })
      .instance('cart-1', 'starting')
    expect(firstOf(history, setting).verdict).toBe('UNDETERMINED')
  })

  it('should be UNDETERMINED with its own code when it waits for a confirmation', () => {
    const history = aHistory()
      .threeOfShop()
      .at(60)
      .order('shop', 'running')
      .at(90)
      .order('shop', 'waitingConfirm')
    expect(firstOf(history)).toMatchObject({ verdict: 'UNDETERMINED', code: 'MANUAL_BATCH_WAIT' })
  })

  it('should be UNDETERMINED during the pause between two batches', () => {
    const history = aHistory()
      .threeOfShop()
      .at(60)
      .order('shop', 'running')
      .at(90)
      .order('shop', 'waitingBatch')
    expect(firstOf(history)).toMatchObject({ verdict: 'UNDETERMINED', code: 'RUN_TOO_SHORT' })
  })

  it('should be FAILED with the reason of the order', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running')
    history.at(90).order('shop', 'failed', { code: 'CREATE_NO_EIP' })
    expect(firstOf(history)).toMatchObject({ verdict: 'FAILED', code: 'CREATE_NO_EIP' })
  })

  it('should be ABORTED when somebody ended it', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(90).order('shop', 'aborted')
    expect(firstOf(history)).toMatchObject({ verdict: 'ABORTED', code: 'ABORTED_BY_USER' })
  })

  it('should be ROLLED_BACK when a rollback followed at once and succeeded', () => {
    const back = { order: 2, type: 'CoRollback', version: 'v1', previousVersion: 'v2' } as const
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(90)
    history.order('shop', 'failed', { code: 'READINESS_FAILED_AT_START' }).order('shop', 'running', back)
    const [deployment, rollback] = changesOf(history.at(95).order('shop', 'success', back))
    expect(deployment).toMatchObject({
      verdict: 'ROLLED_BACK',
      code: 'READINESS_FAILED_AT_START',
      rolledBackBy: 2,
    })
    expect(rollback).toMatchObject({ verdict: 'SAFE', type: 'CoRollback' })
  })

  it('should be FAILED when the rollback that followed did not succeed', () => {
    const back = { order: 2, type: 'CoRollback', version: 'v1', previousVersion: 'v2' } as const
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(90)
    history.order('shop', 'failed', { code: 'READINESS_FAILED_AT_START' }).order('shop', 'running', back)
    expect(changesOf(history)[0]).toMatchObject({ verdict: 'FAILED', rolledBackBy: 2 })
  })

  it('should not take a later rollback by hand for the end of the order', () => {
    const back = { order: 2, type: 'CoRollback', version: 'v1', previousVersion: 'v2' } as const
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(90).order('shop', 'failed')
    history.at(200).order('shop', 'running', back).at(210).order('shop', 'success', back)
    expect(changesOf(history)[0]?.verdict).toBe('FAILED')
  })
})

describe('the wait-for chain of a stuck order', () => {
  it('should close the cycle of a pool as large as the application', () => {
    expect(firstOf(rollingWithoutSpare()).waitsFor).toEqual([
      'shop-4 (v2) waits for a free EIP of pool shop',
      'all 3 EIPs of pool shop are held by shop-1, shop-2, shop-3 (v1)',
      'shop-1 (v1) stops only when a new instance has its EIP bound',
      'which shop-4 waits for',
    ])
  })

  it('should name the readiness gate where it holds', () => {
    const deploy = { eipGate: 'ready', instanceWaitUs: 0, retryUs: seconds(10) } as const
    const setting = aSetting({ pool: 3, apps: { shop: { deploy } } })
    expect(firstOf(rollingWithoutSpare(), setting).waitsFor[2]).toBe(
      'shop-1 (v1) stops only when a new instance has its EIP bound and is ready',
    )
  })

  it('should name another application that keeps the EIPs', () => {
    const setting = aSetting({ pool: 2, apps: { shop: {}, cart: {} } })
    const creation = { type: 'CoCreateApp', version: 'v1', instances: 1 } as const
    const history = aHistory().instance('cart-1', 'ready').instance('cart-2', 'ready')
    history.eip(1, 'InUse', 'cart-1').eip(2, 'InUse', 'cart-2').capacity('cart', 2, 2)
    history.at(60).order('shop', 'running', creation).capacity('shop', 1, 0).instance('shop-1', 'awaitingEip')
    const change = firstOf(history, setting)
    expect(change.waitsFor).toEqual([
      'shop-1 (v1) waits for a free EIP of pool shop',
      'all 2 EIPs of pool shop are held by cart-1, cart-2 (v1)',
      'cart goes on with its 2 EIPs and gives none back',
    ])
    expect(change).toMatchObject({ verdict: 'STUCK_DEGRADED', details: { needed: '3' } })
  })

  it('should follow two applications that wait for each other', () => {
    const setting = aSetting({ pool: 2, apps: { shop: {}, cart: {} } })
    const one = { instances: 1 }
    const history = aHistory().instance('shop-1', 'ready').instance('cart-1', 'ready')
    history.eip(1, 'InUse', 'shop-1').eip(2, 'InUse', 'cart-1').capacity('shop', 1, 1).capacity('cart', 1, 1)
    history
      .at(60)
      .order('shop', 'running', one)
      .order('cart', 'running', { order: 2, ...one })
    history.at(70).instance('shop-2', 'awaitingEip', { version: 'v2' })
    const [shop] = changesOf(history.instance('cart-2', 'awaitingEip', { version: 'v2' }), setting)
    expect(shop?.waitsFor).toEqual([
      'shop-2 (v2) waits for a free EIP of pool shop',
      'all 2 EIPs of pool shop are held by shop-1 (v1), cart-1 (v1)',
      'shop-1 (v1) stops only when a new instance has its EIP bound',
      'which shop-2 waits for',
      'cart-1 (v1) stops only when a new instance of cart has its EIP bound',
      'which cart-2 waits for: a free EIP of pool shop as well',
    ])
  })

  it('should tell a scale-out beyond the pool', () => {
    const out = { type: 'CoScaleOut', version: 'v1', previousVersion: 'v1', instances: 4 } as const
    const history = aHistory().threeOfShop().at(60).order('shop', 'running', out).capacity('shop', 4, 3)
    expect(firstOf(history.at(70).instance('shop-4', 'awaitingEip'))).toMatchObject({
      verdict: 'STUCK_DEGRADED',
      details: { needed: '4' },
      waitsFor: [
        'shop-4 (v1) waits for a free EIP of pool shop',
        'all 3 EIPs of pool shop are held by shop-1, shop-2, shop-3 (v1)',
        'shop is to have 4 instances, and none of them gives its EIP back',
      ],
    })
  })

  it('should tell a vSwitch out of addresses', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(64)
    history.instance('shop-4', 'pending', { version: 'v2' }).warning('shop', 'CREATE_NO_VSWITCH_IP', 'shop-4')
    expect(firstOf(history)).toMatchObject({
      verdict: 'STUCK',
      rootCause: 'CREATE_NO_VSWITCH_IP',
      details: { vswitch: 'shop-h' },
      waitsFor: [
        'shop-4 (v2) waits for a free private address in vSwitch shop-h',
        'the addresses there are held by shop-1, shop-2, shop-3 (v1)',
        'shop-1 (v1) stops only when a new instance has its EIP bound',
        'which shop-4 waits for',
      ],
    })
  })

  it('should tell a readiness that never comes', () => {
    const history = aHistory().threeOfShop().at(60).order('shop', 'running').at(80)
    history.instance('shop-4', 'starting', { version: 'v2', eip: eipOf(4) })
    history.warning('shop', 'READINESS_FAILED_AT_START', 'shop-4')
    expect(firstOf(history.at(800).order('shop', 'paused', { code: 'BATCH_TIMEOUT' }))).toMatchObject({
      verdict: 'STUCK',
      rootCause: 'READINESS_FAILED_AT_START',
      stuck: { fromUs: seconds(80) },
      waitsFor: [
        'shop-4 (v2) is starting since 1m20s: its probes do not pass',
        'shop-1 (v1) stops only when a new instance is ready, so that 1 is left',
        'which shop-4 waits for',
      ],
    })
  })

  it('should not list every one of many', () => {
    const history = aHistory()
    for (let last = 1; last <= 20; last++)
      history.instance(`shop-${last}`, 'ready').eip(last, 'InUse', `shop-${last}`)
    history.capacity('shop', 20, 20).at(60).order('shop', 'running', { instances: 20 })
    history.at(74).instance('shop-21', 'awaitingEip', { version: 'v2' })
    expect(firstOf(history, aSetting({ pool: 20 })).waitsFor[1]).toBe(
      'all 20 EIPs of pool shop are held by shop-1, shop-2, shop-3 and 17 more (v1)',
    )
  })
})
