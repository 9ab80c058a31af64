/**
 * The data path as facts/vpc tells it, without tables, numbers for names, or haste: plain loops over the topology for
 * every packet. It is the specification that `decide` and `explain` are held against, and shares no code with them.
 */
import type { App } from '../../src/cloud/app.ts'
import type { SecurityGroup, SecurityRule } from '../../src/cloud/security-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Vpc } from '../../src/cloud/vpc.ts'
import { type FiveTuple, hashAddress, hashFiveTuple } from '../../src/net/five-tuple.ts'

export interface Eni {
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
  /** `eni 3`, `host partner`, `cloud service`, `gateway main`, or undefined. */
  readonly target: string | undefined
}

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
  readonly #port: number
  #source: number | undefined
  #destination: number
  #target: string | undefined

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
    if (this.#sender === undefined) this.#internet()
    else this.#leave(this.#sender)
    return { blockers: this.#blockers, source: this.#source, target: this.#target }
  }

  #app(eni: Eni): App {
    return this.#topology.apps.get(eni.app)!
  }

  #leave(eni: Eni): void {
    const { topology, destination } = { topology: this.#topology, destination: this.#destination }
    const vpc = topology.vpcs.get(this.#app(eni).vpc)!
    const own = [vpc.cidr, ...vpc.secondaryCidrs]
    const isPrivate = [...PRIVATE, ...own, ...vpc.userCidrs].some((range) => inside(range, destination))
    const vswitch = vswitchOf(topology, vpc, destination)
    const neighbour = this.#enis.find((other) => other.vswitch === vswitch && other.address === destination)

    // Step 2
    if (!EXEMPT.some((range) => inside(range, destination))) this.#securityGroups(eni, neighbour, 'egress')

    // Step 5: R1.22, R2.20
    if (!isPrivate && eni.eip !== undefined) {
      this.#source = eni.eip
      this.#translated()
      this.#internet()
      return
    }

    // Step 6: R2.12, R2.5, R4.4
    if (vswitch !== undefined) {
      if (neighbour === undefined) this.#blockers.push('ADDRESS_UNKNOWN')
      else this.#arrive(neighbour, eni)
      return
    }
    if (inside(CLOUD, destination)) {
      if (SERVICES.includes(destination)) this.#target = 'cloud service'
      else this.#blockers.push('ADDRESS_UNKNOWN')
      return
    }
    const gateway = [...topology.natGateways.values()].find((nat) => nat.vpc === vpc.name)
    const onInternet = !NOT_PUBLIC.some((range) => inside(range, destination))
    const foreign = [...topology.vpcs.values()].find(
      (other) =>
        other !== vpc && [other.cidr, ...other.secondaryCidrs].some((range) => inside(range, destination)),
    )
    const far = isPrivate && !own.some((range) => inside(range, destination)) ? foreign : undefined
    if (gateway === undefined || !onInternet) {
      if (far !== undefined) {
        // R1.18, and behind it the far side as it would be with a connection (R7.15).
        this.#blockers.push('VPC_NOT_CONNECTED')
        const farSwitch = vswitchOf(topology, far, destination)
        const target = this.#enis.find(
          (other) => other.vswitch === farSwitch && other.address === destination,
        )
        if (target === undefined) this.#blockers.push('ADDRESS_UNKNOWN')
        else this.#arrive(target, undefined)
        return
      }
      if (gateway !== undefined) this.#blockers.push('PRIVATE_ADDRESS_TO_INTERNET')
      else this.#blockers.push(isPrivate ? 'NO_ROUTE' : 'VPC_NO_INTERNET_BY_DEFAULT')
      if (!onInternet) return
      this.#source = undefined
      this.#internet()
      return
    }

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
    this.#internet()
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
    const holder = this.#enis.find(({ eip }) => eip === destination)
    if (holder !== undefined) {
      // R3.2, R3.5
      this.#destination = holder.address
      this.#translated()
      this.#arrive(holder, undefined)
      return
    }
    for (const gateway of this.#topology.natGateways.values()) {
      if (!gateway.eips.includes(destination)) continue
      // R4.6, R4.9
      if (this.#protocol === ICMP) this.#target = `gateway ${gateway.name}`
      else this.#blockers.push('NAT_NO_SESSION')
      return
    }
    const rented = [...this.#topology.eipPools.values()].some((pool) => pool.addresses.includes(destination))
    this.#blockers.push(rented ? 'EIP_NOT_BOUND' : 'ADDRESS_UNKNOWN')
  }

  /** Step 10. `sender` is an ENI of the same VPC. */
  #arrive(eni: Eni, sender: Eni | undefined): void {
    this.#target = `eni ${this.#enis.indexOf(eni)}`
    if (this.#source !== undefined) this.#securityGroups(eni, sender, 'ingress')
    if (!this.#hasPorts()) return
    if (this.#port !== this.#app(eni).port) this.#blockers.push('PORT_NOT_SERVED')
    else if (!eni.answers) this.#blockers.push('INSTANCE_NOT_ANSWERING')
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
