import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { decide6 } from '../../src/datapath/decide.ts'
import { explain } from '../../src/datapath/explain.ts'
import { type Decision6, newDecision6 } from '../../src/datapath/ipv6-decision.ts'
import { explain6 } from '../../src/datapath/ipv6-explain.ts'
import { NONE } from '../../src/datapath/live.ts'
import { PASSED, reasons } from '../../src/datapath/reasons.ts'
import type { Tables } from '../../src/datapath/tables.ts'
import { aPacket } from '../../src/testing/arbitraries/a-packet.ts'
import { aWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { anIpv6Traffic, aWorldWithIpv6 } from '../arbitraries/an-ipv6-world.ts'
import { walkNaively } from '../golden/naive-datapath.ts'
import { walkNaively6 } from '../golden/naive-ipv6.ts'

const numRuns = Number(process.env['DATAPATH_RUNS'] ?? 1_000)

function targetOf(tables: Tables, { target, targetNumber }: Decision6): string | undefined {
  if (target === 'nobody') return undefined
  return target === 'host'
    ? `host ${tables.hosts[targetNumber]!.name}`
    : `server ${tables.numbers.servers.names[targetNumber]}`
}

describe('the data path of IPv6 and its naive twin', () => {
  it('should decide alike, and find the same blockers in the same order', () => {
    const decision = newDecision6()
    const seen = new Set<string>()
    fc.assert(
      fc.property(anIpv6Traffic(aWorld()), ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const sender = packet.slot === NONE ? undefined : tables.numbers.servers.names[packet.slot]
          const naive = walkNaively6(world, packet, sender)
          const reached = decide6(tables, live, packet, decision)
          const code = decision.reason === PASSED ? undefined : reasons[decision.reason]!.code
          for (const one of naive.blockers) seen.add(one)
          if (reached) seen.add('reached')
          expect({ reached, code }).toEqual({ reached: naive.blockers.length === 0, code: naive.blockers[0] })
          if (reached) expect(targetOf(tables, decision)).toBe(naive.target)
          const { blockers, hops } = explain6(tables, live, packet)
          expect(blockers.map(({ code: blocker }) => blocker)).toEqual(naive.blockers)
          for (const { code: blocker, details } of blockers)
            expect(fillTemplate(reasons.find((one) => one.code === blocker)!.fix, details)).not.toMatch(
              /<|undefined/,
            )
          expect(
            hops
              .filter(({ direction }) => direction === 'forward')
              .every(({ before }) => before === hops[0]!.before),
          ).toBe(true)
        }
      }),
      { numRuns },
    )
    for (const code of [
      'reached',
      'IPV6_GATEWAY_MISSING',
      'IPV6_ROUTE_MISSING',
      'IPV6_NO_BANDWIDTH',
      'IPV6_EGRESS_ONLY',
      'NO_RETURN_ROUTE',
    ])
      expect(seen).toContain(code)
  })

  it('should leave IPv4 as it is', () =>
    fc.assert(
      fc.property(
        aWorldWithIpv6(aWorld()).chain((world) => fc.tuple(fc.constant(world), aPacket(world))),
        ([world, packet]) => {
          const { tables, live } = bringUp(world)
          const naive = walkNaively(world, packet, packet.slot === NONE ? undefined : packet.slot)
          expect(explain(tables, live, packet).blockers.map(({ code }) => code)).toEqual(naive.blockers)
        },
      ),
      { numRuns: Math.ceil(numRuns / 4) },
    ))
})
