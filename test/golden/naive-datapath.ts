/**
 * The data path as facts/vpc tells it, without tables, numbers for names, or haste: plain loops over the topology for
 * every packet. It is the specification that `decide` and `explain` are held against, and shares no code with them.
 */
import type { App } from '../../src/cloud/app.ts'
import type { Cen } from '../../src/cloud/cen.ts'
import type { Database } from '../../src/cloud/database.ts'
import type { NatGateway } from '../../src/cloud/nat-gateway.ts'
import type { NetworkInterface } from '../../src/cloud/network-interface.ts'
import type { Peering } from '../../src/cloud/peering.ts'
import type { RouterInterface, WeightedHop } from '../../src/cloud/router-interface.ts'
import type { SecurityGroup, SecurityRule } from '../../src/cloud/security-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Vpc } from '../../src/cloud/vpc.ts'
import type { VpcNatGateway } from '../../src/cloud/vpc-nat-gateway.ts'
import type { Packet } from '../../src/datapath/packet.ts'
import { type FiveTuple, hashAddress, hashFiveTuple } from '../../src/net/five-tuple.ts'
import type { Eni, World } from '../../src/testing/arbitraries/world.ts'
import { atBalancer, atService, balancerNodes, type Node, nodeWith } from './naive-balancers.ts'
import { isAttached, routesFromCens, type Trip, throughCen, whyNoWayByCen } from './naive-cen.ts'
import { atGateway, type Entrance, entranceAt } from './naive-gateways.ts'
import { writtenIn } from './naive-prefix-lists.ts'
import { type Consumer, endpointEni, serverFor, serviceBehind } from './naive-privatelink.ts'
import {
  blocksMail,
  fallsBackToSnat,
  filtersWithin,
  isMail,
  isStateless,
  letsReply,
  losesHairpins,
  passesUnmatched,
} from './naive-readings.ts'
import {
  holderOf,
  isCutThrough,
  type Met,
  passingEni,
  runs,
  serverAndInterface,
  whoHas,
  whyNobody,
} from './naive-servers.ts'
import { areInterfacesOf, interfaceFor, mappingAt, natAt, natIpFor } from './naive-vpc-nat.ts'

export type { Eni, World }

export interface NaiveAnswer {
  /** Codes of everything that stops the packet, in the order of its way. */
  readonly blockers: readonly string[]
  /** As the receiver sees it; undefined where nobody can tell. */
  readonly source: number | undefined
  /** `eni 3`, `database orders`, `host partner`, `cloud service`, `gateway main`, or undefined. */
  readonly target: string | undefined
}

type Range = { readonly first: number; readonly last: number }

type Hop =
  | { readonly kind: 'local' }
  | { readonly kind: 'cloud' }
  | { readonly kind: 'ipv4' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'nat'; readonly gateway: NatGateway }
  | { readonly kind: 'peer'; readonly peering: Peering }
  | { readonly kind: 'transit'; readonly cen: Cen }
  | { readonly kind: 'vpcNat'; readonly gateway: VpcNatGateway }
  | { readonly kind: 'interfaces'; readonly hops: readonly WeightedHop[] }
  | { readonly kind: 'eni'; readonly eni: Eni }

const ip = (text: string) => text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
const block = (text: string) => {
  const [address, length] = text.split('/')
  const size = 2 ** (32 - Number(length))
  const first = Math.floor(ip(address!) / size) * size
  return { first, last: first + size - 1 }
}
const inside = ({ first, last }: { first: number; last: number }, value: number) =>
  value >= first && value <= last

// R1.21
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(block)
// R1.21, R1.3, and what RFC 6890 reserves.
const NOT_PUBLIC = [
  ...PRIVATE,
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'].map(block),
]
const CLOUD = block('100.64.0.0/10')
// R5.20
const EXEMPT = [block('100.100.2.0/24'), block('100.100.100.200/32')]
// R6.10
const ACL_EXEMPT = ['100.100.2.128/28', '100.100.2.112/28', '100.100.100.200/32'].map(block)
// Section 13
const SERVICES = ['100.100.2.136', '100.100.2.138', '100.100.100.200'].map(ip)

const ICMP = 1
const TCP = 6
const UDP = 17
const ALL = 255

export function walkNaively(
  world: World,
  packet: FiveTuple & Pick<Packet, 'request' | 'service'>,
  sender: number | undefined,
): NaiveAnswer {
  return new Way(world, packet, sender).go()
}

class Way {
  readonly #world: World
  readonly #topology: Topology
  readonly #enis: readonly Eni[]
  readonly #sender: Eni | undefined
  readonly #blockers: string[] = []
  #protocol: number
  readonly #sourcePort: number
  #port: number
  /** The port that the sender called: a DNAT entry may lead to another. */
  #calledPort: number
  #source: number | undefined
  #destination: number
  #target: string | undefined
  /** Whose border the packet has crossed, and its reply crosses again. */
  #borderOut: Eni | undefined
  #borderIn: Eni | undefined
  /** Who has the source address in the VPC where the packet is. */
  #origin: Eni | undefined
  /** The servers that it was to be passed on by, and how many of them in another network. */
  readonly #met: Met[] = []
  #metBefore = 0
  /** The gateway that has translated the source. */
  #leftBy: NatGateway | undefined
  /** The gateway that has mapped a port to an instance. */
  #cameBy: { readonly gateway: NatGateway; readonly target: Eni } | undefined

  /** The peering that the packet went through, and the vSwitch where it found somebody. */
  #peeredBy: { readonly peering: Peering; readonly far: Vpc; readonly vswitch: string } | undefined

  /** The router interfaces that it went through, and the far side with the vSwitch whose table answers. */
  #crossed: { readonly pair: RouterInterface; readonly far: Vpc; readonly vswitch: string } | undefined
  /** The VPC NAT gateway that has mapped a NAT IP to an instance. */
  #mappedBy: { readonly gateway: VpcNatGateway; readonly target: Eni } | undefined
  /** The packet before an endpoint has handed it over. */
  #consumer: Consumer | undefined
  /** An instance of EAS has got it, where no filter stands. */
  #isInsideEas = false
  readonly #nats: VpcNatGateway[] = []
  /** Its ways through transit routers, and by which attachments it has left a VPC. */
  readonly #trips: Trip[] = []
  readonly #left = new Set<string>()

  /** What is asked of a balancer. */
  readonly #request: Packet['request']
  readonly #service: string | undefined

  constructor(
    world: World,
    packet: FiveTuple & Pick<Packet, 'request' | 'service'>,
    sender: number | undefined,
  ) {
    this.#request = packet.request
    this.#service = packet.service

    this.#world = world
    this.#topology = world.topology
    this.#enis = world.enis
    this.#sender = sender === undefined ? undefined : world.enis[sender]!
    this.#origin = this.#sender
    this.#protocol = packet.protocol
    this.#source = packet.source
    this.#sourcePort = packet.sourcePort
    this.#destination = packet.destination
    this.#port = packet.destinationPort
    this.#calledPort = packet.destinationPort
  }

  go(): NaiveAnswer {
    if (this.#service !== undefined && !this.#callService(this.#service))
      return { blockers: this.#blockers, source: this.#source, target: undefined }
    const called = this.#destination
    if (this.#sender === undefined) this.#internet()
    else this.#leave(this.#sender)
    const consumer = this.#consumer
    if (consumer === undefined) {
      if (this.#target !== undefined) this.#reply(called)
    } else {
      // The reply of the server, then that of the endpoint.
      const provider = this.#side()
      if (!this.#isInsideEas) this.#replyOfReceiver()
      this.#become(consumer)
      this.#reply(called)
      this.#become(provider)
    }
    return { blockers: this.#blockers, source: this.#source, target: this.#target }
  }

  #app(eni: Eni): App | NetworkInterface {
    const { apps } = this.#topology
    if (eni.kind === 'endpoint') return endpointEni(this.#topology, eni.app)
    return eni.kind === 'server' ? serverAndInterface(this.#world, eni.app).eni : apps.get(eni.app)!
  }

  /** Step 1: a server may be stopped, or out with its zone. */
  #isDown(eni: Eni): boolean {
    return eni.kind === 'server' && !runs(this.#world, eni)
  }

  #leave(eni: Eni): void {
    if (this.#isDown(eni)) this.#blockers.push('SERVER_NOT_RUNNING')
    this.#send(eni, undefined)
  }

  /** What leaves an ENI; `met` where its server passes on what another has made. */
  #send(eni: Eni, met: Met | undefined): void {
    const { topology, destination } = { topology: this.#topology, destination: this.#destination }
    const vpc = topology.vpcs.get(this.#app(eni).vpc)!
    const own = [vpc.cidr, ...vpc.secondaryCidrs]
    const isPrivate = [...PRIVATE, ...own, ...vpc.userCidrs].some((range) => inside(range, destination))
    const vswitch = vswitchOf(topology, vpc, destination)
    const neighbour = whoHas(this.#world, vswitch, destination)

    // Step 2
    if (!EXEMPT.some((range) => inside(range, destination))) this.#securityGroups(eni, neighbour, 'egress')

    // Step 3: R6.9
    if (vswitch !== eni.vswitch || filtersWithin(topology)) {
      if (met === undefined) this.#borderOut = eni
      else met.crossedOut = true
      this.#acl(eni, 'egress', this.#port, destination, 'ACL_DENY_OUT')
    }

    // R5.19
    if (!isPrivate && isMail(this.#protocol, this.#port) && blocksMail(this.#world, eni))
      this.#blockers.push('PORT_25_BLOCKED')

    // Step 5: R1.22, R2.20, R2.21
    const isOwn = this.#origin === eni
    const isCut = isCutThrough(this.#world, eni)
    // R3.2: it has no private address to speak with.
    if (isCut && isPrivate && isOwn) this.#blockers.push('CUT_THROUGH_ONLY_PUBLIC')
    const identity = isOwn ? this.#identity(eni) : undefined
    // R2.3, R2.21: in centralised mode the table may lead to the gateway through a server.
    const isLedOn = vpc.ipv4Gateway !== undefined && this.#isLedOn(vpc, eni.vswitch, destination)
    const fallsBack = fallsBackToSnat(topology, vpc, this.#hop(vpc, eni.vswitch, destination)?.kind)
    if (!isPrivate && identity !== undefined && !isLedOn && !fallsBack) {
      this.#source = identity
      if (!isCut) this.#translated()
      this.#askIpv4Gateway(vpc, eni.vswitch, destination)
      this.#internet()
      return
    }

    this.#route(vpc, eni.vswitch, eni)
  }

  /** Step 7d: into the server as to itself, then out of the same ENI. `from` is an ENI of the same VPC. */
  #pass(eni: Eni, from: Eni | undefined): void {
    if (eni === from || this.#met.slice(this.#metBefore).some((one) => one.eni === eni)) {
      this.#blockers.push('FORWARDING_LOOP')
      return
    }
    if (from === undefined) this.#origin = undefined
    const { snat: masks } = serverAndInterface(this.#world, eni.app).server
    const { source, destination } = { source: this.#source, destination: this.#destination }
    const met: Met = { eni, masks, crossedIn: false, crossedOut: false, source, destination }
    this.#met.push(met)
    if (from?.vswitch !== eni.vswitch || filtersWithin(this.#topology)) {
      met.crossedIn = true
      this.#acl(eni, 'ingress', this.#port, this.#source, 'ACL_DENY_IN')
    }
    if (this.#source !== undefined) this.#securityGroups(eni, this.#origin, 'ingress')
    if (masks) {
      this.#home(eni.vswitch)
      this.#source = eni.address
      this.#origin = eni
    }
    this.#send(eni, met)
  }

  /** R2.2: does the route of a vSwitch's table lead to an ENI, of whatever use it is? */
  #isLedOn(vpc: Vpc, vswitch: string, destination: number): boolean {
    const chosen = this.#chosen(vpc, vswitch, destination)
    return chosen?.isToEni === true
  }

  /** Steps 6 to 8: where the table of a vSwitch sends the packet, for an ENI that sends it or for somebody on its way. */
  #route(vpc: Vpc, from: string, eni: Eni | undefined): void {
    const { topology, destination } = { topology: this.#topology, destination: this.#destination }
    const own = [vpc.cidr, ...vpc.secondaryCidrs]
    const isPrivate = [...PRIVATE, ...own, ...vpc.userCidrs].some((range) => inside(range, destination))
    const vswitch = vswitchOf(topology, vpc, destination)
    const neighbour = whoHas(this.#world, vswitch, destination)
    const identity =
      eni === undefined || this.#origin === undefined ? undefined : this.#identity(this.#origin)

    // Step 6
    const hop = this.#hop(vpc, from, destination)
    if (hop?.kind === 'local') {
      const database = this.#databases().find((one) => one.vswitch === vswitch && one.address === destination)
      const nat = natAt(topology, vpc.name, destination)
      if (neighbour !== undefined) this.#arrive(neighbour, eni)
      else if (nat !== undefined) this.#enterVpcNat(nat)
      else if (database !== undefined) this.#enterDatabase(database, eni && this.#origin)
      else if (nodeWith(topology, vswitch, destination) !== undefined)
        this.#balance(nodeWith(topology, vswitch, destination)!, eni && this.#origin)
      else this.#blockers.push(whyNobody(this.#world, vswitch, destination))
      return
    }
    if (hop?.kind === 'eni') {
      this.#pass(hop.eni, eni)
      return
    }
    if (hop?.kind === 'cloud') {
      const shared = entranceAt(topology, undefined, destination)
      if (shared !== undefined && !this.#isAbroad()) this.#callGateway(shared)
      else if (SERVICES.includes(destination)) this.#target = 'cloud service'
      else this.#blockers.push('ADDRESS_UNKNOWN')
      return
    }
    if (hop?.kind === 'peer') {
      this.#peer(hop.peering, vpc)
      return
    }
    if (hop?.kind === 'transit') {
      this.#transit(hop.cen, vpc)
      return
    }
    if (hop?.kind === 'vpcNat') {
      this.#translatePrivately(hop.gateway)
      return
    }
    if (hop?.kind === 'interfaces') {
      const pair = interfaceFor(topology, hop.hops, this.#tuple(), 1)
      if (this.#isAbroad()) {
        this.#blockers.push('PEERING_NOT_TRANSITIVE')
        return
      }
      const name = pair.vpcs.find((one) => one !== vpc.name)!
      this.#enterFar(topology.vpcs.get(name)!, (far, place) => {
        this.#crossed = { pair, far, vswitch: place }
      })
      return
    }
    const onInternet = !NOT_PUBLIC.some((range) => inside(range, destination))
    const foreign = [...topology.vpcs.values()].find(
      (other) =>
        other !== vpc &&
        !other.name.startsWith('eas/') &&
        [other.cidr, ...other.secondaryCidrs].some((range) => inside(range, destination)),
    )
    // R7.7: a CEN connects the two, but not all is on.
    const missing =
      hop === undefined || (hop.kind !== 'gone' && !onInternet)
        ? whyNoWayByCen(topology, vpc, from, destination)
        : undefined
    const far =
      missing?.far ?? (isPrivate && !own.some((range) => inside(range, destination)) ? foreign : undefined)
    if (hop === undefined || hop.kind === 'gone' || !onInternet) {
      const database = this.#databases().find(
        ({ vpc: of, address }) => of === far?.name && address === destination,
      )
      // R1.18, R2.15, R2.16
      if (hop?.kind === 'gone') this.#blockers.push('ROUTE_TARGET_DOWN')
      else if (missing !== undefined) this.#blockers.push(missing.code)
      else if (far !== undefined)
        this.#blockers.push(database === undefined ? 'VPC_NOT_CONNECTED' : 'DB_OTHER_VPC')
      else if (hop !== undefined) this.#blockers.push('PRIVATE_ADDRESS_TO_INTERNET')
      else if (
        isPrivate ||
        vpc.ipv4Gateway !== undefined ||
        this.#gatewaysOf(vpc).length > 0 ||
        this.#isAbroad()
      )
        this.#blockers.push('NO_ROUTE')
      else this.#blockers.push('VPC_NO_INTERNET_BY_DEFAULT')
      if (far !== undefined) {
        // Behind it the far side as it would be with a connection (R7.15).
        const farSwitch = vswitchOf(topology, far, destination)
        const target = whoHas(this.#world, farSwitch, destination)
        const nat = natAt(topology, far.name, destination)
        if (target !== undefined) this.#arrive(target, undefined)
        else if (database !== undefined) this.#enterDatabase(database, undefined)
        else if (nat !== undefined) this.#enterVpcNat(nat)
        else if (nodeWith(topology, farSwitch, destination) !== undefined)
          this.#balance(nodeWith(topology, farSwitch, destination)!, undefined)
        else this.#blockers.push(whyNobody(this.#world, farSwitch, destination))
        return
      }
      if (!onInternet) return
      this.#source = undefined
      this.#internet()
      return
    }
    if (hop.kind === 'ipv4') {
      // Only public addresses get through.
      if (identity === undefined) this.#blockers.push('VPC_NO_INTERNET_BY_DEFAULT')
      this.#source = identity
      if (identity !== undefined && !isCutThrough(this.#world, this.#origin!)) this.#translated()
      this.#internet()
      return
    }
    if (hop.kind !== 'nat') throw new Error('neither local nor cloud leads out')
    const { gateway } = hop
    this.#leftBy = gateway
    this.#home(gateway.vswitch)

    // Step 7a: R4.7, R4.11
    const before = this.#source
    if (before === undefined) {
      // Behind a failed translation nobody can tell.
      this.#askIpv4Gateway(vpc, gateway.vswitch, destination)
      this.#internet()
      return
    }
    const covering = gateway.snat.filter((entry) => inside(entry.source, before))
    covering.sort((a, b) => a.source.last - a.source.first - (b.source.last - b.source.first))
    const entry = covering[0]
    const eips = (entry?.eips ?? []).filter((eip) => gateway.eips.includes(eip))
    if (entry === undefined || eips.length === 0) {
      this.#blockers.push(entry === undefined ? 'SNAT_NO_ENTRY' : 'SNAT_ENTRY_WITHOUT_EIP')
      this.#source = undefined
    } else {
      // R4.15 to R4.17
      const tuple = {
        protocol: this.#protocol as FiveTuple['protocol'],
        source: before,
        sourcePort: this.#sourcePort,
        destination,
        destinationPort: this.#port,
      }
      const hash = entry.affinity ? hashAddress(before, 0) : hashFiveTuple(tuple, 0)
      this.#source = eips[hash % eips.length]!
      this.#translated()
    }
    // R2.25
    this.#askIpv4Gateway(vpc, gateway.vswitch, destination)
    this.#internet()
  }

  /** Step 7c: the transit router's own table, then the ACLs where it comes into the far VPC, then its routes. */
  #transit(cen: Cen, near: Vpc): void {
    const destination = this.#destination
    const key = `${cen.name} ${near.name}`
    if (this.#left.has(key)) {
      this.#blockers.push('FORWARDING_LOOP')
      return
    }
    this.#left.add(key)
    const { code, next, far } = throughCen(this.#topology, cen, near, destination)
    if (code !== undefined) {
      this.#blockers.push(code)
      if (far !== undefined) this.#enterFar(far, () => undefined)
      return
    }
    // R7.15
    if (!this.#isAbroad()) this.#trips.push({ from: near, source: this.#source, end: undefined })
    this.#origin = undefined
    this.#transitAcls(cen, next!, destination, this.#port)
    const { vswitches } = cen.attachments.find(({ vpc }) => vpc === next!.name)!
    this.#route(next!, vswitches[0]!, undefined)
  }

  /** R7.13: any of the ENIs may be used. */
  #transitAcls(cen: Cen, vpc: Vpc, far: number, port: number): void {
    if (ACL_EXEMPT.some((range) => inside(range, far))) return
    const { vswitches } = cen.attachments.find((one) => one.vpc === vpc.name)!
    const denies = vswitches.some((vswitch) => {
      const acl = vpc.networkAcls.find((one) => one.vswitches.includes(vswitch))
      const isWithin = inside(this.#topology.vswitches.get(vswitch)!.cidr, far)
      if (acl === undefined || (isWithin && !filtersWithin(this.#topology))) return false
      const deciding = acl.egress.find(
        ({ protocol, ports, peer }) =>
          (protocol === ALL || protocol === this.#protocol) && inside(ports, port) && inside(peer, far),
      )
      return deciding === undefined ? !passesUnmatched(this.#topology) : deciding.policy !== 'accept'
    })
    if (denies) this.#blockers.push('ACL_TRANSIT_DENIED')
  }

  #isAbroad(): boolean {
    const last = this.#trips.at(-1)
    return last !== undefined && last.end === undefined
  }

  /** Somebody in the vSwitch translates the source: the reply comes to him. */
  #home(vswitch: string): void {
    if (this.#isAbroad()) this.#trips.at(-1)!.end = vswitch
  }

  /** Step 12 through transit routers, from whoever was reached, or has translated. */
  #tripBack({ from, source, end }: Trip): void {
    const start = end ?? this.#placeOfReceiver()
    if (start === undefined || source === undefined) return
    const left = new Set<string>()
    let place = start
    for (let servers = 0; ; servers++) {
      const vpc = this.#topology.vpcs.get(this.#topology.vswitches.get(place)!.vpc)!
      const hop = this.#hop(vpc, place, source)
      if (hop?.kind === 'eni' && servers < 16) {
        place = hop.eni.vswitch
        continue
      }
      if (place === start && this.#leadsHome(hop, vpc, from)) return
      if (hop?.kind !== 'transit') {
        this.#blockers.push(whyNoWayByCen(this.#topology, vpc, place, source)?.code ?? 'NO_RETURN_ROUTE')
        return
      }
      const key = `${hop.cen.name} ${vpc.name}`
      const { code, next } = throughCen(this.#topology, hop.cen, vpc, source)
      if (left.has(key) || code !== undefined) {
        this.#blockers.push(left.has(key) ? 'FORWARDING_LOOP' : code!)
        return
      }
      left.add(key)
      this.#transitAcls(hop.cen, next!, source, this.#sourcePort)
      if (next === from) return
      place = hop.cen.attachments.find((one) => one.vpc === next!.name)!.vswitches[0]!
    }
  }

  /** R7.1: only the VPC that replies may take a peering. */
  #leadsHome(hop: Hop | undefined, vpc: Vpc, home: Vpc): boolean {
    const leadsThere = (ends: readonly string[]) => ends.includes(vpc.name) && ends.includes(home.name)
    if (hop?.kind === 'peer') return leadsThere(hop.peering.vpcs)
    if (hop?.kind !== 'interfaces') return false
    return hop.hops.every(({ name }) => leadsThere(this.#topology.routerInterfaces.get(name)!.vpcs))
  }

  /** The vSwitch of whoever got the packet; undefined where nobody can tell whom the reply goes to. */
  #placeOfReceiver(): string | undefined {
    if (this.#source === undefined) return undefined
    if (this.#mappedBy !== undefined) return this.#mappedBy.gateway.vswitch
    const [kind, name] = (this.#target ?? '').split(' ')
    if (kind === 'eni') return this.#enis[Number(name)]!.vswitch
    if (kind === 'database') return this.#topology.databases.get(name!)!.vswitch
    if (kind === 'balancer')
      return balancerNodes(this.#topology).find(
        ({ balancer, zone }) => `${balancer.name}/${zone ?? ''}` === name,
      )!.vswitch
    const [, gateway] = /^vpc gateway (.*)$/.exec(this.#target ?? '') ?? []
    return gateway === undefined ? undefined : this.#topology.vpcNatGateways.get(gateway)!.vswitch
  }

  /** Step 7b and R7.1, R7.4, R7.5: the far side sees the private source, and only its own vSwitches are there. */
  #peer(peering: Peering, near: Vpc): void {
    const destination = this.#destination
    const far = this.#topology.vpcs.get(peering.vpcs.find((name) => name !== near.name)!)!
    const isNatIp = natAt(this.#topology, far.name, destination) !== undefined
    if (
      this.#isAbroad() ||
      (!isNatIp && ![far.cidr, ...far.secondaryCidrs].some((range) => inside(range, destination)))
    ) {
      this.#blockers.push('PEERING_NOT_TRANSITIVE')
      return
    }
    this.#enterFar(far, (_, vswitch) => {
      this.#peeredBy = { peering, far, vswitch }
    })
  }

  /** Who is there in another VPC; `note` hears from which vSwitch the reply will be routed. */
  #enterFar(far: Vpc, note: (far: Vpc, vswitch: string) => void): void {
    const destination = this.#destination
    const vswitch = vswitchOf(this.#topology, far, destination)
    const eni = whoHas(this.#world, vswitch, destination)
    const database = this.#databases().find((one) => one.vswitch === vswitch && one.address === destination)
    const nat = natAt(this.#topology, far.name, destination)
    if (eni === undefined && database === undefined && nat !== undefined) {
      note(far, nat.vswitch)
      this.#enterVpcNat(nat)
      return
    }
    if (vswitch !== undefined) note(far, vswitch)
    if (eni !== undefined) this.#arrive(eni, undefined)
    else if (database !== undefined) this.#enterDatabase(database, undefined)
    else if (nodeWith(this.#topology, vswitch, destination) !== undefined)
      this.#balance(nodeWith(this.#topology, vswitch, destination)!, undefined)
    else this.#blockers.push(whyNobody(this.#world, vswitch, destination))
  }

  /** The packet as it is now; undefined where nobody can tell its source. */
  #tuple(): FiveTuple | undefined {
    if (this.#source === undefined) return undefined
    return {
      protocol: this.#protocol as FiveTuple['protocol'],
      source: this.#source,
      sourcePort: this.#sourcePort,
      destination: this.#destination,
      destinationPort: this.#port,
    }
  }

  /** Section 4.6: a route has led to a VPC NAT gateway, which routes on by the table of its own vSwitch. */
  #translatePrivately(gateway: VpcNatGateway): void {
    if (gateway.natIps.includes(this.#destination)) {
      this.#enterVpcNat(gateway)
      return
    }
    this.#origin = undefined
    if (this.#nats.includes(gateway)) {
      this.#blockers.push('FORWARDING_LOOP')
      return
    }
    this.#nats.push(gateway)
    this.#home(gateway.vswitch)
    const tuple = this.#tuple()
    if (tuple !== undefined) {
      const natIp = natIpFor(gateway, tuple)
      if (typeof natIp === 'string') this.#blockers.push(natIp)
      else this.#translated()
      this.#source = typeof natIp === 'string' ? undefined : natIp
    }
    this.#route(this.#topology.vpcs.get(gateway.vpc)!, gateway.vswitch, undefined)
  }

  /** Section 4.6: a NAT IP is called. */
  #enterVpcNat(gateway: VpcNatGateway): void {
    const entry = mappingAt(gateway, this.#destination, this.#protocol, this.#port)
    if (entry === undefined) {
      // R4.6, R4.9
      if (this.#protocol !== ICMP) {
        this.#blockers.push('NAT_NO_SESSION')
        return
      }
      if (!gateway.icmpReply) this.#blockers.push('NAT_ICMP_REPLY_OFF')
      this.#target = `vpc gateway ${gateway.name}`
      return
    }
    this.#translated()
    this.#destination = entry.to
    if (entry.protocol !== ALL) this.#port = entry.toPorts.first + this.#port - entry.ports.first
    const vpc = this.#topology.vpcs.get(gateway.vpc)!
    const target = whoHas(this.#world, vswitchOf(this.#topology, vpc, entry.to), entry.to)
    if (target === undefined) {
      this.#blockers.push('ADDRESS_UNKNOWN')
      return
    }
    this.#mappedBy = { gateway, target }
    this.#arrive(target, undefined)
  }

  /** R1.22, R4.22, R4.23: an EIP, else that of an IP mapping. */
  #identity(eni: Eni): number | undefined {
    const mappings = this.#gatewaysOf(this.#vpcOf(eni)).flatMap(({ eips, dnat }) =>
      dnat.filter((entry) => entry.protocol === ALL && entry.to === eni.address && eips.includes(entry.eip)),
    )
    return eni.eip ?? mappings[0]?.eip
  }

  #gatewaysOf(vpc: Vpc): NatGateway[] {
    return [...this.#topology.natGateways.values()].filter((gateway) => gateway.vpc === vpc.name)
  }

  /** R2.4, R2.12 to R2.14: of all routes of the vSwitch's table that hold the destination, the narrowest. */
  #hop(vpc: Vpc, vswitch: string, destination: number): Hop | undefined {
    return this.#chosen(vpc, vswitch, destination)?.hop
  }

  #chosen(vpc: Vpc, vswitch: string, destination: number): { hop: Hop; isToEni?: boolean } | undefined {
    const custom = vpc.routeTables.find(
      ({ name, vswitches }) => name !== 'system' && vswitches.includes(vswitch),
    )
    const name = custom?.name ?? 'system'
    const written = writtenIn(vpc.routeTables.find((table) => table.name === name))
    const gateways = this.#gatewaysOf(vpc)
    // R2.5
    const routes: { to: Range; hop: Hop; isToEni?: boolean }[] = [...this.#topology.vswitches.values()]
      .filter((one) => one.vpc === vpc.name)
      .map(({ cidr }) => ({ to: cidr, hop: { kind: 'local' } }))
    routes.push({ to: CLOUD, hop: { kind: 'cloud' } })
    for (const { destination: to, nextHop } of written) {
      const gateway =
        nextHop.kind === 'natGateway' ? gateways.find((one) => one.name === nextHop.name) : undefined
      const vpcNat =
        nextHop.kind === 'natGateway'
          ? [...this.#topology.vpcNatGateways.values()].find(
              (one) => one.name === nextHop.name && one.vpc === vpc.name,
            )
          : undefined
      const peering = nextHop.kind === 'peering' ? this.#topology.peerings.get(nextHop.name) : undefined
      if (nextHop.kind === 'server' || nextHop.kind === 'haVip') {
        const eni = passingEni(this.#world, vpc.name, nextHop)
        const owner =
          nextHop.kind === 'haVip'
            ? this.#topology.haVips.get(nextHop.name)?.vpc
            : this.#enis.some((one) => one.app === nextHop.name)
              ? serverAndInterface(this.#world, nextHop.name).eni.vpc
              : undefined
        routes.push({
          to,
          hop: eni === undefined ? { kind: 'gone' } : { kind: 'eni', eni },
          isToEni: owner === vpc.name,
        })
      } else if (gateway !== undefined) routes.push({ to, hop: { kind: 'nat', gateway } })
      else if (vpcNat !== undefined) routes.push({ to, hop: { kind: 'vpcNat', gateway: vpcNat } })
      else if (nextHop.kind === 'routerInterface' && areInterfacesOf(this.#topology, nextHop.hops, vpc.name))
        routes.push({ to, hop: { kind: 'interfaces', hops: nextHop.hops } })
      // R7.2
      else if (peering?.vpcs.includes(vpc.name)) routes.push({ to, hop: { kind: 'peer', peering } })
      // R7.7
      else if (nextHop.kind === 'cen' && isAttached(this.#topology.cens.get(nextHop.name), vpc))
        routes.push({ to, hop: { kind: 'transit', cen: this.#topology.cens.get(nextHop.name)! } })
      else if (nextHop.kind === 'ipv4Gateway' && vpc.ipv4Gateway !== undefined)
        routes.push({ to, hop: { kind: 'ipv4' } })
      else routes.push({ to, hop: { kind: 'gone' } })
    }
    // R2.22, and R4.4 where no 0.0.0.0/0 is there yet.
    const everything = { first: 0, last: 2 ** 32 - 1 }
    if (vpc.ipv4Gateway?.routeTables.includes(name) === true)
      routes.push({ to: everything, hop: { kind: 'ipv4' } })
    const [first] = gateways
    if (name === 'system' && first !== undefined)
      routes.push({ to: everything, hop: { kind: 'nat', gateway: first } })
    // R2.14, R7.16a: what a transit router tells stands last, in each table.
    for (const { to, cen } of routesFromCens(this.#topology, vpc))
      routes.push({ to, hop: { kind: 'transit', cen } })
    const size = ({ first, last }: Range) => last - first
    return routes.filter(({ to }) => inside(to, destination)).sort((a, b) => size(a.to) - size(b.to))[0]
  }

  /** R2.21: in centralised mode the table must lead to the IPv4 gateway, in both directions. */
  #askIpv4Gateway(vpc: Vpc, vswitch: string, far: number | undefined): void {
    // R2.24
    if (vpc.leftPrivate !== undefined) this.#blockers.push('VPC_LEFT_PRIVATE')
    if (vpc.ipv4Gateway === undefined || far === undefined) return
    if (this.#hop(vpc, vswitch, far)?.kind !== 'ipv4') this.#blockers.push('IPV4GW_ROUTE_MISSING')
  }

  /** R3.3 */
  #translated(): void {
    if (![ICMP, TCP, UDP].includes(this.#protocol)) this.#blockers.push('NAT_PROTOCOL_UNSUPPORTED')
  }

  #internet(): void {
    const destination = this.#destination
    this.#left.clear()
    this.#origin = undefined
    this.#metBefore = this.#met.length
    if (NOT_PUBLIC.some((range) => inside(range, destination))) {
      this.#blockers.push('PRIVATE_ADDRESS_TO_INTERNET')
      return
    }
    for (const host of this.#topology.internet.values()) {
      if (host.address !== destination) continue
      this.#target = `host ${host.name}`
      // R9.3
      const listed = host.whitelist?.entries.some(({ cidr }) => inside(cidr, this.#source ?? 0))
      if (listed === false && this.#source !== undefined) this.#blockers.push('SOURCE_NOT_WHITELISTED')
      if (this.#hasPorts() && host.port !== this.#port) this.#blockers.push('PORT_NOT_SERVED')
      return
    }
    const database = this.#databases().find(({ publicAddress }) => publicAddress === destination)
    if (database !== undefined) {
      // 9.3: Tair knows members of a security group by their public addresses as well.
      const caller = this.#enis.find(({ eip }) => eip !== undefined && eip === this.#source)
      this.#enterDatabase(database, database.engine === 'tair' ? caller : undefined)
      return
    }
    const node = balancerNodes(this.#topology).find(({ publicAddress }) => publicAddress === destination)
    if (node !== undefined) {
      this.#balance(node, undefined)
      return
    }
    const haVip = [...this.#topology.haVips.values()].find(({ eip }) => eip === destination)
    const holder =
      haVip === undefined ? this.#enis.find(({ eip }) => eip === destination) : holderOf(this.#world, haVip)
    if (haVip !== undefined && holder === undefined) {
      this.#blockers.push('HAVIP_WITHOUT_HOLDER')
      return
    }
    if (holder !== undefined) {
      // R3.2, R3.5
      this.#destination = haVip?.address ?? holder.address
      const known = this.#blockers.length
      if (!isCutThrough(this.#world, holder)) this.#translated()
      // Section 15; a packet that is not translated is lost anyway.
      const isTranslated = this.#blockers.length === known
      if (isTranslated && this.#isLostHairpin(holder)) this.#blockers.push('EIP_HAIRPIN')
      this.#enterByGateway(holder)
      return
    }
    for (const gateway of this.#topology.natGateways.values()) {
      if (!gateway.eips.includes(destination)) continue
      this.#enterGateway(gateway)
      return
    }
    const rented = [...this.#topology.eipPools.values()].some((pool) => pool.addresses.includes(destination))
    this.#blockers.push(rented ? 'EIP_NOT_BOUND' : 'ADDRESS_UNKNOWN')
  }

  /** Section 11, ingress, step 2, and R2.3: the gateway's own table may lead through a server. */
  #enterByGateway(holder: Eni): void {
    const vpc = this.#vpcOf(holder)
    // R2.24
    if (vpc.leftPrivate !== undefined) this.#blockers.push('VPC_LEFT_PRIVATE')
    if (vpc.ipv4Gateway !== undefined && this.#source !== undefined) {
      let at: Eni | undefined = holder
      let hop: Hop | undefined
      for (let met = 0; at !== undefined && met < 50; met++) {
        hop = this.#hop(vpc, at.vswitch, this.#source)
        at = hop?.kind === 'eni' ? hop.eni : undefined
      }
      if (hop?.kind !== 'ipv4') this.#blockers.push('IPV4GW_ROUTE_MISSING')
    }
    const size = ({ first, last }: Range) => last - first
    const [route] = (vpc.ipv4Gateway?.inboundRoutes ?? [])
      .filter(({ destination }) => inside(destination, this.#destination))
      .sort((a, b) => size(a.destination) - size(b.destination))
    const { nextHop } = route ?? {}
    if (nextHop?.kind !== 'server' && nextHop?.kind !== 'haVip') {
      if (nextHop !== undefined) this.#blockers.push('ROUTE_TARGET_DOWN')
      this.#arrive(holder, undefined)
      return
    }
    const eni = passingEni(this.#world, vpc.name, nextHop)
    if (eni === undefined) this.#blockers.push('ROUTE_TARGET_DOWN')
    if (eni === undefined || eni === holder) this.#arrive(holder, undefined)
    else this.#pass(eni, undefined)
  }

  /** Section 11, ingress, step 3. */
  #enterGateway(gateway: NatGateway): void {
    const vpc = this.#topology.vpcs.get(gateway.vpc)!
    const of = gateway.dnat.filter(({ eip }) => eip === this.#destination)
    const entry =
      of.find(({ protocol, ports }) => protocol === this.#protocol && inside(ports, this.#port)) ??
      of.find(({ protocol }) => protocol === ALL)
    if (entry === undefined) {
      // R4.6, R4.9
      if (this.#protocol !== ICMP) {
        this.#blockers.push('NAT_NO_SESSION')
        return
      }
      this.#askIpv4Gateway(vpc, gateway.vswitch, this.#source)
      if (!gateway.icmpReply) this.#blockers.push('NAT_ICMP_REPLY_OFF')
      this.#target = `gateway ${gateway.name}`
      return
    }
    const vswitch = vswitchOf(this.#topology, vpc, entry.to)
    const target = whoHas(this.#world, vswitch, entry.to)
    // R3.3, R4.30, R4.23
    if (![ICMP, TCP, UDP].includes(this.#protocol)) this.#blockers.push('NAT_PROTOCOL_UNSUPPORTED')
    else if (this.#leftBy === gateway && gateway.eipMode !== 'nat') this.#blockers.push('DNAT_HAIRPIN')
    else if (target?.eip !== undefined) this.#blockers.push('DNAT_TARGET_HAS_EIP')
    // R4.21, R4.24
    this.#destination = entry.to
    if (entry.protocol !== ALL) this.#port = entry.toPorts.first + this.#port - entry.ports.first
    this.#askIpv4Gateway(vpc, gateway.vswitch, this.#source)
    if (target === undefined) {
      this.#blockers.push(whyNobody(this.#world, vswitch, entry.to))
      return
    }
    if (entry.protocol !== ALL) this.#cameBy = { gateway, target }
    this.#arrive(target, undefined)
  }

  /** Steps 9 and 10. `sender` is an ENI of the same VPC. */
  #arrive(eni: Eni, sender: Eni | undefined): void {
    this.#target = `eni ${this.#enis.indexOf(eni)}`
    // R6.9
    if (sender?.vswitch !== eni.vswitch || filtersWithin(this.#topology)) {
      this.#borderIn = eni
      this.#acl(eni, 'ingress', this.#port, this.#source, 'ACL_DENY_IN')
    }
    // R5.15: rules know the sender by its address.
    if (this.#source !== undefined) this.#securityGroups(eni, sender && this.#origin, 'ingress')
    if (this.#isDown(eni)) {
      this.#blockers.push('SERVER_NOT_RUNNING')
      return
    }
    if (!this.#hasPorts()) return
    if (eni.kind === 'endpoint') this.#handOver(eni)
    else if (!this.#isServed(eni)) this.#blockers.push('PORT_NOT_SERVED')
    else if (!eni.answers) this.#blockers.push('INSTANCE_NOT_ANSWERING')
  }

  /** R8.9, R8.10: the service calls its server from an address of its own. */
  #handOver(eni: Eni): void {
    const { service, front } = serviceBehind(this.#topology, eni.app)
    const server = serverFor(this.#world, service)
    if (service.protocol !== this.#protocol || service.port !== this.#port)
      this.#blockers.push('PORT_NOT_SERVED')
    else if (server === undefined) this.#blockers.push('BACKENDS_ALL_UNHEALTHY')
    else {
      this.#consumer = this.#side()
      this.#borderIn = undefined
      this.#source = front
      this.#destination = server.address
      this.#port = service.serverPort
      this.#arrive(server, undefined)
    }
  }

  /** 3.4: kube-proxy on the caller's side. False: no packet leaves. */
  #callService(name: string): boolean {
    const call = { protocol: this.#protocol, port: this.#port }
    const { blockers, picked } = atService(this.#world, name, this.#sender, call)
    this.#blockers.push(...blockers)
    if (picked === undefined || blockers.length > 0) return false
    this.#destination = picked.address
    this.#port = picked.port
    this.#calledPort = picked.port
    return true
  }

  /** `caller` is the ENI of the same VPC that is known by its groups. */
  #balance(node: Node, caller: Eni | undefined): void {
    const label = `${node.balancer.name}/${node.zone ?? ''}`
    this.#target = `balancer ${label}`
    if (node.balancer.kind === 'eas') {
      this.#callGateway(entranceAt(this.#topology, node.vswitch, this.#destination)!)
      return
    }
    const call = {
      protocol: this.#protocol,
      port: this.#port,
      source: this.#source,
      request: this.#request,
    }
    const outcome = atBalancer(this.#world, node, call, this.#isDeniedAt(node, caller))
    this.#blockers.push(...outcome.blockers)
    const { picked } = outcome
    if (picked === undefined) return
    this.#consumer = this.#side()
    this.#borderIn = undefined
    if (!outcome.keepsSource) this.#source = node.source
    if (!outcome.keepsProtocol) this.#protocol = TCP
    this.#destination = picked.address
    this.#port = picked.port
    const vpc = this.#topology.vpcs.get(node.balancer.vpc)!
    const vswitch = vswitchOf(this.#topology, vpc, picked.address)
    const server = whoHas(this.#world, vswitch, picked.address)
    if (server === undefined) {
      this.#blockers.push(picked.isPlain ? 'ADDRESS_UNKNOWN' : 'BACKEND_STALE')
      return
    }
    this.#target = `eni ${this.#enis.indexOf(server)}`
    // R6.9
    const isWithin = node.zone !== undefined && node.vswitch === server.vswitch
    if (!isWithin || filtersWithin(this.#topology)) {
      this.#borderIn = server
      this.#acl(server, 'ingress', this.#port, this.#source, 'ACL_DENY_IN')
    }
    if (this.#source !== undefined) this.#securityGroups(server, undefined, 'ingress')
    if (this.#isDown(server)) this.#blockers.push('SERVER_NOT_RUNNING')
    else if (!this.#isServed(server)) this.#blockers.push('BACKEND_PORT_MISMATCH')
    else if (!server.answers) this.#blockers.push('INSTANCE_NOT_ANSWERING')
  }

  /** Facts/deployment B.1 to B.4: behind it the packet is inside EAS, and its source the one that the gateway knows. */
  #callGateway(entrance: Entrance): void {
    const { gateway, link } = entrance
    const side = link === undefined ? 'internet' : `intranet/${link.vpc}`
    this.#target = `balancer gateway/${gateway.name}/${side}/`
    const { blockers, instance } = atGateway(this.#world, entrance, {
      protocol: this.#protocol,
      port: this.#port,
      source: this.#source,
      request: this.#request,
    })
    this.#blockers.push(...blockers)
    if (instance === undefined) return
    this.#consumer = this.#side()
    this.#borderIn = undefined
    this.#isInsideEas = true
    this.#destination = instance.address
    this.#target = `eni ${this.#enis.indexOf(instance)}`
  }

  /** 1.1: groups of an ALB refuse only what a rule of theirs denies. */
  #isDeniedAt({ balancer }: Node, caller: Eni | undefined): boolean {
    if ((balancer.kind !== 'alb' && balancer.kind !== 'nlb') || this.#source === undefined) return false
    const groups = balancer.securityGroups.map((name) => this.#topology.securityGroups.get(name)!)
    const peers = caller === undefined ? [] : this.#groupsOf(caller)
    const matching = groups
      .flatMap(({ ingress }) => ingress)
      .filter((rule) => this.#matches(rule, 'ingress', peers))
    const best = Math.min(...matching.map(({ priority }) => priority))
    return matching.some(({ priority, policy }) => priority === best && policy === 'drop')
  }

  #side(): Consumer {
    return {
      source: this.#source,
      destination: this.#destination,
      port: this.#port,
      target: this.#target,
      borderIn: this.#borderIn,
      protocol: this.#protocol,
    }
  }

  #become({ source, destination, port, target, borderIn, protocol }: Consumer): void {
    this.#protocol = protocol
    this.#source = source
    this.#destination = destination
    this.#port = port
    this.#target = target
    this.#borderIn = borderIn
  }

  #isServed(eni: Eni): boolean {
    const holder = this.#app(eni)
    if ('port' in holder) return holder.port === this.#port
    if (eni.kind === 'endpoint') {
      // A balancer that has it among its servers gets as far as the service's port.
      const { service } = serviceBehind(this.#topology, eni.app)
      return service.protocol === this.#protocol && service.port === this.#port
    }
    const { server } = serverAndInterface(this.#world, eni.app)
    return server.listeners.some(
      ({ protocol, ports }) => protocol === this.#protocol && inside(ports, this.#port),
    )
  }

  #databases(): Database[] {
    return [...this.#topology.databases.values()]
  }

  /** Step 11, R9.1 to R9.3. `caller` is the ENI that the database may know as a member of a security group. */
  #enterDatabase({ name, port, publicAddress, whitelist }: Database, caller: Eni | undefined): void {
    this.#target = `database ${name}`
    const source = this.#source
    const isPublic = this.#destination === publicAddress
    // 9.2: in enhanced mode each network has its own.
    const asked = whitelist.groups.filter(
      ({ network }) => network === undefined || network === (isPublic ? 'classic' : 'vpc'),
    )
    const isListed = asked.some(({ entries }) =>
      entries.some(({ cidr }) => source !== undefined && inside(cidr, source)),
    )
    const isMember =
      caller !== undefined &&
      this.#groupsOf(caller).some((group) => whitelist.securityGroups.includes(group.name))
    if (source !== undefined && !isListed && !isMember)
      this.#blockers.push(isPublic ? 'DB_WHITELIST_LACKS_EGRESS_IP' : 'DB_WHITELIST_LACKS_VSWITCH')
    if (this.#hasPorts() && (this.#protocol !== TCP || this.#port !== port))
      this.#blockers.push('PORT_NOT_SERVED')
  }

  /** Step 12, R6.2: the reply at both borders, and through the NAT gateway; the sender called `called`. */
  #reply(called: number): void {
    this.#replyOfReceiver()
    if (this.#cameBy !== undefined && this.#source !== undefined) {
      // R4.25
      const { gateway, target } = this.#cameBy
      const hop = this.#hop(this.#vpcOf(target), target.vswitch, this.#source)
      if (hop === undefined) this.#blockers.push('NO_RETURN_ROUTE')
      else if (hop.kind !== 'nat' || hop.gateway !== gateway) this.#blockers.push('ASYMMETRIC_NAT')
    }
    if (this.#mappedBy !== undefined && this.#source !== undefined) {
      // R4.25
      const { gateway, target } = this.#mappedBy
      const hop = this.#hop(this.#vpcOf(target), target.vswitch, this.#source)
      if (hop === undefined) this.#blockers.push('NO_RETURN_ROUTE')
      else if (hop.kind !== 'vpcNat' || hop.gateway !== gateway) this.#blockers.push('ASYMMETRIC_NAT')
    }
    if (this.#peeredBy !== undefined && this.#source !== undefined) {
      // R7.2
      const { peering, far, vswitch } = this.#peeredBy
      const hop = this.#hop(far, vswitch, this.#source!)
      const near = this.#topology.vpcs.get(peering.vpcs.find((name) => name !== far.name)!)!
      if (hop?.kind === 'transit') this.#tripBack({ from: near, source: this.#source, end: vswitch })
      else if (hop?.kind !== 'peer' || hop.peering !== peering) this.#blockers.push('NO_RETURN_ROUTE')
    }
    for (const trip of this.#trips.toReversed()) this.#tripBack(trip)
    for (const { eni, masks, crossedIn, crossedOut, source, destination } of this.#met.toReversed()) {
      // The reply comes back to whoever has put its own address there; others do not see it.
      if (!masks) continue
      if (crossedOut) this.#acl(eni, 'ingress', this.#sourcePort, destination, 'ACL_RETURN_DENIED')
      if (crossedIn) this.#acl(eni, 'egress', this.#sourcePort, source, 'ACL_RETURN_DENIED')
    }
    if (this.#crossed !== undefined && this.#source !== undefined) {
      // R2.17: any pair of interfaces between the two VPCs will do.
      const { pair, far, vswitch } = this.#crossed
      const hop = this.#hop(far, vswitch, this.#source)
      const near = this.#topology.vpcs.get(pair.vpcs.find((name) => name !== far.name)!)!
      const back =
        hop?.kind === 'interfaces' ? interfaceFor(this.#topology, hop.hops, this.#tuple(), 2) : undefined
      if (hop?.kind === 'transit') this.#tripBack({ from: near, source: this.#source, end: vswitch })
      else if (back === undefined || [...back.vpcs].sort().join() !== [...pair.vpcs].sort().join())
        this.#blockers.push('NO_RETURN_ROUTE')
    }
    if (this.#borderOut !== undefined)
      this.#acl(this.#borderOut, 'ingress', this.#sourcePort, called, 'ACL_RETURN_DENIED')
    this.#replyAtGroups(this.#sender, 'ingress', called)
  }

  #replyOfReceiver(): void {
    this.#replyAtGroups(this.#reached(), 'egress', this.#source)
    if (this.#borderIn !== undefined)
      this.#acl(this.#borderIn, 'egress', this.#sourcePort, this.#source, 'ACL_RETURN_DENIED')
  }

  /** The ENI that got the packet. */
  #reached(): Eni | undefined {
    const [, number] = /^eni (\d+)$/.exec(this.#target ?? '') ?? []
    return number === undefined ? undefined : this.#enis[Number(number)]
  }

  /** Section 15: a call to the EIP of an ENI in the VPC of whoever has sent the packet last. */
  #isLostHairpin(holder: Eni): boolean {
    const last = this.#met.at(-1)?.eni ?? this.#sender
    return last !== undefined && losesHairpins(this.#topology) && this.#vpcOf(last) === this.#vpcOf(holder)
  }

  /** R5.21, if advanced groups are taken for stateless: the reply needs a rule. `far` as the ENI knows the other end. */
  #replyAtGroups(eni: Eni | undefined, direction: 'ingress' | 'egress', far: number | undefined): void {
    if (eni === undefined || far === undefined || !isStateless(this.#topology, this.#groupsOf(eni))) return
    if (EXEMPT.some((range) => inside(range, far))) return
    const reply = {
      protocol: this.#protocol,
      sourcePort: direction === 'ingress' ? this.#calledPort : this.#port,
      port: this.#sourcePort,
      far,
      near: direction === 'egress' ? this.#destination : eni.address,
    }
    if (!letsReply(this.#groupsOf(eni), direction, reply)) this.#blockers.push('SG_RETURN_DENIED')
  }

  /** Section 6. `far` is undefined where nobody can tell the address. */
  #acl(eni: Eni, direction: 'ingress' | 'egress', port: number, far: number | undefined, code: string): void {
    const acl = this.#vpcOf(eni).networkAcls.find(({ vswitches }) => vswitches.includes(eni.vswitch))
    // R6.1, R6.10, R6.11
    if (isCutThrough(this.#world, eni)) return
    if (acl === undefined || far === undefined || ACL_EXEMPT.some((range) => inside(range, far))) return
    // R6.3 to R6.5
    const deciding = acl[direction].find(
      ({ protocol, ports, peer }) =>
        (protocol === ALL || protocol === this.#protocol) && inside(ports, port) && inside(peer, far),
    )
    // R6.7
    if (deciding === undefined && passesUnmatched(this.#topology)) return
    if (deciding?.policy !== 'accept') this.#blockers.push(code)
  }

  #vpcOf(eni: Eni): Vpc {
    return this.#topology.vpcs.get(this.#app(eni).vpc)!
  }

  #hasPorts(): boolean {
    return this.#protocol === TCP || this.#protocol === UDP
  }

  /** Section 5. `peer` is the ENI at the other end, if it is one of the same VPC. */
  #securityGroups(eni: Eni, peer: Eni | undefined, direction: 'ingress' | 'egress'): void {
    const groups = this.#groupsOf(eni)
    const peerGroups = peer === undefined ? [] : this.#groupsOf(peer)
    // R5.3, R5.12
    const shared = groups.filter((group) => peerGroups.includes(group))
    if (shared.some(({ type, innerAccess }) => type === 'basic' && innerAccess === 'accept')) return
    // R5.11: of all that match, the smallest priority; among these a drop if there is one.
    const matching = groups
      .flatMap((group) => group[direction])
      .filter((rule) => this.#matches(rule, direction, peerGroups))
    const best = Math.min(...matching.map(({ priority }) => priority))
    const deciding = matching.filter(({ priority }) => priority === best)
    if (deciding.some(({ policy }) => policy === 'drop')) this.#blockers.push('SG_DENY_RULE')
    else if (deciding.length === 0) {
      // R5.1, R5.2, R5.13
      if (direction === 'ingress') this.#blockers.push('SG_NO_ALLOW_IN')
      else if (groups.some(({ type }) => type === 'advanced')) this.#blockers.push('SG_NO_ALLOW_OUT')
    }
  }

  #groupsOf(eni: Eni): SecurityGroup[] {
    return this.#app(eni).securityGroups.map((name) => this.#topology.securityGroups.get(name)!)
  }

  /** R5.8, R5.9, R5.15 */
  #matches(rule: SecurityRule, direction: 'ingress' | 'egress', peerGroups: SecurityGroup[]): boolean {
    const [far, near] =
      direction === 'ingress' ? [this.#source!, this.#destination] : [this.#destination, this.#source ?? 0]
    if (rule.protocol !== ALL && rule.protocol !== this.#protocol) return false
    if (!inside(rule.ports, this.#port)) return false
    if (rule.sourcePorts !== undefined && !inside(rule.sourcePorts, this.#sourcePort)) return false
    if (rule.localCidr !== undefined && !inside(rule.localCidr, near)) return false
    switch (rule.peer.kind) {
      case 'cidr':
        return inside(rule.peer.cidr, far)
      case 'cidr6':
        return false
      case 'prefixList':
        return rule.peer.cidrs.some((cidr) => inside(cidr, far))
      case 'group': {
        const { group } = rule.peer
        return peerGroups.some(({ name }) => name === group)
      }
    }
  }
}

function vswitchOf(topology: Topology, vpc: Vpc, address: number): string | undefined {
  for (const { name, vpc: of, cidr } of topology.vswitches.values()) {
    if (of === vpc.name && inside(cidr, address)) return name
  }
  return undefined
}
