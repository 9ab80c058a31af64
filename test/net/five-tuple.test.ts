import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FiveTuple,
  formatFiveTuple,
  hashAddress,
  hashFiveTuple,
  reverse,
} from '../../src/net/five-tuple.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import {
  ALL_PROTOCOLS,
  coversProtocol,
  formatProtocol,
  GRE,
  hasPorts,
  ICMP,
  ICMPV6,
  parseProtocol,
  TCP,
  UDP,
} from '../../src/net/protocol.ts'
import { anIpv4 } from './arbitraries.ts'

const aPort = () => fc.integer({ min: 0, max: 65_535 })
const aFiveTuple = (): fc.Arbitrary<FiveTuple> =>
  fc.record({
    protocol: fc.constantFrom(TCP, UDP, ICMP),
    source: anIpv4(),
    sourcePort: aPort(),
    destination: anIpv4(),
    destinationPort: aPort(),
  })
const aSeed = () => fc.integer({ min: 0, max: 0xffff_ffff })

const web: FiveTuple = {
  protocol: TCP,
  source: ipv4(172, 16, 1, 5),
  sourcePort: 40_000,
  destination: ipv4(192, 0, 2, 80),
  destinationPort: 443,
}

/** MurmurHash3 x86 32 anew, on bytes and with bigints, after the text of its author. */
function goldenMurmur(bytes: readonly number[], seed: number): number {
  const word = (value: bigint) => value & 0xffff_ffffn
  const rotate = (value: bigint, by: bigint) => word((value << by) | (value >> (32n - by)))
  let hash = BigInt(seed)
  for (let at = 0; at < bytes.length; at += 4) {
    let k = [3, 2, 1, 0].reduce((sum, byte) => (sum << 8n) | BigInt(bytes[at + byte]!), 0n)
    k = word(rotate(word(k * 0xcc9e_2d51n), 15n) * 0x1b87_3593n)
    hash = word(rotate(hash ^ k, 13n) * 5n + 0xe654_6b64n)
  }
  hash ^= BigInt(bytes.length)
  hash = word((hash ^ (hash >> 16n)) * 0x85eb_ca6bn)
  hash = word((hash ^ (hash >> 13n)) * 0xc2b2_ae35n)
  return Number(hash ^ (hash >> 16n))
}

const bytesOf = (...words: number[]) =>
  words.flatMap((word) => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24])

describe('FiveTuple', () => {
  it('should be itself again when reversed twice', () =>
    fc.assert(
      fc.property(aFiveTuple(), (tuple) => {
        expect(reverse(reverse(tuple))).toEqual(tuple)
      }),
    ))

  it('should be written with ports only where the protocol has them', () => {
    expect(formatFiveTuple(web)).toBe('tcp 172.16.1.5:40000 -> 192.0.2.80:443')
    expect(formatFiveTuple(reverse(web))).toBe('tcp 192.0.2.80:443 -> 172.16.1.5:40000')
    expect(formatFiveTuple({ ...web, protocol: ICMP, sourcePort: 0, destinationPort: 0 })).toBe(
      'icmp 172.16.1.5 -> 192.0.2.80',
    )
  })
})

describe('hashAddress', () => {
  it('should give the published answers of MurmurHash3', () => {
    expect(hashAddress(0, 0)).toBe(0x2362_f9de)
    expect(hashAddress(0x8765_4321, 0)).toBe(0xf55b_516b)
    expect(hashAddress(0x8765_4321, 0x5082_edee)).toBe(0x2362_f9de)
    expect(hashAddress(0xffff_ffff, 0)).toBe(0x7629_3b50)
  })

  it('should spread neighbours of a /24 evenly over three EIPs', () => {
    const counts = [0, 0, 0]
    for (let host = 0; host < 256; host++) counts[hashAddress(ipv4(10, 0, 0, host), 42) % 3]!++
    expect(Math.min(...counts)).toBeGreaterThan(60)
  })
})

describe('hashFiveTuple', () => {
  it('should be MurmurHash3 of its four words', () =>
    fc.assert(
      fc.property(aFiveTuple(), aSeed(), (tuple, seed) => {
        const ports = tuple.sourcePort * 65_536 + tuple.destinationPort
        const bytes = bytesOf(tuple.source, tuple.destination, ports, tuple.protocol)
        expect(hashFiveTuple(tuple, seed)).toBe(goldenMurmur(bytes, seed))
        expect(hashAddress(tuple.source, seed)).toBe(goldenMurmur(bytesOf(tuple.source), seed))
      }),
    ))

  it('should never change: a change moves connections of recorded scenarios to other EIPs', () => {
    const hashes = [0, 1, 42, 0xffff_ffff].map((seed) => [
      hashFiveTuple(web, seed),
      hashFiveTuple(reverse(web), seed),
    ])
    expect(hashes).toEqual([
      [2729911418, 2970822172],
      [3921612487, 3451445512],
      [3610884578, 4242997875],
      [1613941271, 3366436056],
    ])
  })

  it('should flip about half of its bits with any one bit of the tuple', () => {
    let flipped = 0
    for (let bit = 0; bit < 16; bit++) {
      const other = { ...web, sourcePort: web.sourcePort ^ (1 << bit) }
      const difference = hashFiveTuple(web, 7) ^ hashFiveTuple(other, 7)
      flipped += (difference >>> 0).toString(2).replaceAll('0', '').length
    }
    expect(flipped / 16).toBeGreaterThan(12)
    expect(flipped / 16).toBeLessThan(20)
  })
})

describe('protocols', () => {
  it('should be read and written by name', () => {
    for (const protocol of [TCP, UDP, ICMP, ICMPV6, GRE, ALL_PROTOCOLS] as const)
      expect(parseProtocol(formatProtocol(protocol))).toEqual({ ok: true, value: protocol })
    expect(parseProtocol('TCP')).toEqual({ ok: true, value: TCP })
    expect(parseProtocol('any')).toEqual({ ok: true, value: ALL_PROTOCOLS })
    expect(parseProtocol('sctp')).toMatchObject({ ok: false, reason: 'unknown-protocol' })
    expect(parseProtocol('constructor')).toMatchObject({ ok: false, reason: 'unknown-protocol' })
  })

  it('should be covered by themselves and by all', () => {
    expect([coversProtocol(ALL_PROTOCOLS, GRE), coversProtocol(TCP, TCP), coversProtocol(TCP, UDP)]).toEqual([
      true,
      true,
      false,
    ])
    expect(([TCP, UDP, ICMP, GRE] as const).map((protocol) => hasPorts(protocol))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
