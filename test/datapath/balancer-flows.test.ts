/** Flows to balancers and service names, in worlds at the edges of their rules: `ask` decides, `tell` tells, and both speak of the same. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwritten } from '../../src/cloud/origin.ts'
import { ask } from '../../src/datapath/ask.ts'
import type { Endpoint, Flow } from '../../src/datapath/flow.ts'
import { NONE } from '../../src/datapath/live.ts'
import type { Packet } from '../../src/datapath/packet.ts'
import { tell } from '../../src/datapath/story.ts'
import { aBalancedWorld, aBalancerCall } from '../../src/testing/arbitraries/a-balancer.ts'
import { aPlainWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import type { World } from '../golden/naive-datapath.ts'

const numRuns = Number(process.env['DATAPATH_RUNS'] ?? 500)

const calls = aBalancedWorld(aPlainWorld()).chain((world) =>
  fc.tuple(fc.constant(world), fc.array(aBalancerCall(world), { minLength: 1, maxLength: 6 })),
)

/** The flow that would send the packet, if a flow can: somebody of the file calls the balancer or the service name. */
function flowOf({ topology, enis }: World, packet: Packet): Flow | undefined {
  const from = callerOf(packet)
  if (from === undefined || topology.loadBalancers.size === 0) return undefined
  const { protocol, destinationPort: port, request, service } = packet
  return {
    name: 'call',
    from,
    to:
      service === undefined ? { kind: 'loadBalancer', name: 'balancer' } : { kind: 'service', name: service },
    protocol,
    port,
    ...(request !== undefined && service === undefined && { request }),
    origin: unwritten('flows.call'),
  }

  function callerOf({ slot, source }: Packet): Endpoint | undefined {
    if (slot === NONE) {
      const host = [...topology.internet.values()].find(({ address }) => address === source)
      return host && { kind: 'internet', name: host.name }
    }
    const { kind, app } = enis[slot]!
    if (kind === undefined) return { kind: 'app', name: app }
    return kind === 'server' ? { kind: 'server', name: app } : undefined
  }
}

describe('a flow to a balancer or a service name', () => {
  it('should be told as it is asked, whichever of its ways fail', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(calls, ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const flow = flowOf(world, packet)
          if (flow === undefined) continue
          const { answer, told } = tell(tables, live, flow, packet.slot)
          expect(answer).toEqual(ask(tables, live, flow, packet.slot))
          const { reachable, code, share } = answer
          seen.add(share === undefined ? (code ?? 'REACHABLE') : 'PARTIAL')
          if (share !== undefined) {
            expect(reachable).toBe(false)
            expect(share.through).toBeGreaterThan(0)
            expect(share.through).toBeLessThan(share.of)
          }
          if (told === undefined) continue
          expect(told.explanation.reached).toBe(reachable)
          expect(told.explanation.blockers[0]?.code).toBe(code)
        }
      }),
      { numRuns },
    )
    if (numRuns < 500) return
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'REACHABLE',
        'PARTIAL',
        'LB_ACL_DENIED',
        'BACKENDS_NONE',
        'K8S_SERVICE_SELF_CALL',
      ]),
    )
  })
})
