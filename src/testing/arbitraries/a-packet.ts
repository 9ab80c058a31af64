/** Packets that somebody in a world could send, mostly to somebody who is there or just beside him. */
import fc from 'fast-check'
import { NONE } from '../../datapath/live.ts'
import type { Packet } from '../../datapath/packet.ts'
import type { Ipv4 } from '../../net/ipv4.ts'
import { hasPorts } from '../../net/protocol.ts'
import { aRequest } from './a-balancer.ts'
import { anAddress, aPacketProtocol, aPort } from './a-topology.ts'
import { balancerAddresses, type World } from './world.ts'

export function aPacket({ topology, enis }: World): fc.Arbitrary<Packet> {
  const inhabited = [
    ...enis.flatMap(({ address, eip }) => (eip === undefined ? [address] : [address, eip])),
    // Twice, so that endpoints are called often.
    ...[...topology.endpoints.values()].flatMap(({ enis: own }) => own.map(({ address }) => address)),
    ...balancerAddresses(topology).flatMap((address) => [address, address]),
    ...[...topology.databases.values()].flatMap(({ address, publicAddress }) =>
      publicAddress === undefined ? [address] : [address, publicAddress],
    ),
    ...[...topology.haVips.values()].flatMap(({ address, eip }) =>
      eip === undefined ? [address] : [address, eip],
    ),
    ...[...topology.servers.values()].flatMap(({ enis: others }) => others.map(({ address }) => address)),
    ...[...topology.internet.values()].map(({ address }) => address),
    ...[...topology.natGateways.values()].flatMap(({ eips }) => eips),
    ...[...topology.vpcNatGateways.values()].flatMap(({ natIps }) => natIps),
    ...[...topology.natGateways.values()].flatMap(({ dnat }) => dnat.map(({ eip }) => eip)),
  ]
  const anInhabitedAddress = fc.constantFrom<Ipv4>(...inhabited)
  const somewhere = fc.oneof(
    { weight: 6, arbitrary: anInhabitedAddress },
    {
      weight: 1,
      arbitrary: anInhabitedAddress.chain((address) => fc.constantFrom(address - 1, address + 1)),
    },
    { weight: 2, arbitrary: anAddress() },
  )
  return fc
    .record({
      slot: fc.integer({ min: NONE, max: enis.length - 1 }),
      protocol: aPacketProtocol(),
      source: somewhere,
      sourcePort: fc.constantFrom(49_152, 49_151, 49_153),
      destination: somewhere,
      destinationPort: aPort(),
      request: topology.loadBalancers.size === 0 ? fc.constant(undefined) : aRequest(),
      service: topology.serviceNames.size === 0 ? fc.constant(undefined) : aServiceCall(topology),
    })
    .map(({ request, service, ...drawn }) => ({
      ...drawn,
      ...(request !== undefined && { request }),
      ...(service !== undefined && { service }),
      source: drawn.slot === NONE ? drawn.source : enis[drawn.slot]!.address,
      sourcePort: hasPorts(drawn.protocol) ? drawn.sourcePort : 0,
      destinationPort: hasPorts(drawn.protocol) ? drawn.destinationPort : 0,
    }))
}

/** One of ten packets calls a service name. */
function aServiceCall({ serviceNames }: World['topology']): fc.Arbitrary<string | undefined> {
  const nine = fc.constant(undefined)
  return fc.oneof({ weight: 9, arbitrary: nine }, fc.constantFrom(...serviceNames.keys()))
}

/** A world with packets for it. */
export function aTraffic(world: fc.Arbitrary<World>): fc.Arbitrary<[World, Packet[]]> {
  return world.chain((drawn) =>
    fc.tuple(fc.constant(drawn), fc.array(aPacket(drawn), { minLength: 1, maxLength: 12 })),
  )
}
