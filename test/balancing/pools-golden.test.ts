import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PickQuestion } from '../../src/balancing/pick-question.ts'
import { PoolPicker } from '../../src/balancing/pool-picker.ts'
import { PoolState } from '../../src/balancing/pool-state.ts'
import type { BackendPool } from '../../src/cloud/backend-pool.ts'
import { formatIpv4, ipv4 } from '../../src/net/ipv4.ts'
import { aPool, aPoolStep, type PoolStep } from '../arbitraries/a-pool.ts'
import {
  type NaivePick,
  naiveLeastConn,
  naiveLvsWlc,
  naiveLvsWrr,
  naiveRing,
  naiveRoundRobin,
  naiveSmooth,
} from '../golden/naive-picks.ts'
import { NaivePool } from '../golden/naive-pools.ts'

const KEYS = ['a', 'b', 'c', 'd']
/** `d` is a plain address without a zone. */
const ZONES = ['h', 'i', 'h', undefined]
const ZONES_OF_NODES = ['h', 'i', undefined]

/** Both pools, moved by the same steps, and what they say after each. */
class Pair {
  readonly state: PoolState
  readonly picker: PoolPicker
  readonly naive: NaivePool
  readonly #picks = new Map<string | undefined, NaivePick>()
  /** States as the effects tell them. */
  readonly told = new Map(KEYS.map((key) => [key, 'gone']))
  readonly draining = new Set<string>()
  readonly open: string[] = []
  nowUs = 0

  constructor(readonly pool: BackendPool) {
    this.state = new PoolState(pool)
    this.picker = new PoolPicker(this.state)
    this.naive = new NaivePool(pool)
  }

  step(step: PoolStep): void {
    const key = 'server' in step ? KEYS[step.server]! : ''
    const isThere = this.state.memberState(key) === 'available'
    switch (step.kind) {
      case 'add': {
        if (isThere) return
        const zone = ZONES[step.server]
        const address = ipv4(10, 0, 0, step.server + 1)
        const base = { key, weight: this.pool.product === 'serviceName' ? 1 : step.weight }
        const inZone = zone === undefined ? base : { ...base, zone }
        this.naive.add({ ...inZone, name: `${formatIpv4(address)}:80` }, this.nowUs, step.isSound)
        return this.#hear(this.state.add({ ...inZone, address, port: 80 }, this.nowUs, step.isSound))
      }
      case 'remove':
        if (!isThere) return
        this.naive.remove(key, this.nowUs)
        return this.#hear(this.state.remove(key, this.nowUs))
      case 'terminate':
        if (!isThere || this.pool.product !== 'serviceName') return
        this.naive.of(key).terminating = 'serving'
        return this.#hear(this.state.terminate(key, true))
      case 'weigh':
        if (!isThere || this.pool.product === 'serviceName') return
        this.naive.setWeight(key, step.weight, this.nowUs)
        return this.#hear(this.state.setWeight(key, step.weight))
      case 'probes':
        for (let probe = 0; probe < step.count && isThere; probe++) {
          this.naive.probe(key, step.passed, this.nowUs)
          this.#hear(this.state.heard(key, step.passed, this.nowUs))
        }
        return
      case 'wait':
        this.nowUs += step.us
        return this.#hear(this.state.elapse(this.nowUs))
      case 'pick':
        return this.#pick(step)
    }
  }

  compare(): void {
    for (const key of KEYS) {
      const state = this.naive.state(key, this.nowUs)
      expect(this.state.state(key), key).toBe(state)
      expect(this.told.get(key), `${key} as told`).toBe(state)
      const stay = this.naive.stays.find((one) => one.key === key && one.removedUs === undefined)
      if (stay === undefined) continue
      expect(this.state.effectiveWeight(key, this.nowUs), key).toBe(this.naive.weightAt(stay, this.nowUs))
    }
    for (const zone of ZONES_OF_NODES) {
      const may = this.naive.eligible(zone).map(({ key }) => key)
      expect(this.state.candidates(zone).map(({ key }) => key)).toEqual(may)
    }
    for (const key of this.draining) expect(this.state.state(key)).not.toBe('healthy')
  }

  #hear(effects: ReturnType<PoolState['elapse']>): void {
    for (const effect of effects) {
      const { key } = effect
      if (effect.kind === 'state') {
        expect(this.told.get(key)).toBe(effect.from)
        this.told.set(key, effect.to)
      }
      if (effect.kind === 'drainBegins') {
        expect(effect.endsUs).toBe(this.nowUs + this.pool.drainUs!)
        this.draining.add(key)
      }
      if (effect.kind === 'drainEnds') this.draining.delete(key)
    }
  }

  #pick({ zone, source, draw, isLong }: Extract<PoolStep, { kind: 'pick' }>): void {
    const question: PickQuestion = {
      source,
      sourcePort: 4000,
      destination: ipv4(10, 0, 0, 99),
      destinationPort: 80,
      zone,
      query: (name) => (name === 'user' ? `u${source % 7}` : undefined),
      quicConnection: `q${source}`,
      draw,
    }
    const expected = this.#expected(question)
    const picked = this.picker.pick(question, this.nowUs)?.backend.key
    expect(picked).toBe(expected)
    if (picked === undefined) return
    this.picker.began(picked)
    if (isLong) this.open.push(picked)
    else this.picker.ended(picked)
  }

  #expected(question: PickQuestion): string | undefined {
    const may = this.naive.eligible(question.zone)
    if (may.length === 0) return undefined
    if (this.pool.product === 'serviceName' && this.pool.service!.mode === 'iptables')
      return may[endpointOfChain(may.length, Math.round(question.draw! * 1000))]!.key
    const node = this.pool.crossZone ? undefined : question.zone
    const pick = this.#picks.get(node) ?? naivePickOf(this.pool)
    this.#picks.set(node, pick)
    const list = this.naive.stays
      .filter(({ removedUs }) => removedUs === undefined)
      .map((stay) => ({
        key: stay.key,
        name: stay.name,
        weight: this.naive.weightAt(stay, this.nowUs),
        may: may.includes(stay),
        active: this.open.filter((key) => key === stay.key).length,
      }))
    return pick(list, crc32(keyText(this.pool, question)))
  }
}

/** Section 5: rule `i` of `n` with probability 1/(n − i), in exact thousandths; a rule that misses leaves the rest of the draw. */
function endpointOfChain(count: number, thousandths: number): number {
  let below = 0
  for (let i = 0; i < count; i++) {
    // The share of all draws that rule i gets: what is left, times 1/(n − i).
    const share = (count * 1000 - below) / (count - i)
    if (thousandths * count < below + share) return i
    below += share
  }
  throw new Error('the last rule takes everybody')
}

/** 1.8 and 2.2. */
function keyText({ scheduler }: BackendPool, question: PickQuestion): string {
  const source = formatIpv4(question.source)
  if (scheduler.kind === 'sch') return source
  if (scheduler.kind === 'uch') return question.query!(scheduler.parameter)!
  if (scheduler.kind === 'qch') return question.quicConnection!
  return `${source}:4000 10.0.0.99:80`
}

/** The table at the top of section 6. */
function naivePickOf({ product, scheduler }: BackendPool): NaivePick {
  if (product === 'serviceName' || scheduler.kind === 'rr') return naiveRoundRobin()
  const isStream = product === 'clbStream' || product === 'nlb'
  if (scheduler.kind === 'wrr') return isStream ? naiveLvsWrr() : naiveSmooth()
  if (scheduler.kind === 'wlc') return isStream ? naiveLvsWlc() : naiveLeastConn()
  return naiveRing()
}

describe('a pool and its naive twin', () => {
  it('should say the same of every server, candidate and pick after every step', () =>
    fc.assert(
      fc.property(aPool(), fc.array(aPoolStep(), { minLength: 1, maxLength: 40 }), (pool, steps) => {
        const pair = new Pair(pool)
        for (const step of steps) {
          pair.step(step)
          pair.compare()
        }
      }),
      { numRuns: 300 },
    ))

  it('should work on nothing when everything has ended (conservation)', () =>
    fc.assert(
      fc.property(aPool(), fc.array(aPoolStep(), { minLength: 1, maxLength: 40 }), (pool, steps) => {
        const pair = new Pair(pool)
        for (const step of steps) pair.step(step)
        for (const key of pair.open) pair.picker.ended(key)
        for (const key of KEYS) {
          expect(pair.picker.active(key)).toBe(0)
          expect(() => pair.picker.ended(key)).toThrow('had not begun')
        }
      }),
    ))
})
