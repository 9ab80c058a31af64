/**
 * The data path as facts/vpc tells it, without tables, numbers for names, or haste: plain loops over the topology for
 * every packet. It is the specification that `decide` and `explain` are held against, and shares no code with them.
 */
import type { App } from '../../src/cloud/app.ts'
import type { Database } from '../../src/cloud/database.ts'
import type { NatGateway } from '../../src/cloud/nat-gateway.ts'
import type { Peering } from '../../src/cloud/peering.ts'
import type { SecurityGroup, SecurityRule } from '../../src/cloud/security-group.ts'
import type { Server } from '../../src/cloud/server.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Vpc } from '../../src/cloud/vpc.ts'
import { type FiveTuple, hashAddress, hashFiveTuple } from '../../src/net/five-tuple.ts'

export interface Eni {
  /** Absent: `app` is an application. ENIs of servers come first, in the order of the topology. */
  readonly kind?: 'server'
  readonly app: string
  readonly vswitch: string
  readonly address: number
  readonly eip: number | undefined
  readonly answers: boolean
}

export interface World {
  readonly topology: Topology
  readonly enis: readonly Eni[]
}

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

export function walkNaively(world: World, packet: FiveTuple, sender: number | undefined): NaiveAnswer {
  return new Way(world, packet, sender).go()
}

class Way {
  readonly #topology: Topology
  readonly #enis: readonly Eni[]
  readonly #sender: Eni | undefined
  readonly #blockers: string[] = []
  readonly #protocol: number
  readonly #sourcePort: number
  #port: number
  #source: number | undefined
  #destination: number
  #target: string | undefined
  /** Whose border the packet has crossed, and its reply crosses again. */
  #borderOut: Eni | undefined
  #borderIn: Eni | undefined
  /** The gateway that has translated the source. */
  #leftBy: NatGateway | undefined
  /** The gateway that has mapped a port to an instance. */
  #cameBy: { readonly gateway: NatGateway; readonly target: Eni } | undefined

  /** The peering that the packet went through, and the vSwitch where it found somebody. */
  #peeredBy: { readonly peering: Peering; readonly far: Vpc; readonly vswitch: string } | undefined

  constructor(world: World, packet: FiveTuple, sender: number | undefined) {
    this.#topology = world.topology
    this.#enis = world.enis
    this.#sender = sender === undefined ? undefined : world.enis[sender]!
    this.#protocol = packet.protocol
    this.#source = packet.source
    this.#sourcePort = packet.sourcePort
    this.#destination = packet.destination
    this.#port = packet.destinationPort
  }

  go(): NaiveAnswer {
    const called = this.#destination
    if (this.#sender === undefined) this.#internet()
    else this.#leave(this.#sender)
    if (this.#target !== undefined) this.#reply(called)
    return { blockers: this.#blockers, source: this.#source, target: this.#target }
  }

  #app(eni: Eni): App | Server {
    const { apps, servers } = this.#topology
    return eni.kind === 'server' ? servers.get(eni.app)! : apps.get(eni.app)!
  }

  /** Step 1: a server may be stopped, or out with its zone. */
  #isDown(eni: Eni): boolean {
    return eni.kind === 'server' && !(this.#topology.servers.get(eni.app)!.running && eni.answers)
  }

  #leave(eni: Eni): void {
    const { topology, destination } = { topology: this.#topology, destination: this.#destination }
    const vpc = topology.vpcs.get(this.#app(eni).vpc)!
    const own = [vpc.cidr, ...vpc.secondaryCidrs]
    const isPrivate = [...PRIVATE, ...own, ...vpc.userCidrs].some((range) => inside(range, destination))
    const vswitch = vswitchOf(topology, vpc, destination)
    const neighbour = this.#enis.find((other) => other.vswitch === vswitch && other.address === destination)

    if (this.#isDown(eni)) this.#blockers.push('SERVER_NOT_RUNNING')

    // Step 2
    if (!EXEMPT.some((range) => inside(range, destination))) this.#securityGroups(eni, neighbour, 'egress')

    // Step 3: R6.9
    if (vswitch !== eni.vswitch) {
      this.#borderOut = eni
      this.#acl(eni, 'egress', this.#port, destination, 'ACL_DENY_OUT')
    }

    // Step 5: R1.22, R2.20, R2.21
    const identity = this.#identity(eni)
    if (!isPrivate && identity !== undefined) {
      this.#source = identity
      this.#translated()
      this.#askIpv4Gateway(vpc, eni.vswitch, destination)
      this.#internet()
      return
    }

    // Step 6
    const hop = this.#hop(vpc, eni.vswitch, destination)
    if (hop?.kind === 'local') {
      const database = this.#databases().find((one) => one.vswitch === vswitch && one.address === destination)
      if (neighbour !== undefined) this.#arrive(neighbour, eni)
      else if (database !== undefined) this.#enterDatabase(database, eni)
      else this.#blockers.push('ADDRESS_UNKNOWN')
      return
    }
    if (hop?.kind === 'cloud') {
      if (SERVICES.includes(destination)) this.#target = 'cloud service'
      else this.#blockers.push('ADDRESS_UNKNOWN')
      return
    }
    if (hop?.kind === 'peer') {
      this.#peer(hop.peering, vpc)
      return
    }
    const onInternet = !NOT_PUBLIC.some((range) => inside(range, destination))
    const foreign = [...topology.vpcs.values()].find(
      (other) =>
        other !== vpc && [other.cidr, ...other.secondaryCidrs].some((range) => inside(range, destination)),
    )
    const far = isPrivate && !own.some((range) => inside(range, destination)) ? foreign : undefined
    if (hop === undefined || hop.kind === 'gone' || !onInternet) {
      const database = this.#databases().find(
        ({ vpc: of, address }) => of === far?.name && address === destination,
      )
      // R1.18, R2.15, R2.16
      if (hop?.kind === 'gone') this.#blockers.push('ROUTE_TARGET_DOWN')
      else if (far !== undefined)
        this.#blockers.push(database === undefined ? 'VPC_NOT_CONNECTED' : 'DB_OTHER_VPC')
      else if (hop !== undefined) this.#blockers.push('PRIVATE_ADDRESS_TO_INTERNET')
      else if (isPrivate || vpc.ipv4Gateway !== undefined || this.#gatewaysOf(vpc).length > 0)
        this.#blockers.push('NO_ROUTE')
      else this.#blockers.push('VPC_NO_INTERNET_BY_DEFAULT')
      if (far !== undefined) {
        // Behind it the far side as it would be with a connection (R7.15).
        const farSwitch = vswitchOf(topology, far, destination)
        const target = this.#enis.find(
          (other) => other.vswitch === farSwitch && other.address === destination,
        )
        if (target !== undefined) this.#arrive(target, undefined)
        else if (database !== undefined) this.#enterDatabase(database, undefined)
        else this.#blockers.push('ADDRESS_UNKNOWN')
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
      if (identity !== undefined) this.#translated()
      this.#internet()
      return
    }
    if (hop.kind !== 'nat') throw new Error('neither local nor cloud leads out')
    const { gateway } = hop
    this.#leftBy = gateway

    // Step 7a: R4.7, R4.11
    const covering = gateway.snat.filter((entry) => inside(entry.source, eni.address))
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
        source: eni.address,
        sourcePort: this.#sourcePort,
        destination,
        destinationPort: this.#port,
      }
      const hash = entry.affinity ? hashAddress(eni.address, 0) : hashFiveTuple(tuple, 0)
      this.#source = eips[hash % eips.length]!
      this.#translated()
    }
    // R2.25
    this.#askIpv4Gateway(vpc, gateway.vswitch, destination)
    this.#internet()
  }

  /** Step 7b and R7.1, R7.4, R7.5: the far side sees the private source, and only its own vSwitches are there. */
  #peer(peering: Peering, near: Vpc): void {
    const destination = this.#destination
    const far = this.#topology.vpcs.get(peering.vpcs.find((name) => name !== near.name)!)!
    if (![far.cidr, ...far.secondaryCidrs].some((range) => inside(range, destination))) {
      this.#blockers.push('PEERING_NOT_TRANSITIVE')
      return
    }
    const vswitch = vswitchOf(this.#topology, far, destination)
    const eni = this.#enis.find((one) => one.vswitch === vswitch && one.address === destination)
    const database = this.#databases().find((one) => one.vswitch === vswitch && one.address === destination)
    if (vswitch !== undefined) this.#peeredBy = { peering, far, vswitch }
    if (eni !== undefined) this.#arrive(eni, undefined)
    else if (database !== undefined) this.#enterDatabase(database, undefined)
    else this.#blockers.push('ADDRESS_UNKNOWN')
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
    const custom = vpc.routeTables.find(
      ({ name, vswitches }) => name !== 'system' && vswitches.includes(vswitch),
    )
    const name = custom?.name ?? 'system'
    const written = vpc.routeTables.find((table) => table.name === name)?.routes ?? []
    const gateways = this.#gatewaysOf(vpc)
    // R2.5
    const routes: { to: Range; hop: Hop }[] = [...this.#topology.vswitches.values()]
      .filter((one) => one.vpc === vpc.name)
      .map(({ cidr }) => ({ to: cidr, hop: { kind: 'local' } }))
    routes.push({ to: CLOUD, hop: { kind: 'cloud' } })
    for (const { destination: to, nextHop } of written) {
      const gateway =
        nextHop.kind === 'natGateway' ? gateways.find((one) => one.name === nextHop.name) : undefined
      const peering = nextHop.kind === 'peering' ? this.#topology.peerings.get(nextHop.name) : undefined
      if (gateway !== undefined) routes.push({ to, hop: { kind: 'nat', gateway } })
      // R7.2
      else if (peering?.vpcs.includes(vpc.name)) routes.push({ to, hop: { kind: 'peer', peering } })
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
    const size = ({ first, last }: Range) => last - first
    return routes.filter(({ to }) => inside(to, destination)).sort((a, b) => size(a.to) - size(b.to))[0]?.hop
  }

  /** R2.21: in centralised mode the table must lead to the IPv4 gateway, in both directions. */
  #askIpv4Gateway(vpc: Vpc, vswitch: string, far: number | undefined): void {
    if (vpc.ipv4Gateway === undefined || far === undefined) return
    if (this.#hop(vpc, vswitch, far)?.kind !== 'ipv4') this.#blockers.push('IPV4GW_ROUTE_MISSING')
  }

  /** R3.3 */
  #translated(): void {
    if (![ICMP, TCP, UDP].includes(this.#protocol)) this.#blockers.push('NAT_PROTOCOL_UNSUPPORTED')
  }

  #internet(): void {
    const destination = this.#destination
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
    const holder = this.#enis.find(({ eip }) => eip === destination)
    if (holder !== undefined) {
      // R3.2, R3.5
      this.#destination = holder.address
      this.#translated()
      this.#askIpv4Gateway(this.#vpcOf(holder), holder.vswitch, this.#source)
      this.#arrive(holder, undefined)
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
      this.#target = `gateway ${gateway.name}`
      return
    }
    const vswitch = vswitchOf(this.#topology, vpc, entry.to)
    const target = this.#enis.find((eni) => eni.vswitch === vswitch && eni.address === entry.to)
    // R3.3, R4.30, R4.23
    if (![ICMP, TCP, UDP].includes(this.#protocol)) this.#blockers.push('NAT_PROTOCOL_UNSUPPORTED')
    else if (this.#leftBy === gateway && gateway.eipMode !== 'nat') this.#blockers.push('DNAT_HAIRPIN')
    else if (target?.eip !== undefined) this.#blockers.push('DNAT_TARGET_HAS_EIP')
    // R4.21, R4.24
    this.#destination = entry.to
    if (entry.protocol !== ALL) this.#port = entry.toPorts.first + this.#port - entry.ports.first
    this.#askIpv4Gateway(vpc, gateway.vswitch, this.#source)
    if (target === undefined) {
      this.#blockers.push('ADDRESS_UNKNOWN')
      return
    }
    if (entry.protocol !== ALL) this.#cameBy = { gateway, target }
    this.#arrive(target, undefined)
  }

  /** Steps 9 and 10. `sender` is an ENI of the same VPC. */
  #arrive(eni: Eni, sender: Eni | undefined): void {
    this.#target = `eni ${this.#enis.indexOf(eni)}`
    // R6.9
    if (sender?.vswitch !== eni.vswitch) {
      this.#borderIn = eni
      this.#acl(eni, 'ingress', this.#port, this.#source, 'ACL_DENY_IN')
    }
    if (this.#source !== undefined) this.#securityGroups(eni, sender, 'ingress')
    if (this.#isDown(eni)) {
      this.#blockers.push('SERVER_NOT_RUNNING')
      return
    }
    if (!this.#hasPorts()) return
    if (!this.#isServed(eni)) this.#blockers.push('PORT_NOT_SERVED')
    else if (!eni.answers) this.#blockers.push('INSTANCE_NOT_ANSWERING')
  }

  #isServed(eni: Eni): boolean {
    const holder = this.#app(eni)
    if ('port' in holder) return holder.port === this.#port
    return holder.listeners.some(
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
    const isListed = whitelist.groups.some(({ entries }) =>
      entries.some(({ cidr }) => source !== undefined && inside(cidr, source)),
    )
    const isMember =
      caller !== undefined &&
      this.#groupsOf(caller).some((group) => whitelist.securityGroups.includes(group.name))
    const isPublic = this.#destination === publicAddress
    if (source !== undefined && !isListed && !isMember)
      this.#blockers.push(isPublic ? 'DB_WHITELIST_LACKS_EGRESS_IP' : 'DB_WHITELIST_LACKS_VSWITCH')
    if (this.#hasPorts() && (this.#protocol !== TCP || this.#port !== port))
      this.#blockers.push('PORT_NOT_SERVED')
  }

  /** Step 12, R6.2: the reply at both borders, and through the NAT gateway; the sender called `called`. */
  #reply(called: number): void {
    if (this.#borderIn !== undefined)
      this.#acl(this.#borderIn, 'egress', this.#sourcePort, this.#source, 'ACL_RETURN_DENIED')
    if (this.#cameBy !== undefined && this.#source !== undefined) {
      // R4.25
      const { gateway, target } = this.#cameBy
      const hop = this.#hop(this.#vpcOf(target), target.vswitch, this.#source)
      if (hop === undefined) this.#blockers.push('NO_RETURN_ROUTE')
      else if (hop.kind !== 'nat' || hop.gateway !== gateway) this.#blockers.push('ASYMMETRIC_NAT')
    }
    if (this.#peeredBy !== undefined) {
      // R7.2
      const { peering, far, vswitch } = this.#peeredBy
      const hop = this.#hop(far, vswitch, this.#source!)
      if (hop?.kind !== 'peer' || hop.peering !== peering) this.#blockers.push('NO_RETURN_ROUTE')
    }
    if (this.#borderOut !== undefined)
      this.#acl(this.#borderOut, 'ingress', this.#sourcePort, called, 'ACL_RETURN_DENIED')
  }

  /** Section 6. `far` is undefined where nobody can tell the address. */
  #acl(eni: Eni, direction: 'ingress' | 'egress', port: number, far: number | undefined, code: string): void {
    const acl = this.#vpcOf(eni).networkAcls.find(({ vswitches }) => vswitches.includes(eni.vswitch))
    // R6.1, R6.10
    if (acl === undefined || far === undefined || ACL_EXEMPT.some((range) => inside(range, far))) return
    // R6.3 to R6.5
    const deciding = acl[direction].find(
      ({ protocol, ports, peer }) =>
        (protocol === ALL || protocol === this.#protocol) && inside(ports, port) && inside(peer, far),
    )
    // R6.7
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
      direction === 'ingress' ? [this.#source!, this.#destination] : [this.#destination, this.#source!]
    if (rule.protocol !== ALL && rule.protocol !== this.#protocol) return false
    if (!inside(rule.ports, this.#port)) return false
    if (rule.sourcePorts !== undefined && !inside(rule.sourcePorts, this.#sourcePort)) return false
    if (rule.localCidr !== undefined && !inside(rule.localCidr, near)) return false
    switch (rule.peer.kind) {
      case 'cidr':
        return inside(rule.peer.cidr, far)
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
