import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressAllocator } from '../../src/deployment/address-allocator.ts'
import { EipLedger } from '../../src/deployment/eip-ledger.ts'
import { backoffUs } from '../../src/deployment/life-cycle.ts'
import { Subnets } from '../../src/deployment/subnets.ts'
import { prefixOf } from '../../src/net/cidr.ts'
import { formatIpv4, ipv4 } from '../../src/net/ipv4.ts'
import { aTopology } from '../../src/testing/arbitraries/a-plan.ts'

describe('EipLedger', () => {
  const [a, b] = [ipv4(203, 0, 113, 10), ipv4(203, 0, 113, 11)]

  it('R3.7, R3.8: should go Available, Associating, InUse, Unassociating, Available', () => {
    const ledger = new EipLedger('pool', [a])
    const seen = [ledger.status(a)]
    ledger.take('shop-1')
    seen.push(ledger.status(a))
    ledger.bound(a)
    seen.push(ledger.status(a))
    ledger.release(a)
    seen.push(ledger.status(a))
    ledger.freed(a)
    expect([...seen, ledger.status(a)]).toEqual([
      'Available',
      'Associating',
      'InUse',
      'Unassociating',
      'Available',
    ])
  })

  it('R3.11a: should refuse every other step with the cloud’s code', () => {
    const ledger = new EipLedger('pool', [a])
    expect(() => ledger.bound(a)).toThrow('IncorrectEipStatus')
    expect(() => ledger.freed(a)).toThrow('IncorrectEipStatus')
    ledger.take('shop-1')
    expect(() => ledger.release(a)).toThrow('IncorrectEipStatus: 203.0.113.10 is Associating')
    expect(() => ledger.bound(b)).toThrow('InvalidAllocationId.NotFound')
  })

  it('should have nothing to give while an address is on its way back', () => {
    const ledger = new EipLedger('pool', [a])
    ledger.take('shop-1')
    ledger.bound(a)
    ledger.release(a)
    expect(ledger.take('shop-2')).toBeUndefined()
    ledger.freed(a)
    expect(ledger.take('shop-2')).toBe(a)
    expect(ledger.holder(a)).toBe('shop-2')
  })

  it('R3.10: should release what is free at once, and what is in use only when it is Available again', () => {
    const ledger = new EipLedger('pool', [a, b, b + 1])
    expect(ledger.take('shop-1')).toBe(a)
    ledger.bound(a)
    ledger.resize([b + 1, b + 2])
    expect([a, b, b + 1, b + 2].map((address) => ledger.status(address))).toEqual([
      'InUse',
      undefined,
      'Available',
      'Available',
    ])
    expect(ledger.available).toBe(2)
    ledger.release(a)
    expect(ledger.status(a)).toBe('Unassociating')
    ledger.freed(a)
    expect(ledger.status(a)).toBeUndefined()
    expect([1, 2, 3].map((name) => ledger.take(`shop-${name}`))).toEqual([b + 1, b + 2, undefined])
  })

  it('R3.10: should keep an address that the pool is to have after all', () => {
    const ledger = new EipLedger('pool', [a, b])
    ledger.take('shop-1')
    ledger.bound(a)
    ledger.resize([b])
    ledger.resize([a, b])
    ledger.release(a)
    ledger.freed(a)
    expect([ledger.take('shop-2'), ledger.take('shop-3')]).toEqual([a, b])
  })

  it('should always give the free address that was allocated first', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat()), (size, returns) => {
        const all = Array.from({ length: size }, (_, index) => a + index)
        const ledger = new EipLedger('pool', all)
        const free = new Set(all)
        const held: number[] = []
        for (const pick of returns) {
          if (pick % 2 === 0 || held.length === 0) {
            const taken = ledger.take('x')
            expect(taken).toBe(free.size === 0 ? undefined : Math.min(...free))
            if (taken === undefined) continue
            free.delete(taken)
            held.push(taken)
            ledger.bound(taken)
          } else {
            const [back] = held.splice(pick % held.length, 1)
            ledger.release(back!)
            ledger.freed(back!)
            free.add(back!)
          }
          expect(ledger.available).toBe(free.size)
        }
      }),
    ))
})

describe('AddressAllocator', () => {
  it('should give .1 to .252 of a /24 and nothing else (facts/vpc R1.14, vector T1)', () => {
    const allocator = new AddressAllocator(prefixOf(ipv4(192, 168, 1, 0), 24))
    const given = Array.from({ length: 252 }, () => allocator.allocate()!)
    expect([given[0], given.at(-1)].map((address) => formatIpv4(address!))).toEqual([
      '192.168.1.1',
      '192.168.1.252',
    ])
    expect(new Set(given).size).toBe(252)
    expect(allocator.allocate()).toBeUndefined()
  })

  it('should have four addresses in a /29', () => {
    expect(new AddressAllocator(prefixOf(ipv4(10, 0, 0, 0), 29)).free).toBe(4)
  })

  it('should give an address again only when the range has gone round', () => {
    const allocator = new AddressAllocator(prefixOf(ipv4(10, 0, 0, 0), 29))
    const first = allocator.allocate()!
    allocator.release(first)
    expect([1, 2, 3].map(() => allocator.allocate())).toEqual([first + 1, first + 2, first + 3])
    expect(allocator.allocate()).toBe(first)
    expect(() => allocator.release(ipv4(10, 0, 0, 7))).toThrow('released twice')
  })
})

describe('Subnets', () => {
  it('should pick the vSwitch with the most free addresses, the first among equals (facts/deployment A.7, assumed)', () => {
    const subnets = Subnets.of(aTopology())
    const picks = [1, 2, 3].map(() => subnets.allocate(['v-h', 'v-i'])?.vswitch)
    expect(picks).toEqual(['v-h', 'v-i', 'v-h'])
  })

  it('should pass over a zone that is down', () => {
    const subnets = Subnets.of(aTopology())
    subnets.setZone('cn-hangzhou-h', false)
    expect(subnets.allocate(['v-h', 'v-i'])?.vswitch).toBe('v-i')
    expect(subnets.allocate(['v-h'])).toBeUndefined()
    subnets.setZone('cn-hangzhou-h', true)
    expect(subnets.allocate(['v-h'])?.vswitch).toBe('v-h')
  })
})

describe('the crash back-off (facts/deployment D.7)', () => {
  it('should be 10 s, doubled up to 300 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 1000].map((restarts) => backoffUs(restarts) / 1e6)).toEqual([
      10, 20, 40, 80, 160, 300, 300, 300,
    ])
  })
})
