import { describe, expect, it } from 'vitest'
import { PoolState } from '../../src/balancing/pool-state.ts'
import { CHECK, poolOf, uncheckedPool } from '../arbitraries/a-pool.ts'
import { backend, candidates, poolWith, second, told } from './pool-text.ts'

const passes = (state: PoolState, key: string, count: number, atUs = 0) =>
  Array.from({ length: count }, () => told(state.heard(key, true, atUs))).flat()
const fails = (state: PoolState, key: string, count: number, atUs = 0) =>
  Array.from({ length: count }, () => told(state.heard(key, false, atUs))).flat()

describe('facts/load-balancing 1.9: the state of a server', () => {
  it('1.9 states: Initial, then Healthy after 3 passes in a row, Unhealthy after 3 failures in a row', () => {
    const state = new PoolState(poolOf())
    expect(told(state.add(backend('a'), 0))).toEqual(['a: gone > initial'])
    expect(passes(state, 'a', 2)).toEqual([])
    expect(fails(state, 'a', 1)).toEqual([])
    expect(passes(state, 'a', 3)).toEqual(['a: initial > healthy'])
    expect(fails(state, 'a', 2)).toEqual([])
    expect(passes(state, 'a', 1)).toEqual([])
    expect(fails(state, 'a', 3)).toEqual(['a: healthy > unhealthy'])
    expect(passes(state, 'a', 3)).toEqual(['a: unhealthy > healthy'])
  })

  it('1.9 healthy and unhealthy threshold: are those of the check', () => {
    const state = new PoolState(
      poolOf({ healthCheck: { ...CHECK, healthyThreshold: 2, unhealthyThreshold: 5 } }),
    )
    state.add(backend('a'), 0)
    expect(passes(state, 'a', 2)).toEqual(['a: initial > healthy'])
    expect(fails(state, 'a', 4)).toEqual([])
    expect(fails(state, 'a', 1)).toEqual(['a: healthy > unhealthy'])
  })

  it('1.9 states: Unused with weight 0, which is not probed, and Unavailable with checks off', () => {
    const state = poolWith(poolOf(), 'a=0 b')
    expect([state.state('a'), state.state('b')]).toEqual(['unused', 'healthy'])
    expect([state.isProbed('a'), state.isProbed('b')]).toEqual([false, true])
    expect(fails(state, 'a', 9)).toEqual([])
    const unchecked = poolWith(uncheckedPool(), 'a')
    expect([unchecked.state('a'), unchecked.isProbed('a')]).toEqual(['unavailable', false])
    expect(fails(unchecked, 'a', 9)).toEqual([])
  })

  it('1.9 weight-0 server: waits for a new verdict when its weight comes back', () => {
    const state = poolWith(poolOf(), 'a b')
    expect(told(state.setWeight('a', 0))).toEqual(['a: healthy > unused'])
    expect(told(state.setWeight('a', 50))).toEqual(['a: unused > initial'])
    expect(candidates(state)).toBe('b')
    expect(passes(state, 'a', 3)).toEqual(['a: initial > healthy'])
    expect(candidates(state)).toBe('a b')
  })

  it('1.9 new server before its first verdict: gets nothing as long as another one is healthy (section 9 row 16)', () => {
    expect(candidates(poolWith(poolOf(), 'a b?'))).toBe('a')
    expect(candidates(poolWith(poolOf(), 'a? b?'))).toBe('a b')
    expect(poolWith(poolOf(), 'a? b?').isFailingOpen).toBe(false)
  })

  it('1.9 enabled: who is checked anew has no verdict, who is not checked any more counts as sound', () => {
    const state = poolWith(poolOf({ drainUs: second(300) }), 'a b')
    expect(fails(state, 'a', 3)).toEqual(['a: healthy > unhealthy', 'a: drains until 300 s'])
    const off = told(state.reconfigure(uncheckedPool()))
    expect(off).toEqual(['a: unhealthy > unavailable', 'a: drains no longer', 'b: healthy > unavailable'])
    expect(candidates(state)).toBe('a b')
    expect(told(state.reconfigure(poolOf()))).toEqual([
      'a: unavailable > initial',
      'b: unavailable > initial',
    ])
  })
})

describe('facts/load-balancing 1.10: who may be picked', () => {
  it('1.10 some healthy with weight > 0: only those', () => {
    expect(candidates(poolWith(poolOf(), 'a b! c d=0'))).toBe('a c')
  })

  it('1.10 every server unhealthy: ALB fails open, over all with a weight', () => {
    const state = poolWith(poolOf(), 'a! b! c=0')
    expect(candidates(state)).toBe('a b')
    expect(state.isFailingOpen).toBe(true)
    passes(state, 'b', 3)
    expect([candidates(state), state.isFailingOpen]).toEqual(['b', false])
  })

  it('1.10 no server at all, all weights 0: nobody, and why', () => {
    const empty = poolWith(poolOf(), '')
    expect([candidates(empty), empty.whyNobody(undefined), empty.isFailingOpen]).toEqual(['', 'empty', false])
    const weights = poolWith(poolOf(), 'a=0 b=0')
    expect([candidates(weights), weights.whyNobody(undefined)]).toEqual(['', 'weights'])
  })

  it('1.10 checks disabled: all with a weight', () => {
    expect(candidates(poolWith(uncheckedPool(), 'a b=0 c'))).toBe('a c')
  })

  it('2.5 L7, all unhealthy: CLB fails closed, and so does its layer 4; weight 0 behaves as removed', () => {
    for (const product of ['clbHttp', 'clbStream'] as const) {
      const state = poolWith(poolOf({ product }), 'a! b! c=0')
      expect([candidates(state), state.whyNobody(undefined)]).toEqual(['', 'unhealthy'])
      expect(state.isFailingOpen).toBe(false)
      expect(candidates(poolWith(poolOf({ product }), 'a! b c=0'))).toBe('b')
    }
  })

  it('2.4 switch: off, dead servers still get traffic', () => {
    const state = poolWith(uncheckedPool({ product: 'clbHttp' }), 'a b')
    expect(fails(state, 'a', 9)).toEqual([])
    expect(candidates(state)).toBe('a b')
  })

  it('2.4 verdict scope: nobody asks a server that is down, in whichever zone its node stands', () => {
    const state = poolWith(poolOf({ product: 'clbHttp' }), 'a@h b@i')
    fails(state, 'a', 3)
    expect([candidates(state, 'h'), candidates(state, 'i'), candidates(state)]).toEqual(['b', 'b', 'b'])
  })

  it('2.5 contrast: the option `onAllUnhealthy` turns either product round', () => {
    expect(candidates(poolWith(poolOf({ onAllUnhealthy: 'closed' }), 'a! b!'))).toBe('')
    expect(candidates(poolWith(poolOf({ product: 'clbHttp', onAllUnhealthy: 'open' }), 'a! b!'))).toBe('a b')
  })

  it('1.8 cross-zone: off, only servers of the zone of the node that took the request, else nobody', () => {
    const state = poolWith(poolOf({ crossZone: false }), 'a@h b@i c@i!')
    expect([candidates(state, 'h'), candidates(state, 'i'), candidates(state, 'j')]).toEqual(['a', 'b', ''])
    expect(state.whyNobody('j')).toBe('zone')
    expect(candidates(poolWith(poolOf(), 'a@h b@i'), 'h')).toBe('a b')
  })

  it('2.2 backend sets: of a master/slave group the master gets everything while it is healthy', () => {
    const state = poolWith(poolOf({ product: 'clbStream', isMasterSlave: true }), 'a b')
    expect(candidates(state)).toBe('a')
    fails(state, 'a', 3)
    expect(candidates(state)).toBe('b')
    passes(state, 'a', 3)
    expect(candidates(state)).toBe('a')
    fails(state, 'a', 3)
    fails(state, 'b', 3)
    expect(candidates(state)).toBe('')
  })

  it('should take what was found before anybody looked: nothing ramps, and who failed is unhealthy', () => {
    const state = new PoolState(poolOf({ slowStartUs: second(30) }))
    state.found(backend('a'), true, 0)
    state.found(backend('b'), true, 0)
    expect(told(state.found(backend('c'), false, 0))).toEqual(['c: gone > initial', 'c: initial > unhealthy'])
    expect(candidates(state)).toBe('a b')
    expect(state.isRamping('b')).toBe(false)
  })
})

describe('facts/load-balancing 1.8: coming and going', () => {
  it('1.8 batch sizes: states go Adding, Available, Removing', () => {
    const state = new PoolState(poolOf({ drainUs: second(300) }))
    expect(told(state.announce(backend('a')))).toEqual(['a: gone > adding'])
    expect([state.memberState('a'), candidates(state)]).toEqual(['adding', ''])
    expect(told(state.add(backend('a'), 0, true))).toEqual(['a: adding > healthy'])
    expect([state.memberState('a'), candidates(state)]).toEqual(['available', 'a'])
    state.remove('a', 0)
    expect([state.memberState('a'), candidates(state)]).toEqual(['removing', ''])
    state.elapse(second(300))
    expect(state.memberState('a')).toBe(undefined)
  })

  it('1.8 connection drain: on removal nothing new, and what is open is cut when the time is over', () => {
    const state = poolWith(poolOf({ drainUs: second(300) }), 'a b')
    const begin = told(state.remove('a', second(10)))
    expect(begin).toEqual(['a: healthy > draining', 'a: drains until 310 s'])
    expect([candidates(state), state.nextDueUs]).toEqual(['b', second(310)])
    expect(told(state.elapse(second(310) - 1))).toEqual([])
    expect(told(state.elapse(second(310)))).toEqual(['a: draining > gone', 'a: connections are cut'])
    expect(state.nextDueUs).toBe(Number.POSITIVE_INFINITY)
  })

  it('1.8 connection drain: on turning unhealthy, until it is healthy again', () => {
    const state = poolWith(poolOf({ drainUs: second(300) }), 'a b')
    expect(fails(state, 'a', 3, second(5))).toEqual(['a: healthy > unhealthy', 'a: drains until 305 s'])
    expect(passes(state, 'a', 3, second(50))).toEqual(['a: unhealthy > healthy', 'a: drains no longer'])
    fails(state, 'a', 3, second(100))
    expect(told(state.elapse(second(400)))).toEqual(['a: connections are cut'])
    expect(state.state('a')).toBe('unhealthy')
  })

  it('1.8 connection drain: removed while it drains as an unhealthy one, the clock that runs goes on', () => {
    const state = poolWith(poolOf({ drainUs: second(300) }), 'a b')
    fails(state, 'a', 3, second(5))
    expect(told(state.remove('a', second(100)))).toEqual(['a: unhealthy > draining'])
    expect(told(state.elapse(second(305)))).toEqual(['a: draining > gone', 'a: connections are cut'])
  })

  it('1.8 connection drain: 0 s cuts at once; off, connections stay until they end by themselves', () => {
    const cut = poolWith(poolOf({ drainUs: 0 }), 'a b')
    expect(told(cut.remove('a', 0))).toEqual(['a: healthy > gone', 'a: connections are cut'])
    expect(fails(cut, 'b', 3)).toEqual(['b: healthy > unhealthy', 'b: connections are cut'])
    const off = poolWith(poolOf(), 'a b')
    expect(told(off.remove('a', 0))).toEqual(['a: healthy > gone'])
    expect(fails(off, 'b', 3)).toEqual(['b: healthy > unhealthy'])
  })

  it('2.2 connection drain: of CLB layer 4 likewise, for its own time', () => {
    const state = poolWith(poolOf({ product: 'clbStream', drainUs: second(10) }), 'a b')
    expect(told(state.remove('a', 0))).toEqual(['a: healthy > draining', 'a: drains until 10 s'])
  })

  it('1.8 connection drain: who comes back before its end drains no longer', () => {
    const state = poolWith(poolOf({ drainUs: second(300) }), 'a b')
    state.remove('a', 0)
    expect(told(state.add(backend('a'), second(9)))).toEqual(['a: draining > initial', 'a: drains no longer'])
    expect(told(state.elapse(second(300)))).toEqual([])
  })

  it('should throw at what only a bug can ask for', () => {
    const state = poolWith(poolOf({ drainUs: second(300) }), 'a')
    expect(() => state.add(backend('a'), 0)).toThrow('added twice')
    expect(() => state.announce(backend('a'))).toThrow('announced twice')
    expect(() => state.remove('b', 0)).toThrow('no server b in pool web')
    expect(() => state.setWeight('b', 1)).toThrow('no server b')
    state.remove('a', 0)
    expect(() => state.remove('a', 0)).toThrow('removed twice')
    expect(state.heard('b', true, 0)).toEqual([])
  })
})

describe('facts/load-balancing 1.8: slow start', () => {
  const ramping = poolOf({ slowStartUs: second(30) })

  it('1.8 slow start, enters: the clock starts when a new server beside a healthy one becomes healthy', () => {
    const state = poolWith(ramping, 'a')
    expect(told(state.add(backend('b'), second(1)))).toEqual(['b: gone > initial'])
    expect(passes(state, 'b', 3, second(5))).toEqual(['b: initial > healthy', 'b: ramps until 35 s'])
    expect(state.nextDueUs).toBe(second(35))
    expect(told(state.elapse(second(35)))).toEqual(['b: ramps no longer'])
    expect(state.effectiveWeight('b', second(35))).toBe(100)
  })

  it('1.8 slow start, enters: with checks off at once', () => {
    const state = poolWith(uncheckedPool({ slowStartUs: second(30) }), 'a')
    expect(told(state.add(backend('b'), second(1)))).toEqual(['b: gone > unavailable', 'b: ramps until 31 s'])
  })

  it('1.8 slow start, enters: neither the very first server, nor one whose only neighbours ramp or are not healthy', () => {
    const first = new PoolState(ramping)
    first.add(backend('a'), 0)
    expect(passes(first, 'a', 3)).toEqual(['a: initial > healthy'])
    const sick = poolWith(ramping, 'a!')
    sick.add(backend('b'), 0)
    expect(passes(sick, 'b', 3)).toEqual(['b: initial > healthy'])
    const alone = poolWith(ramping, 'a')
    alone.add(backend('b'), 0)
    passes(alone, 'b', 3)
    fails(alone, 'a', 3)
    alone.add(backend('c'), second(1))
    expect(passes(alone, 'c', 3)).toEqual(['c: initial > healthy'])
  })

  it('1.8 slow start, enters: servers that were there when it was switched on do not ramp, those after them do', () => {
    const state = poolWith(poolOf(), 'a b?')
    state.reconfigure(ramping)
    expect(passes(state, 'b', 3)).toEqual(['b: initial > healthy'])
    state.add(backend('c'), 0)
    expect(passes(state, 'c', 3)).toEqual(['c: initial > healthy', 'c: ramps until 30 s'])
    expect(told(state.reconfigure(poolOf()))).toEqual(['c: ramps no longer'])
  })

  it('1.8 slow start, leaves: by removal, or by becoming unhealthy, and enters anew on recovery', () => {
    const state = poolWith(ramping, 'a')
    state.add(backend('b'), 0)
    passes(state, 'b', 3, second(5))
    expect(fails(state, 'b', 3, second(20))).toEqual(['b: healthy > unhealthy', 'b: ramps no longer'])
    expect(passes(state, 'b', 3, second(40))).toEqual(['b: unhealthy > healthy', 'b: ramps until 70 s'])
    expect(told(state.remove('b', second(50)))).toEqual(['b: healthy > gone', 'b: ramps no longer'])
  })

  it('1.8 slow start, leaves: once its time was over, a recovery does not ramp again', () => {
    const state = poolWith(ramping, 'a')
    state.add(backend('b'), 0)
    passes(state, 'b', 3)
    state.elapse(second(30))
    fails(state, 'b', 3, second(40))
    expect(passes(state, 'b', 3, second(50))).toEqual(['b: unhealthy > healthy'])
  })

  it('1.8 slow start, curve: linear, from one part to the whole weight (section 9 row 10)', () => {
    const state = poolWith(ramping, 'a')
    state.add(backend('b'), 0)
    passes(state, 'b', 3)
    const weights = [0, 0.15, 3, 15, 29.7, 30, 99].map((at) => state.effectiveWeight('b', second(at)))
    expect(weights).toEqual([1, 1, 10, 50, 99, 100, 100])
    expect(state.backend('b')!.weight).toBe(100)
  })

  it('1.8 slow start: only weighted round robin of ALB has it', () => {
    for (const words of [{ scheduler: { kind: 'wlc' } as const }, { product: 'clbStream' as const }]) {
      const state = poolWith(poolOf({ slowStartUs: second(30), ...words }), 'a')
      state.add(backend('b'), 0)
      expect(passes(state, 'b', 3)).toEqual(['b: initial > healthy'])
    }
  })
})

describe('facts/load-balancing section 5: endpoints of a service name', () => {
  const service = uncheckedPool({ product: 'serviceName', scheduler: { kind: 'random' } })

  it('5 ready gating: only ready endpoints', () => {
    const state = poolWith(service, 'a b')
    expect(told(state.heard('a', false, 0))).toEqual(['a: healthy > unhealthy'])
    expect(candidates(state)).toBe('b')
    state.heard('a', true, 0)
    expect(candidates(state)).toBe('a b')
  })

  it('5 ready gating: publishNotReadyAddresses overrides it', () => {
    const state = poolWith(
      { ...service, service: { mode: 'iptables', publishesNotReady: true, affinityUs: 0 } },
      'a b',
    )
    state.heard('a', false, 0)
    state.terminate('b', true)
    expect(candidates(state)).toBe('a b')
  })

  it('5 terminating: is not ready; those that still serve are asked if nobody else is ready', () => {
    const state = poolWith(service, 'a b c')
    expect(told(state.terminate('a', true))).toEqual(['a: healthy > draining'])
    expect(candidates(state)).toBe('b c')
    state.terminate('b', false)
    state.heard('c', false, 0)
    expect(candidates(state)).toBe('a')
    state.remove('a', 0)
    expect([candidates(state), state.whyNobody(undefined)]).toEqual(['', 'unhealthy'])
  })

  it('5 IPVS removal: nothing new at once, and what is open is not cut', () => {
    const state = poolWith(
      { ...service, service: { mode: 'ipvs', publishesNotReady: false, affinityUs: 0 } },
      'a b',
    )
    expect(told(state.remove('a', 0))).toEqual(['a: healthy > gone'])
    expect(candidates(state)).toBe('b')
  })

  it('5 no endpoint at all: nobody, which is a refused connection', () => {
    const state = poolWith(service, '')
    expect([candidates(state), state.whyNobody(undefined)]).toEqual(['', 'empty'])
  })
})
