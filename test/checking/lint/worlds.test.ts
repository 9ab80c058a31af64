/** Whatever lint calls superfluous can go, all of it at once: no packet of any random world sees a difference. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LintSubject, lint } from '../../../src/checking/lint/lint.ts'
import { LINT_REASONS } from '../../../src/checking/lint/reasons.ts'
import type { Origin } from '../../../src/cloud/origin.ts'
import type { Topology } from '../../../src/cloud/topology.ts'
import { decide } from '../../../src/datapath/decide.ts'
import { newDecision } from '../../../src/datapath/decision.ts'
import { NONE } from '../../../src/datapath/live.ts'
import { CidrSet } from '../../../src/net/cidr-set.ts'
import { aTraffic } from '../../../src/testing/arbitraries/a-packet.ts'
import { aWorld } from '../../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../../src/testing/arbitraries/bring-up.ts'

const SUPERFLUOUS = [
  ...['RULE_SHADOWED', 'RULE_DUPLICATE', 'RULE_REDUNDANT', 'RULE_REPEATS_DEFAULT', 'RULE_MATCHES_NOTHING'],
  ...['WHITELIST_ENTRY_SHADOWED', 'SNAT_ENTRY_SHADOWED', 'SNAT_ENTRY_UNUSED'],
]

function subjectOf(topology: Topology): LintSubject {
  return { name: 'world', durationUs: 1, seed: 1, topology, flows: [], timeline: [], notices: [] }
}

function without(topology: Topology, paths: ReadonlySet<string | undefined>): Topology {
  const stays = ({ origin }: { readonly origin: Origin }) => !paths.has(origin.path)
  const map = <T>(things: ReadonlyMap<string, T>, change: (thing: T) => T) =>
    new Map([...things].map(([name, thing]) => [name, change(thing)]))
  return {
    ...topology,
    securityGroups: map(topology.securityGroups, (group) => ({
      ...group,
      ingress: group.ingress.filter(stays),
      egress: group.egress.filter(stays),
    })),
    vpcs: map(topology.vpcs, (vpc) => ({
      ...vpc,
      networkAcls: vpc.networkAcls.map((acl) => ({
        ...acl,
        ingress: acl.ingress.filter(stays),
        egress: acl.egress.filter(stays),
      })),
    })),
    natGateways: map(topology.natGateways, (gateway) => ({ ...gateway, snat: gateway.snat.filter(stays) })),
    vpcNatGateways: map(topology.vpcNatGateways, (gateway) => ({
      ...gateway,
      snat: gateway.snat.filter(stays),
    })),
    internet: map(topology.internet, (host) => {
      if (host.whitelist === undefined) return host
      const entries = host.whitelist.entries.filter(stays)
      const set = CidrSet.of(entries.map(({ cidr }) => cidr))
      return { ...host, whitelist: { ...host.whitelist, entries, set } }
    }),
  }
}

const numRuns = Number(process.env['LINT_RUNS'] ?? 500)

const reasonOf = (code: string) => LINT_REASONS.find((reason) => reason.code === code)

describe('lint, over random worlds', () => {
  it('should call superfluous only what can go', () => {
    const before = newDecision()
    const after = newDecision()
    let removed = 0
    fc.assert(
      fc.property(aTraffic(aWorld()), ([world, packets]) => {
        const findings = lint(subjectOf(world.topology), { reasonOf })
        const paths = new Set(
          findings.filter(({ code }) => SUPERFLUOUS.includes(code)).map(({ origin }) => origin.path),
        )
        if (paths.size === 0) return
        removed += paths.size
        const { tables, live } = bringUp(world)
        const lean = bringUp({ ...world, topology: without(world.topology, paths) })
        for (const packet of packets) {
          // The last three addresses of a vSwitch belong to nobody (facts/vpc R1.14).
          const eni = packet.slot === NONE ? undefined : world.enis[packet.slot]
          const vswitch = world.topology.vswitches.get(eni?.vswitch ?? '')
          if (eni !== undefined && vswitch !== undefined && eni.address > vswitch.cidr.last - 3) continue
          const reached = decide(tables, live, packet, before)
          expect(decide(lean.tables, lean.live, packet, after)).toBe(reached)
          if (reached) expect(after.tuple).toEqual(before.tuple)
        }
      }),
      { numRuns },
    )
    expect(removed).toBeGreaterThan(numRuns / 3)
  })
})
