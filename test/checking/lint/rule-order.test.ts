import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Box } from '../../../src/checking/lint/box.ts'
import { intersection, meets, without } from '../../../src/checking/lint/box.ts'
import { securityBoxes } from '../../../src/checking/lint/packet-space.ts'
import {
  Budget,
  type OrderedRule,
  type Standing,
  standingsOf,
} from '../../../src/checking/lint/rule-order.ts'
import { unwritten } from '../../../src/cloud/origin.ts'
import type { SecurityPeer, SecurityRule } from '../../../src/cloud/security-group.ts'
import { Numbering } from '../../../src/datapath/numbering.ts'
import { RuleTable } from '../../../src/datapath/rule-table.ts'
import { prefixOf } from '../../../src/net/cidr.ts'
import type { FiveTuple } from '../../../src/net/five-tuple.ts'
import { ipv4 } from '../../../src/net/ipv4.ts'
import {
  ALL_PROTOCOLS,
  GRE,
  hasPorts,
  ICMP,
  ICMPV6,
  type PacketProtocol,
  type Protocol,
  TCP,
  UDP,
} from '../../../src/net/protocol.ts'

/** 2 protocols, 4 ports, 8 addresses: every packet is tried. */
const SIZES = [2, 4, 8]
const UNIVERSE = points(SIZES)

function points(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (heads, size) => heads.flatMap((head) => Array.from({ length: size }, (_, at) => [...head, at])),
    [[]],
  )
}

const has = (box: Box, point: readonly number[]) =>
  point.every((value, axis) => box[2 * axis]! <= value && value <= box[2 * axis + 1]!)
const aBox = (): fc.Arbitrary<Box> =>
  fc
    .tuple(...SIZES.map((size) => fc.tuple(fc.nat(size - 1), fc.nat(size - 1))))
    .map((axes) => axes.flatMap(([a, b]) => [Math.min(a, b), Math.max(a, b)]))
const aRule = (): fc.Arbitrary<OrderedRule> =>
  fc.record({
    policy: fc.constantFrom('accept', 'drop'),
    boxes: fc.oneof({ weight: 4, arbitrary: aBox().map((box) => [box]) }, fc.array(aBox(), { maxLength: 2 })),
  })
const aFallback = fc.constantFrom<'accept' | 'drop'>('drop', 'accept')

const firstOf = (rules: readonly OrderedRule[], point: readonly number[]) =>
  rules.findIndex(({ boxes }) => boxes.some((box) => has(box, point)))
const verdictOf = (rules: readonly OrderedRule[], fallback: string, point: readonly number[]) =>
  rules[firstOf(rules, point)]?.policy ?? fallback

const NEVER: readonly Standing['kind'][] = ['empty', 'repeats', 'shadowed']

describe('boxes', () => {
  it('should be cut without losing or gaining a packet', () =>
    fc.assert(
      fc.property(aBox(), aBox(), (box, hole) => {
        fc.pre(meets(box, hole))
        const parts = without(box, intersection(box, hole))
        for (const point of UNIVERSE) {
          const times = parts.filter((part) => has(part, point)).length
          expect(times).toBe(has(box, point) && !has(hole, point) ? 1 : 0)
        }
      }),
    ))
})

describe('the standing of rules, over all packets of a small world', () => {
  it('should call exactly those rules idle that never decide', () =>
    fc.assert(
      fc.property(fc.array(aRule(), { maxLength: 8 }), aFallback, (rules, fallback) => {
        const deciders = new Set(UNIVERSE.map((point) => firstOf(rules, point)))
        const standings = standingsOf(rules, fallback)
        for (const [at, { kind }] of standings.entries()) expect(NEVER.includes(kind)).toBe(!deciders.has(at))
      }),
      { numRuns: 2_000 },
    ))

  it('should let all that it calls superfluous go together, and nothing else', () =>
    fc.assert(
      fc.property(fc.array(aRule(), { maxLength: 7 }), aFallback, (rules, fallback) => {
        const standings = standingsOf(rules, fallback)
        const left = rules.filter((_, at) => standings[at]!.kind === 'decides')
        for (const point of UNIVERSE)
          expect(verdictOf(left, fallback, point)).toBe(verdictOf(rules, fallback, point))
        for (const rule of left) {
          const fewer = left.filter((other) => other !== rule)
          const differs = UNIVERSE.some(
            (point) => verdictOf(fewer, fallback, point) !== verdictOf(left, fallback, point),
          )
          expect(differs).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    ))

  it('should name rules that take all packets, none of them in vain', () =>
    fc.assert(
      fc.property(fc.array(aRule(), { maxLength: 8 }), (rules) => {
        for (const [at, standing] of standingsOf(rules, 'drop').entries()) {
          if (standing.kind !== 'shadowed' && standing.kind !== 'repeats') continue
          const own = UNIVERSE.filter((point) => firstOf([rules[at]!], point) === 0)
          const takes = (by: readonly number[]) =>
            own.every(
              (point) =>
                firstOf(
                  by.map((other) => rules[other]!),
                  point,
                ) >= 0,
            )
          expect(standing.by.every((other) => other < at)).toBe(true)
          expect(takes(standing.by)).toBe(true)
          for (const one of standing.by)
            expect(takes(standing.by.filter((other) => other !== one))).toBe(false)
        }
      }),
      { numRuns: 1_000 },
    ))

  it('should say that it cannot tell when there is no time left', () => {
    const rule: OrderedRule = { policy: 'accept', boxes: [[0, 1, 0, 3, 0, 7]] }
    expect(standingsOf([rule, rule], 'drop', new Budget(0)).map(({ kind }) => kind)).toEqual([
      'undecided',
      'undecided',
    ])
  })
})

const BASE = ipv4(10, 0, 0, 0)
const OWN = [prefixOf(BASE, 28)]
const GROUPS = ['a', 'b']
const PROTOCOLS: readonly PacketProtocol[] = [TCP, UDP, ICMP, GRE, ICMPV6]

const aCidr = fc
  .tuple(fc.nat(17), fc.constantFrom(32, 31, 30, 28, 27, 8, 0))
  .map(([by, length]) => prefixOf(BASE + by, length))
const aPortRange = fc.constantFrom(
  { first: 0, last: 65_535 },
  { first: 1, last: 65_535 },
  { first: 80, last: 80 },
  { first: 80, last: 81 },
  { first: 1, last: 80 },
  { first: 81, last: 65_535 },
)
const aSecurityRule: fc.Arbitrary<SecurityRule> = fc
  .record({
    policy: fc.constantFrom<'accept' | 'drop'>('accept', 'accept', 'drop'),
    protocol: fc.constantFrom<Protocol>(ALL_PROTOCOLS, TCP, TCP, TCP, UDP, ICMP),
    ports: aPortRange,
    peer: fc.oneof(
      { weight: 4, arbitrary: aCidr.map((cidr): SecurityPeer => ({ kind: 'cidr', cidr })) },
      fc.constantFrom(...GROUPS).map((group): SecurityPeer => ({ kind: 'group', group })),
      fc
        .array(aCidr, { maxLength: 3 })
        .map((cidrs): SecurityPeer => ({ kind: 'prefixList', name: 'l', cidrs })),
    ),
    sourcePorts: fc.option(
      fc.constantFrom(
        { first: 1, last: 49_151 },
        { first: 49_152, last: 65_535 },
        { first: 0, last: 65_535 },
      ),
      { nil: undefined, freq: 4 },
    ),
    localCidr: fc.option(aCidr, { nil: undefined, freq: 4 }),
    priority: fc.constantFrom(1, 1, 2, 3),
  })
  .map(({ sourcePorts, localCidr, ports, protocol, ...rest }) => ({
    ...rest,
    protocol,
    ports: hasPorts(protocol) ? ports : { first: 0, last: 65_535 },
    ...(sourcePorts === undefined || !hasPorts(protocol) ? {} : { sourcePorts }),
    ...(localCidr === undefined ? {} : { localCidr }),
    origin: unwritten('rule'),
  }))

interface Probe {
  readonly tuple: FiveTuple
  readonly peer: number
  readonly local: number
  readonly peerGroups: readonly number[]
}

/** Where nothing changes between two edges, one packet stands for all: these are all packets there are. */
function packetsFor(rules: readonly SecurityRule[]): Probe[] {
  const starts = (ranges: readonly { first: number; last: number }[], lowest: number, highest: number) => [
    ...new Set(
      [lowest, ...ranges.flatMap(({ first, last }) => [first, last + 1])].filter(
        (edge) => lowest <= edge && edge <= highest,
      ),
    ),
  ]
  const ports = starts(
    rules.map((rule) => rule.ports),
    1,
    65_535,
  )
  const sources = starts(
    rules.flatMap(({ sourcePorts }) => sourcePorts ?? []),
    1,
    65_535,
  )
  const cidrs = rules.flatMap(({ peer }) =>
    peer.kind === 'cidr' ? [peer.cidr] : peer.kind === 'prefixList' ? peer.cidrs : OWN,
  )
  const peers = starts([...cidrs, ...OWN], 0, 0xffff_ffff)
  const locals = starts(
    rules.flatMap(({ localCidr }) => localCidr ?? []),
    0,
    0xffff_ffff,
  )
  const memberships = [[], [0], [1], [0, 1]]
  const isInside = (address: number) => OWN.some(({ first, last }) => first <= address && address <= last)
  return PROTOCOLS.flatMap((protocol) =>
    (hasPorts(protocol) ? ports : [0]).flatMap((destinationPort) =>
      (hasPorts(protocol) ? sources : [0]).flatMap((sourcePort) =>
        peers.flatMap((peer) =>
          locals.flatMap((local) =>
            (isInside(peer) ? memberships : [[]]).map((peerGroups) => ({
              tuple: { protocol, source: peer, sourcePort, destination: local, destinationPort },
              peer,
              local,
              peerGroups,
            })),
          ),
        ),
      ),
    ),
  )
}

describe('security rules, against the matcher of the data path', () => {
  const numbering = Numbering.of(GROUPS)
  const decider = (rules: readonly SecurityRule[]) => {
    const table = RuleTable.of(rules, numbering)
    return ({ tuple, peer, local, peerGroups }: Probe) =>
      table.rules[table.firstMatch(tuple, peer, local, peerGroups)]
  }

  it('should call idle exactly those that decide no packet, and lose nothing without the superfluous', () =>
    fc.assert(
      fc.property(fc.array(aSecurityRule, { minLength: 1, maxLength: 5 }), aFallback, (rules, fallback) => {
        const rows = RuleTable.of(rules, numbering).rules
        const order = [...new Set([...rows, ...rules])]
        const boxes = securityBoxes(order, OWN)
        const standings = standingsOf(
          order.map(({ policy }, at) => ({ policy, boxes: boxes[at]! })),
          fallback,
        )
        const packets = packetsFor(rules)
        const decides = decider(rules)
        const left = decider(order.filter((_, at) => standings[at]!.kind === 'decides'))
        const deciders = new Set(packets.map(decides))
        for (const [at, rule] of order.entries())
          expect(NEVER.includes(standings[at]!.kind)).toBe(!deciders.has(rule))
        const lost = packets.filter(
          (packet) => (left(packet)?.policy ?? fallback) !== (decides(packet)?.policy ?? fallback),
        )
        expect(lost).toEqual([])
      }),
      { numRuns: 300 },
    ))
})
