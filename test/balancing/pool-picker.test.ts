import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PoolPicker } from '../../src/balancing/pool-picker.ts'
import { PoolState } from '../../src/balancing/pool-state.ts'
import { drawnEndpoint } from '../../src/balancing/scheduler-of.ts'
import type { BackendPool } from '../../src/cloud/backend-pool.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { poolOf, uncheckedPool } from '../arbitraries/a-pool.ts'
import { backend, picks, poolWith, second, shares } from './pool-text.ts'

const source = ipv4(203, 0, 113, 7)
const pickerOf = (words: Partial<BackendPool>, servers: string) =>
  new PoolPicker(poolWith(poolOf(words), servers))
const stream = { product: 'clbStream' } as const

describe('facts/load-balancing section 6: the scheduler of each product', () => {
  it.each([
    ['6 ALB Wrr: smooth round robin', {}, 'a b c a'],
    ['6 CLB-L7 wrr: smooth round robin', { product: 'clbHttp' }, 'a b c a'],
    ['6 CLB-L7 rr: weights ignored', { product: 'clbHttp', scheduler: { kind: 'rr' } }, 'a b c a'],
    ['6 CLB-L4 wrr: LVS round robin', stream, 'a a b c'],
    ['6 CLB-L4 rr: weights ignored', { ...stream, scheduler: { kind: 'rr' } }, 'a b c a'],
  ] satisfies [string, Partial<BackendPool>, string][])('%s', (_, words, expected) => {
    expect(picks(pickerOf(words, 'a=100 b=50 c=50'), 4)).toBe(expected)
  })

  it('6.7 LVS sh: weight buckets in a row, and nobody else for a server that is dead', () => {
    const picker = pickerOf({ ...stream, scheduler: { kind: 'lvsSch' } }, 'a=100 b=100 c=56')
    const clients = [ipv4(10, 0, 0, 1), ipv4(10, 0, 0, 2), ipv4(192, 168, 1, 10), source]
    // Buckets 177, 98, 234 and 215 of the sheet: 100 are of a, the next 100 of b, the last of c.
    expect(clients.map((source) => picker.pick({ source }, 0)?.backend.key)).toEqual(['b', 'a', 'c', 'c'])
    const dead = pickerOf({ ...stream, scheduler: { kind: 'lvsSch' } }, 'a=100 b=100! c=56')
    expect(clients.map((source) => dead.pick({ source }, 0)?.backend.key)).toEqual([undefined, 'a', 'c', 'c'])
  })

  it.each([
    ['6 ALB Wlc: least connections of NGINX', {}, 'a b c a c a b a'],
    ['6 CLB-L4 wlc: of LVS', stream, 'a b c a a b c a'],
  ] satisfies [string, Partial<BackendPool>, string][])(
    '%s, counting what is still open',
    (_, words, expected) => {
      const picker = pickerOf({ ...words, scheduler: { kind: 'wlc' } }, 'a=100 b=50 c=50')
      const order = Array.from({ length: 8 }, () => {
        const { key } = picker.pick({ source }, 0)!.backend
        picker.began(key)
        return key
      })
      expect(order.join(' ')).toBe(expected)
    },
  )

  it('1.8 scheduler: Sch hashes the source IP; 6.8 keys of the ring go to .2 and .3', () => {
    const state = new PoolState(poolOf({ scheduler: { kind: 'sch' } }))
    for (const key of ['a', 'b', 'c']) state.add({ ...backend(key), port: 8080 }, 0, true)
    const picker = new PoolPicker(state)
    const to = (address: number) => picker.pick({ source: address, sourcePort: 1 }, 0)!.backend.key
    expect(to(source)).toBe('b')
    expect(to(ipv4(203, 0, 113, 8))).toBe('c')
    state.remove('c', 0)
    expect([to(source), to(ipv4(203, 0, 113, 8)), to(ipv4(192, 168, 1, 10))]).toEqual(['b', 'b', 'a'])
  })

  it('1.8 scheduler: Uch hashes the value of one named query parameter, and nothing else', () => {
    const picker = pickerOf({ scheduler: { kind: 'uch', parameter: 'user' } }, 'a b c')
    const to = (user: string | undefined, from: number) =>
      picker.pick({ source: from, query: (name) => (name === 'user' ? user : `${from}`) }, 0)!.backend.key
    const users = Array.from({ length: 40 }, (_, user) => `u${user}`)
    expect(users.map((user) => to(user, 1))).toEqual(users.map((user) => to(user, 2)))
    expect(new Set(users.map((user) => to(user, 1))).size).toBe(3)
    expect(to(undefined, 1)).toBe(to(undefined, 2))
  })

  it('2.2 schedulers: tch hashes both addresses and ports, qch the QUIC connection id', () => {
    const to = (kind: 'sch' | 'tch' | 'qch', sourcePort: number, quicConnection: string) =>
      pickerOf({ ...stream, scheduler: { kind } }, 'a b c').pick(
        { source, sourcePort, destination: ipv4(10, 0, 0, 99), destinationPort: 80, quicConnection },
        0,
      )!.backend.key
    const ports = Array.from({ length: 40 }, (_, at) => 4000 + at)
    expect(new Set(ports.map((port) => to('sch', port, 'x'))).size).toBe(1)
    expect(new Set(ports.map((port) => to('tch', port, 'x'))).size).toBe(3)
    expect(new Set(ports.map((port) => to('qch', port, 'x'))).size).toBe(1)
    expect(new Set(ports.map((port) => to('qch', 1, `${port}`))).size).toBe(3)
  })

  it('1.8 server weight, 2.2 server weight: 0 receives nothing, 100/50/50 share 2:1:1', () => {
    for (const words of [{}, { product: 'clbHttp' }, stream] as const) {
      const picker = pickerOf(words, 'a=100 b=50 c=50 d=0')
      expect(shares(picker, 400)).toEqual({ a: 200, b: 100, c: 100 })
    }
  })

  it('1.8 cross-zone: off, every zone has a round of its own', () => {
    const picker = pickerOf({ crossZone: false }, 'a@h b@h c@i')
    expect(picks(picker, 3, 0, 'h')).toBe('a b a')
    expect(picks(picker, 2, 0, 'i')).toBe('c c')
    expect(picks(picker, 1, 0, 'j')).toBe('-')
    expect(picks(picker, 1, 0, 'h')).toBe('b')
  })

  it('should give exact shares in every cycle, whatever happened before it', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(1, 2, 3, 5, 50, 100), { minLength: 1, maxLength: 4 }),
        fc.constantFrom({}, stream),
        fc.nat(3),
        (weights, words, gone) => {
          const names = weights.map((weight, at) => `${'abcd'[at]}=${weight}`)
          const state = poolWith(poolOf(words), names.join(' '))
          const picker = new PoolPicker(state)
          const total = weights.reduce((sum, weight) => sum + weight, 0)
          expect(shares(picker, total)).toEqual(Object.fromEntries(weights.map((w, at) => ['abcd'[at], w])))
          if (gone >= weights.length || weights.length === 1) return
          // Whole cycles are over, so nobody is owed anything: the rest share exactly, too.
          state.remove('abcd'[gone]!, 0)
          const rest = weights.map((w, at) => ['abcd'[at]!, w] as const).filter((_, at) => at !== gone)
          expect(shares(picker, total - weights[gone]!)).toEqual(Object.fromEntries(rest))
        },
      ),
    ))

  it('should move only the keys of a server that leaves a hashed pool', () =>
    fc.assert(
      fc.property(
        fc.nat(4),
        fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 60 }),
        (gone, sources) => {
          const state = poolWith(poolOf({ scheduler: { kind: 'sch' } }), 'a b c d e')
          const picker = new PoolPicker(state)
          const place = () => sources.map((address) => picker.pick({ source: address }, 0)!.backend.key)
          const before = place()
          const left = 'abcde'[gone]!
          state.remove(left, 0)
          const after = place()
          for (const [at, key] of before.entries())
            if (key === left) expect(after[at]).not.toBe(left)
            else expect(after[at]).toBe(key)
        },
      ),
    ))
})

describe('facts/load-balancing section 8, scenario 15: slow start', () => {
  it('8 scenario 15: a new server gets a share that grows with time, and the rest exactly theirs', () => {
    const state = poolWith(uncheckedPool({ slowStartUs: second(30) }), 'a b')
    const picker = new PoolPicker(state)
    state.add(backend('c'), 0)
    expect(shares(picker, 201, second(0))).toEqual({ a: 100, b: 100, c: 1 })
    expect(shares(picker, 210, second(3))).toEqual({ a: 100, b: 100, c: 10 })
    expect(shares(picker, 250, second(15))).toEqual({ a: 100, b: 100, c: 50 })
    state.elapse(second(30))
    expect(shares(picker, 300, second(30))).toEqual({ a: 100, b: 100, c: 100 })
  })
})

describe('facts/load-balancing 2.2: persistence by source IP', () => {
  const persistent = { ...stream, persistenceUs: second(60) }

  it('2.2 persistence: a client stays with its server as long as it comes back in time', () => {
    const picker = pickerOf(persistent, 'a b c')
    expect(picks(picker, 3, 0)).toBe('a a a')
    expect(picker.pick({ source }, second(59))).toEqual({ backend: backend('a'), by: 'affinity' })
    expect(picker.pick({ source: source + 1 }, second(59))!.backend.key).toBe('b')
    // Every new connection renews it.
    expect(picks(picker, 1, second(118))).toBe('a')
    expect(picker.pick({ source }, second(178))!.by).toBe('scheduler')
  })

  it('2.2 persistence: 0 is off', () => expect(picks(pickerOf(stream, 'a b c'), 3)).toBe('a b c'))

  it('2.2 persistence: whose server may not be picked gets another, and stays there', () => {
    const state = poolWith(poolOf(persistent), 'a b c')
    const picker = new PoolPicker(state)
    expect(picks(picker, 2)).toBe('a a')
    state.judged('a', false, 0)
    expect(picks(picker, 2)).toBe('b b')
    state.judged('a', true, 0)
    expect(picks(picker, 2)).toBe('b b')
  })

  it('should forget clients whose time is over', () => {
    const picker = pickerOf(persistent, 'a b c')
    for (let client = 0; client < 5000; client++) picker.pick({ source: client }, second(client))
    expect(picker.clients).toBeLessThan(2048)
  })
})

describe('facts/load-balancing section 5: Kubernetes services', () => {
  const service = (words: Partial<NonNullable<BackendPool['service']>> = {}) =>
    uncheckedPool({
      product: 'serviceName',
      scheduler: { kind: 'random' },
      service: { mode: 'iptables', publishesNotReady: false, affinityUs: 0, ...words },
    })

  it('5 iptables mode: uniform, endpoint i of n with probability 1/(n − i) of what is left', () => {
    const picker = new PoolPicker(poolWith(service(), 'a b c d'))
    const counts: Record<string, number> = {}
    for (let part = 0; part < 1000; part++) {
      const { key } = picker.pick({ source, draw: part / 1000 }, 0)!.backend
      counts[key] = (counts[key] ?? 0) + 1
    }
    expect(counts).toEqual({ a: 250, b: 250, c: 250, d: 250 })
    expect(drawnEndpoint(3, 1 - Number.EPSILON)).toBe(2)
    expect(() => picker.pick({ source }, 0)).toThrow('needs a draw')
    expect(new PoolPicker(poolWith(service(), '')).pick({ source, draw: 0.5 }, 0)).toBe(undefined)
  })

  it('5 IPVS mode: round robin in turn', () => {
    expect(picks(new PoolPicker(poolWith(service({ mode: 'ipvs' }), 'a b c')), 4)).toBe('a b c a')
  })

  it('5 affinity: ClientIP keeps a client for 10800 s after its last connection', () => {
    const picker = new PoolPicker(poolWith(service({ affinityUs: second(10_800) }), 'a b c d'))
    const to = (draw: number, atS: number) => picker.pick({ source, draw }, second(atS))!.backend.key
    expect([to(0.3, 0), to(0.9, 10_799), to(0.9, 21_598), to(0.9, 32_398)]).toEqual(['b', 'b', 'b', 'd'])
  })
})

describe('facts/load-balancing 1.8, 2.3: sticky sessions', () => {
  const insert = { kind: 'insert', timeoutUs: second(1000) } as const
  const withCookie = (value: string | undefined, name = 'SERVERID') => ({
    source,
    cookie: (asked: string) => (asked === name ? value : undefined),
  })

  it('1.8 sticky session: the cookie names the server, until its time is over', () => {
    const picker = pickerOf({ sticky: insert }, 'a b c')
    expect(picker.pick(withCookie(undefined), 0)).toEqual({ backend: backend('a'), by: 'scheduler' })
    const kept = picker.pick(withCookie('c|5'), second(1004))
    expect(kept).toEqual({ backend: backend('c'), by: 'cookie', named: 'c' })
    expect(picker.pick(withCookie('c|5'), second(1005))).toEqual({ backend: backend('b'), by: 'scheduler' })
  })

  it('1.8 sticky target gone, unhealthy or of weight 0, 1.10 unhealthy but holds a cookie: re-scheduled', () => {
    for (const servers of ['a b', 'a b c!', 'a b c=0'])
      expect(pickerOf({ sticky: insert }, servers).pick(withCookie('c|0'), 1)).toEqual({
        backend: backend('a'),
        by: 'scheduler',
        named: 'c',
      })
  })

  it('1.8 sticky session: Server mode reads the named cookie of the application, and has no time of its own', () => {
    const picker = pickerOf({ sticky: { kind: 'server', cookie: 'JSESSIONID' } }, 'a b c')
    expect(picker.pick(withCookie('c|0', 'JSESSIONID'), second(9e6))!.backend.key).toBe('c')
    expect(picker.pick(withCookie('c|0'), 0)!.by).toBe('scheduler')
    expect(picker.pick(withCookie('1f3a9', 'JSESSIONID'), 0)!.by).toBe('scheduler')
  })

  it('section 9 row 23: sticky first, then weights', () => {
    const picker = pickerOf({ sticky: insert }, 'a=100 b=1')
    const keys = Array.from({ length: 50 }, () => picker.pick(withCookie('b|0'), 0)!.backend.key)
    expect(new Set(keys)).toEqual(new Set(['b']))
  })
})
