/** `simulate check --exhaustive`: what a proof becomes for a user. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkedRun } from '../../src/searching/checked-run.ts'
import { exhaustiveCheck } from '../../src/searching/exhaustive-check.ts'
import { aShop, reasonOf, scenarioOf, sourceOf } from './read.ts'

const check = (text: string, { states = 50_000, crashes = 0 } = {}) =>
  exhaustiveCheck(text, scenarioOf(text), { states, crashes }, reasonOf)

describe('every order of a plan', () => {
  it('should prove a pool of instances + 1, within bounds that are told', () => {
    const { proof, bounds, counterexample } = check(sourceOf('rolling-eip'))
    expect(proof.verdict).toBe('PROVED')
    expect(counterexample).toBeUndefined()
    expect(bounds).toMatchObject({ states: 50_000, crashes: 0 })
    expect(bounds.leftOut).toContain('flows are not asked')
    expect(bounds.leftOut.join()).toContain('7 of 8 expectations are not asked')
  })

  it('should refute a pool of as many as instances with a file that fails, and its wait-for cycle', () => {
    const { proof, counterexample } = check(sourceOf('pool-equals-instances'))
    expect(proof).toMatchObject({ verdict: 'REFUTED', what: 'every change completes' })
    expect(counterexample!.waitsFor).toEqual([
      'shop-4 (v2) waits for a free EIP of pool shop',
      'all 3 EIPs of pool shop are held by shop-1, shop-2, shop-3 (v1)',
      'shop-1 (v1) stops only when a new instance has its EIP bound',
      'which shop-4 waits for',
    ])
    for (const link of counterexample!.waitsFor) expect(counterexample!.text).toContain(link)
    const again = checkedRun(scenarioOf(counterexample!.text), reasonOf)
    expect(again.flaw).toMatchObject({ text: 'rollout shop outcome completed' })
  })

  it('should refute by a crash, with the instant of it', () => {
    const { proof, counterexample } = check(aShop({ instances: 1 }), { crashes: 1 })
    expect(proof).toMatchObject({ verdict: 'REFUTED', what: 'no outage of shop' })
    expect(scenarioOf(counterexample!.text).timeline.map(({ text }) => text)).toEqual([
      'crash shop container',
    ])
  })

  it('should not decide beyond its budget', () => {
    expect(check(aShop({ instances: 6 }), { states: 30 }).proof).toMatchObject({
      verdict: 'UNDETERMINED',
      why: 'the budget of 30 states was spent',
    })
  })

  it('should take a confirmation when it is waited for, and a refused entry as refused', () => {
    expect(check(sourceOf('gray-then-batches')).proof.verdict).toBe('PROVED')
  })

  it('should let a process end that nobody tells to', () => {
    expect(check(sourceOf('eas-status-codes')).proof.verdict).toBe('PROVED')
  })

  it('should write a file that fails for every scenario that is refuted', () => {
    let refuted = 0
    for (const name of readdirSync('scenarios').filter((each) => each.endsWith('.yaml'))) {
      const { proof, counterexample } = check(readFileSync(`scenarios/${name}`, 'utf8'), { states: 2_000 })
      if (proof.verdict !== 'REFUTED') continue
      refuted++
      expect(checkedRun(scenarioOf(counterexample!.text), reasonOf).flaw, name).toBeDefined()
    }
    expect(refuted).toBeGreaterThan(3)
  })
})
