import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Topology } from '../../src/cloud/topology.ts'
import { decide } from '../../src/datapath/decide.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import { compileTables } from '../../src/datapath/tables.ts'
import { aTraffic } from '../../src/testing/arbitraries/a-packet.ts'
import { aTopology, aWorld, byName } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { topologyOf } from './scene.ts'

const before = topologyOf({
  groups: { web: {}, db: {} },
  apps: { shop: { groups: ['web'] }, stock: { groups: ['db'] } },
  nats: { main: { eips: ['203.0.113.100'], snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.100'] }] } },
  hosts: { partner: { address: '192.0.2.80' } },
})

function withGroup(topology: Topology, name: string): Topology {
  const securityGroups = new Map(topology.securityGroups)
  securityGroups.set(name, { ...securityGroups.get(name)! })
  return { ...topology, securityGroups }
}

describe('compileTables', () => {
  it('should share every part whose inputs are the same objects', () =>
    fc.assert(
      fc.property(aTopology(), (topology) => {
        const first = compileTables(topology)
        const second = compileTables({ ...topology }, first)
        for (const part of ['owners', 'vpcs', 'natGateways', 'hosts', 'vswitches'] as const) {
          expect(second[part].every((table, at) => table === first[part][at])).toBe(true)
        }
      }),
      { numRuns: 50 },
    ))

  it('should compile again only what a changed object touches', () => {
    const first = compileTables(before)
    const second = compileTables(withGroup(before, 'web'), first)
    expect(second.owners[0]).not.toBe(first.owners[0])
    expect(second.owners[1]).toBe(first.owners[1])
    expect(second.vpcs[0]).toBe(first.vpcs[0])
    expect(second.natGateways[0]).toBe(first.natGateways[0])
  })

  it('should keep numbers when names are put before others, and when names go', () => {
    const first = compileTables(before)
    const apps = byName([{ ...before.apps.get('shop')!, name: 'added' }, ...before.apps.values()])
    apps.delete('shop')
    const { numbers, ...tables } = compileTables({ ...before, apps }, first)
    expect(numbers.owners.names).toEqual(['shop', 'stock', 'added'])
    expect(tables.owners.map(({ owner }) => owner.name)).toEqual(['shop', 'stock', 'added'])
  })

  it('should take the default route away with the NAT gateway', () => {
    const first = compileTables(before)
    const second = compileTables({ ...before, natGateways: new Map() }, first)
    expect(first.vpcs[0]!.systemTable.routes.map(({ nextHop }) => nextHop)).toContain('nat-gateway')
    expect(second.vpcs[0]!.systemTable.routes.map(({ nextHop }) => nextHop)).not.toContain('nat-gateway')
    expect(second.gatewayOfEip.size).toBe(0)
  })

  it('should decide from tables that were compiled again as from fresh ones', () =>
    fc.assert(
      fc.property(aTraffic(aWorld()), ([world, packets]) => {
        const { topology } = world
        const { tables, live } = bringUp(world)
        const again = compileTables(topology, compileTables(stripped(topology), tables))
        const fresh = newDecision()
        const recompiled = newDecision()
        for (const packet of packets) {
          decide(tables, live, packet, fresh)
          decide(again, live, packet, recompiled)
          expect(recompiled).toEqual(fresh)
        }
      }),
      { numRuns: 200 },
    ))
})

/** The same names of applications and networks, without rules, NAT gateways and the Internet. */
function stripped(topology: Topology): Topology {
  const groups = [...topology.securityGroups.values()].map((group) => ({ ...group, ingress: [], egress: [] }))
  return { ...topology, securityGroups: byName(groups), natGateways: new Map(), internet: new Map() }
}
