/** The data path and its naive twin in worlds that only a CEN connects (facts/vpc section 7.2), so that much crosses it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { decide } from '../../src/datapath/decide.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import { explain } from '../../src/datapath/explain.ts'
import { NONE } from '../../src/datapath/live.ts'
import { reasons } from '../../src/datapath/reasons.ts'
import { aTraffic } from '../../src/testing/arbitraries/a-packet.ts'
import { aCenWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { walkNaively } from '../golden/naive-datapath.ts'

const numRuns = Math.ceil(Number(process.env['DATAPATH_RUNS'] ?? 1_500) / 2)

describe('VPCs that a CEN connects, and the naive twin', () => {
  it('should agree on every blocker, and tell each with a fix', () => {
    const decision = newDecision()
    fc.assert(
      fc.property(aTraffic(aCenWorld()), ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const naive = walkNaively(world, packet, packet.slot === NONE ? undefined : packet.slot)
          const { reached, blockers, hops } = explain(tables, live, packet)
          expect(blockers.map(({ code }) => code)).toEqual(naive.blockers)
          expect(reached).toBe(naive.blockers.length === 0)
          expect(decide(tables, live, packet, decision)).toBe(reached)
          for (const { code, details } of blockers) {
            const { fix } = reasons.find((reason) => reason.code === code)!
            expect(fillTemplate(fix, details)).not.toMatch(/<|undefined/)
          }
          const back = hops.filter(({ direction }) => direction === 'return')
          if (reached && back.length > 0)
            expect(back.at(-1)!.after).toMatchObject({
              destination: packet.source,
              destinationPort: packet.sourcePort,
            })
        }
      }),
      { numRuns },
    )
  })
})
