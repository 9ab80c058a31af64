import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { decide } from '../../src/datapath/decide.ts'
import { type Decision, newDecision } from '../../src/datapath/decision.ts'
import { explain } from '../../src/datapath/explain.ts'
import { NONE } from '../../src/datapath/live.ts'
import { PASSED, reasons } from '../../src/datapath/reasons.ts'
import type { Tables } from '../../src/datapath/tables.ts'
import { aTraffic } from '../../src/testing/arbitraries/a-packet.ts'
import { aWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { walkNaively } from '../golden/naive-datapath.ts'

const numRuns = Number(process.env['DATAPATH_RUNS'] ?? 1_500)

function targetOf(tables: Tables, { target, targetNumber }: Decision): string | undefined {
  switch (target) {
    case 'nobody':
      return undefined
    case 'instance':
      return `eni ${targetNumber}`
    case 'database':
      return `database ${tables.databases[targetNumber]!.database.name}`
    case 'host':
      return `host ${tables.hosts[targetNumber]!.name}`
    case 'cloud-service':
      return 'cloud service'
    case 'vpc-nat-gateway':
      return `vpc gateway ${tables.vpcNatGateways[targetNumber]!.gateway.name}`
    case 'load-balancer': {
      const { balancer, zone } = tables.balancers.nodes[targetNumber]!
      return `balancer ${balancer.name}/${zone?.zone ?? ''}`
    }
    case 'nat-gateway':
      return `gateway ${tables.natGateways[targetNumber]!.gateway.name}`
  }
}

describe('the data path and its naive twin', () => {
  it('should decide alike', () => {
    const decision = newDecision()
    fc.assert(
      fc.property(aTraffic(aWorld()), ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const naive = walkNaively(world, packet, packet.slot === NONE ? undefined : packet.slot)
          const reached = decide(tables, live, packet, decision)
          const code = decision.reason === PASSED ? undefined : reasons[decision.reason]!.code
          expect({ reached, code }).toEqual({ reached: naive.blockers.length === 0, code: naive.blockers[0] })
          if (!reached) continue
          expect(decision.tuple.source).toBe(naive.source)
          expect(targetOf(tables, decision)).toBe(naive.target)
        }
      }),
      { numRuns },
    )
  })

  it('should find the same blockers in the same order', () =>
    fc.assert(
      fc.property(aTraffic(aWorld()), ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const naive = walkNaively(world, packet, packet.slot === NONE ? undefined : packet.slot)
          const { reached, blockers } = explain(tables, live, packet)
          expect(blockers.map(({ code }) => code)).toEqual(naive.blockers)
          expect(reached).toBe(naive.blockers.length === 0)
        }
      }),
      { numRuns },
    ))

  it('should fill every fix template', () =>
    fc.assert(
      fc.property(aTraffic(aWorld()), ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const { blockers, notes } = explain(tables, live, packet)
          for (const { code, details } of [...blockers, ...notes]) {
            const { fix } = reasons.find((reason) => reason.code === code)!
            expect(fillTemplate(fix, details)).not.toMatch(/<|undefined/)
          }
        }
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    ))

  it('should tell the hops as one unbroken way, and the way of the reply back to the sender', () =>
    fc.assert(
      fc.property(aTraffic(aWorld()), ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const { hops, reached } = explain(tables, live, packet)
          const forward = hops.filter(({ direction }) => direction === 'forward')
          for (const [at, { before }] of forward.slice(1).entries())
            expect(before).toEqual(forward[at]!.after)
          const back = hops.filter(({ direction }) => direction === 'return')
          expect(back.every(({ verdict }) => verdict !== 'dropped')).toBe(reached || back.length === 0)
          if (!reached || back.length === 0) continue
          expect(back.at(-1)!.after).toMatchObject({
            destination: packet.source,
            destinationPort: packet.sourcePort,
          })
        }
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    ))
})
