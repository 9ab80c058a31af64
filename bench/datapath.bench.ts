/** Where does a packet go: `decide` and `explain` against the interpreter of the fact sheet that the tests hold them to. */

import { unwritten } from '../src/cloud/origin.ts'
import type { SecurityRule } from '../src/cloud/security-group.ts'
import type { Topology } from '../src/cloud/topology.ts'
import { ask } from '../src/datapath/ask.ts'
import { decide } from '../src/datapath/decide.ts'
import { newDecision } from '../src/datapath/decision.ts'
import { explain } from '../src/datapath/explain.ts'
import type { Flow } from '../src/datapath/flow.ts'
import type { Packet } from '../src/datapath/packet.ts'
import { compileTables, type Tables } from '../src/datapath/tables.ts'
import { prefixOf } from '../src/net/cidr.ts'
import { ipv4 } from '../src/net/ipv4.ts'
import { TCP } from '../src/net/protocol.ts'
import { anyApp, aWhitelistOf, byName } from '../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../src/testing/arbitraries/bring-up.ts'
import { NOTHING_RENTED } from '../src/testing/arbitraries/nothing-rented.ts'
import { type Eni, type World, walkNaively } from '../test/golden/naive-datapath.ts'
import { type Bench, type Competitor, race, type Size, timed } from './harness.ts'
import { allocatedBy } from './heap.ts'

/** What one ENI's security groups may hold without a ticket is 1,000 (facts/vpc section 5.2). */
const SIZES = [
  { rules: 10, vswitches: 10, enis: 30 },
  { rules: 200, vswitches: 150, enis: 300 },
  { rules: 200, vswitches: 1_000, enis: 1_000 },
  { rules: 1_000, vswitches: 150, enis: 1_000 },
]

const bench: Bench = {
  name: 'datapath',
  regime:
    'TCP packets out of one VPC to 64 hosts: egress rules, of which half are scanned on the average and a tenth drops, ' +
    'route table, SNAT entry of four EIPs, a whitelist of 50 blocks that refuses every other packet',
  async *run(size: Size) {
    for (const shape of size === 'tiny' ? SIZES.slice(0, 1) : SIZES) {
      const world = worldOf(shape)
      yield await race({
        title: `${shape.rules} rules, ${shape.vswitches} vSwitches, ${shape.enis} ENIs`,
        unit: 'packet',
        baseline: 'naive interpreter',
        repetitions: size === 'tiny' ? 1 : 5,
        competitors: competitorsFor(world, size === 'tiny' ? 200 : 200_000),
      })
    }
    if (size === 'tiny') return
    const large = worldOf({ rules: 10_000, vswitches: 1_000, enis: 10_000 })
    yield await race({
      title: 'compile 10,000 rules and 1,000 vSwitches; again with one host changed',
      unit: 'topology',
      baseline: 'from nothing',
      repetitions: 5,
      competitors: compilersOf(large.topology),
    })
  },
}

export default bench

function worldOf({ rules, vswitches, enis }: { rules: number; vswitches: number; enis: number }): World {
  const vpc = {
    name: 'shop',
    cidr: prefixOf(ipv4(10, 0, 0, 0), 8),
    secondaryCidrs: [],
    userCidrs: [],
    networkAcls: [],
    routeTables: [],
    origin: unwritten('vpcs.shop'),
  }
  const places = Array.from({ length: vswitches }, (_, at) => ({
    name: `v${at}`,
    vpc: 'shop',
    zone: 'z',
    cidr: prefixOf(ipv4(10, at >> 8, at & 255, 0), 24),
    origin: unwritten(`vswitches.v${at}`),
  }))
  const hosts = Array.from({ length: 64 }, (_, at) => ({
    name: `host${at}`,
    address: ipv4(192, 0, 2, at),
    port: 443,
    whitelist: aWhitelistOf(
      Array.from({ length: 50 }, (_, entry) => prefixOf(ipv4(47, entry, at & 1, 0), 25)),
      'whitelist',
    ),
    origin: unwritten(`internet.host${at}`),
  }))
  const egress = Array.from(
    { length: rules },
    (_, at): SecurityRule => ({
      policy: Math.floor((at * 64) / rules) % 10 === 9 ? 'drop' : 'accept',
      protocol: TCP,
      ports: { first: 443, last: 443 },
      peer: { kind: 'cidr', cidr: prefixOf(ipv4(192, 0, 2, Math.floor((at * 64) / rules)), 32) },
      priority: 1 + Math.floor((at * 100) / rules),
      origin: unwritten(`rules[${at}]`),
    }),
  )
  const nat = {
    name: 'main',
    vpc: 'shop',
    vswitch: 'v0',
    eips: [0, 1, 2, 3].map((at) => ipv4(47, at, 0, 1)),
    snat: places.map(({ cidr }, at) => ({
      scope: 'vswitch' as const,
      source: cidr,
      eips: [0, 1, 2, 3].map((eip) => ipv4(47, eip, 0, 1)),
      affinity: false,
      origin: unwritten(`snat[${at}]`),
    })),
    dnat: [],
    eipMode: 'multi' as const,
    icmpReply: true,
    origin: unwritten('natGateways.main'),
  }
  const group = { name: 'web', vpc: 'shop', type: 'basic', innerAccess: 'drop', ingress: [], egress } as const
  const app = {
    name: 'shop',
    vpc: 'shop',
    vswitches: places.map(({ name }) => name),
    securityGroups: ['web'],
  }
  return {
    topology: {
      ...NOTHING_RENTED,
      vpcs: byName([vpc]),
      vswitches: byName(places),
      securityGroups: byName([{ ...group, origin: unwritten('securityGroups.web') }]),
      natGateways: byName([nat]),
      internet: byName(hosts),
      apps: byName([anyApp({ ...app, port: 80 })]),
    },
    enis: Array.from(
      { length: enis },
      (_, at): Eni => ({
        app: 'shop',
        vswitch: `v${at % vswitches}`,
        address: places[at % vswitches]!.cidr.first + 1 + Math.floor(at / vswitches),
        eip: undefined,
        answers: true,
      }),
    ),
  }
}

function packetsOf({ enis }: World): Packet[] {
  return Array.from({ length: 1_024 }, (_, at) => {
    const slot = (at * 7) % enis.length
    return {
      slot,
      protocol: TCP,
      source: enis[slot]!.address,
      sourcePort: 49_152 + at,
      destination: ipv4(192, 0, 2, (at * 13) % 64),
      destinationPort: 443,
    }
  })
}

function competitorsFor(world: World, operations: number): Competitor[] {
  const { tables, live } = bringUp(world)
  const packets = packetsOf(world)
  const decision = newDecision()
  const repeat = (name: string, count: number, reach: (packet: Packet) => boolean): Competitor => ({
    name,
    run() {
      const rounds = Math.ceil(count / packets.length)
      let reached = 0
      const nanoseconds = timed(() => {
        for (let round = 0; round < rounds; round++)
          for (const packet of packets) if (reach(packet)) reached++
      })
      return { nanoseconds, operations: rounds * packets.length, checksum: String(reached / rounds) }
    },
  })
  const flows = packets.map(
    ({ destination }): Flow => ({
      name: 'out',
      from: { kind: 'app', name: 'shop' },
      to: { kind: 'internet', name: `host${destination & 255}` },
      protocol: TCP,
      port: 443,
      origin: unwritten('flows.out'),
    }),
  )
  const reach = (packet: Packet) => decide(tables, live, packet, decision)
  const flowOf = new Map(packets.map((packet, at) => [packet, flows[at]!]))
  return [
    repeat('naive interpreter', operations / 1_000, (packet) => isNaivelyReached(world, packet)),
    repeat('explain', operations / 20, (packet) => explain(tables, live, packet).reached),
    repeat('ask (each of four EIPs)', operations / 4, (packet) => {
      return ask(tables, live, flowOf.get(packet)!, packet.slot).reachable
    }),
    {
      ...repeat('decide', operations * 5, reach),
      note: operations < 20_000 ? '' : allocatedWhenWarm(packets, reach),
    },
  ]
}

/** Compilers need some rounds until they allocate as little as they will. */
function allocatedWhenWarm(packets: readonly Packet[], reach: (packet: Packet) => boolean): string {
  const round = () => {
    for (const packet of packets) reach(packet)
  }
  for (let warmUp = 0; warmUp < 200; warmUp++) round()
  return allocatedBy(10 * packets.length, () => {
    for (let at = 0; at < 10; at++) round()
  })
}

function isNaivelyReached(world: World, packet: Packet): boolean {
  return walkNaively(world, packet, packet.slot).blockers.length === 0
}

function compilersOf(topology: Topology): Competitor[] {
  const before = compileTables(topology)
  const internet = new Map(topology.internet)
  internet.set('host0', { ...internet.get('host0')! })
  const changed = { ...topology, internet }
  const compiler = (name: string, compile: () => Tables): Competitor => ({
    name,
    run() {
      let hosts = 0
      const nanoseconds = timed(() => {
        hosts = compile().hosts.length
      })
      return { nanoseconds, operations: 1, checksum: String(hosts) }
    },
  })
  return [
    compiler('from nothing', () => compileTables(topology)),
    compiler('with the previous tables', () => compileTables(changed, before)),
  ]
}
