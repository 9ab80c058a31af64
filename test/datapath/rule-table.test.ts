import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwritten } from '../../src/cloud/origin.ts'
import type { SecurityRule } from '../../src/cloud/security-group.ts'
import { NONE } from '../../src/datapath/live.ts'
import { Numbering } from '../../src/datapath/numbering.ts'
import { RuleTable } from '../../src/datapath/rule-table.ts'
import { prefixOf } from '../../src/net/cidr.ts'
import { containsPort } from '../../src/net/port-range.ts'
import { ALL_PROTOCOLS, coversProtocol, ICMP, TCP, UDP } from '../../src/net/protocol.ts'

const GROUPS = Numbering.of(['a', 'b'])

/** Nested and neighbouring blocks at both ends of the addresses, and in the middle. */
const aBlock = fc
  .tuple(fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1), fc.constantFrom(0, 1, 30, 31, 32))
  .map(([address, prefixLength]) => prefixOf(address, prefixLength))
const aPort = fc.constantFrom(0, 1, 443, 444, 65_535)
const somePorts = fc
  .tuple(aPort, aPort)
  .map(([one, other]) => ({ first: Math.min(one, other), last: Math.max(one, other) }))
const aRule = fc.record(
  {
    policy: fc.constantFrom('accept' as const, 'drop' as const),
    protocol: fc.constantFrom(TCP, UDP, ICMP, ALL_PROTOCOLS),
    ports: somePorts,
    sourcePorts: somePorts,
    localCidr: aBlock,
    priority: fc.integer({ min: 1, max: 3 }),
    origin: fc.constant(unwritten('rule')),
    peer: fc.oneof(
      fc.record({ kind: fc.constant('cidr' as const), cidr: aBlock }),
      fc.record({ kind: fc.constant('group' as const), group: fc.constantFrom('a', 'b') }),
    ),
  },
  { requiredKeys: ['policy', 'protocol', 'ports', 'priority', 'origin', 'peer'] },
)
const anAddress = fc.constantFrom(0, 1, 2, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1)
const aTuple = fc.record({
  protocol: fc.constantFrom(TCP, UDP, ICMP),
  source: anAddress,
  sourcePort: aPort,
  destination: anAddress,
  destinationPort: aPort,
})

describe('RuleTable', () => {
  it('R5.11: should find the first rule of the sorted list that matches', () =>
    fc.assert(
      fc.property(
        fc.array(aRule, { maxLength: 70 }),
        fc.array(aTuple, { minLength: 1, maxLength: 20 }),
        fc.subarray([0, 1]),
        (rules, tuples, peerGroups) => {
          const table = RuleTable.of(rules as SecurityRule[], GROUPS)
          for (const tuple of tuples) {
            const golden = table.rules.findIndex((rule) => matches(rule, tuple, peerGroups))
            const row = table.firstMatch(tuple, tuple.destination | 0, tuple.source | 0, peerGroups)
            expect(row).toBe(golden)
            expect(table.firstMatch(tuple, tuple.destination, tuple.source, peerGroups)).toBe(golden)
            if (row !== NONE) expect(table.accepts(row)).toBe(table.rules[row]!.policy === 'accept')
          }
        },
      ),
    ))

  it('should find rows beyond the first block of them, as long prefix lists make', () => {
    const cidrs = Array.from({ length: 3_000 }, (_, at) => prefixOf(2 * at, 32))
    const rule = { policy: 'accept', protocol: TCP, ports: { first: 1, last: 9 }, priority: 1 } as const
    const peer = { kind: 'prefixList', name: 'long', cidrs } as unknown as SecurityRule['peer']
    const table = RuleTable.of([{ ...rule, peer, origin: unwritten('rule') }], GROUPS)
    const tuple = { protocol: TCP, source: 0, sourcePort: 1, destination: 0, destinationPort: 9 } as const
    for (const row of [0, 31, 32, 1_023, 1_024, 2_999])
      expect(table.firstMatch(tuple, 2 * row, 0, [])).toBe(row)
    for (const between of [1, 2_047, 6_000]) expect(table.firstMatch(tuple, between, 0, [])).toBe(NONE)
  })
})

function matches(
  { protocol, ports, sourcePorts, localCidr, peer }: SecurityRule,
  tuple: Parameters<RuleTable['firstMatch']>[0],
  peerGroups: readonly number[],
): boolean {
  const isPeer =
    peer.kind === 'group'
      ? peerGroups.includes(GROUPS.numberOf(peer.group))
      : peer.kind === 'cidr' && peer.cidr.first <= tuple.destination && tuple.destination <= peer.cidr.last
  return (
    isPeer &&
    coversProtocol(protocol, tuple.protocol) &&
    containsPort(ports, tuple.destinationPort) &&
    (sourcePorts === undefined || containsPort(sourcePorts, tuple.sourcePort)) &&
    (localCidr === undefined || (localCidr.first <= tuple.source && tuple.source <= localCidr.last))
  )
}
