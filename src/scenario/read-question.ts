/**
 * A question about one path, as somebody types it: two ends, or the name of a flow. Ends are those of the file, or plain
 * addresses where that has a meaning: an address on the Internet that nobody in the file has is taken for somebody who
 * is there, called by that address, and answers on the port that is asked.
 */
import type { Question } from '../checking/question.ts'
import { gatewayNameOf } from '../cloud/gateway-front.ts'
import type { InternetHost } from '../cloud/internet-host.ts'
import { isInternetAddress6 } from '../cloud/ipv6.ts'
import { unwritten } from '../cloud/origin.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Endpoint, Flow, FlowRequest } from '../datapath/flow.ts'
import { isInternetAddress } from '../datapath/internet-address.ts'
import { sameAddress } from '../net/address.ts'
import { contains6 } from '../net/cidr6.ts'
import { formatIpv4, type Ipv4, parseIpv4 } from '../net/ipv4.ts'
import { formatIpv6, type Ipv6, parseIpv6 } from '../net/ipv6.ts'
import { GRE, hasPorts, ICMP, ICMPV6, type PacketProtocol, TCP, UDP } from '../net/protocol.ts'
import { askedService } from './asked-service.ts'
import { ipVersionOf, whyNotOver } from './ip-version.ts'
import { portOf } from './read-flows.ts'
import { domainIn } from './schema/names.ts'
import { listing, suggest } from './suggestion.ts'
import { quote } from './value.ts'

export interface AskedPath {
  readonly from?: string
  readonly to?: string
  readonly flow?: string
  readonly protocol?: string
  readonly port?: number
  readonly sourcePort?: number
  readonly instance?: string
  /** Which address of a database is called. */
  readonly via?: string
  /** `v4` or `v6`: which addresses the ends use. */
  readonly ip?: string
  /** Which service or service group of EAS is asked. */
  readonly service?: string
  /** What is sent in place of its token; `none` is nothing. */
  readonly token?: string
}

export type ReadQuestion =
  | {
      readonly ok: true
      readonly question: Question
      /** The topology of the file, and in it those who were only named by their address. */
      readonly topology: Topology
      /** Addresses that nobody in the file has. */
      readonly standIns: readonly string[]
    }
  | { readonly ok: false; readonly message: string; readonly hint?: string }

const PROTOCOLS: ReadonlyMap<string, PacketProtocol> = new Map([
  ['tcp', TCP],
  ['udp', UDP],
  ['icmp', ICMP],
  ['icmpv6', ICMPV6],
  ['gre', GRE],
])

/** Kinds of endpoints, and the sections of the file that name them. */
const SECTIONS = {
  app: 'apps',
  server: 'servers',
  haVip: 'haVips',
  db: 'databases',
  internet: 'internet',
  endpoint: 'endpoints',
  natGateway: 'natGateways',
  loadBalancer: 'loadBalancers',
  service: 'serviceNames',
  gateway: 'gateways',
} as const satisfies Partial<Record<Endpoint['kind'], keyof Topology>>
const KINDS = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]

export function readQuestion(asked: AskedPath, topology: Topology, flows: readonly Flow[]): ReadQuestion {
  try {
    return new QuestionReader(asked, topology, flows).read()
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, message: error.message, ...error.more }
    throw error
  }
}

class Refusal extends Error {
  readonly more: { readonly hint?: string }

  constructor(message: string, hint?: string) {
    super(message)
    this.more = hint === undefined ? {} : { hint }
  }
}

/** An end of the path: somebody whom the file names, or one of our own addresses. */
type End = { readonly endpoint: Endpoint } | { readonly own: Ipv4; readonly text: string }

class QuestionReader {
  readonly #asked: AskedPath
  readonly #flows: readonly Flow[]
  readonly #standIns: string[] = []
  #typedIpv6 = false
  #topology: Topology

  constructor(asked: AskedPath, topology: Topology, flows: readonly Flow[]) {
    this.#asked = asked
    this.#topology = topology
    this.#flows = flows
  }

  read(): ReadQuestion {
    const { sourcePort, instance } = this.#asked
    const { flow, destination } = this.#asked.flow === undefined ? this.#flowOfEnds() : this.#declaredFlow()
    if (sourcePort !== undefined && !hasPorts(flow.protocol))
      throw new Refusal('--source-port: only tcp and udp have ports')
    if (instance !== undefined) this.#checkInstance(instance, flow)
    const question = {
      flow,
      ...(sourcePort !== undefined && { sourcePort }),
      ...(destination !== undefined && { destination }),
      ...(instance !== undefined && { instance }),
    }
    return { ok: true, question, topology: this.#topology, standIns: this.#standIns }
  }

  #declaredFlow(): { flow: Flow; destination?: Ipv4 } {
    const { flow: name, from, to } = this.#asked
    if (from !== undefined || to !== undefined)
      throw new Refusal('--flow names both ends already', 'leave out --from and --to, or --flow')
    const flow = this.#flows.find((each) => each.name === name)
    if (flow === undefined)
      throw new Refusal(
        `there is no flow ${quote(name!)}`,
        suggest(
          name!,
          this.#flows.map((each) => each.name),
        ),
      )
    const protocol = this.#protocol(flow.protocol)
    const port = this.#port(protocol, protocol === flow.protocol ? flow.port : undefined)
    const { ip: usual, ...rest } = flow
    const ip = this.#ip(protocol, usual)
    const via = this.#via(flow.from, flow.to, flow.via)
    return { flow: { ...rest, protocol, port, ...ip, ...via, ...this.#request(flow.to, flow.request ?? {}) } }
  }

  #request(to: Endpoint, usual?: FlowRequest): Pick<Flow, 'request'> {
    const { service, token } = this.#asked
    if (service === undefined && token === undefined && (to.kind !== 'gateway' || usual !== undefined))
      return usual === undefined || Object.keys(usual).length === 0 ? {} : { request: usual }
    const read = askedService(this.#asked, to, this.#topology, usual)
    if (!read.ok) throw new Refusal(read.message, read.hint)
    return read.request
  }

  #flowOfEnds(): { flow: Flow; destination?: Ipv4 } {
    const { from: fromText, to: toText } = this.#asked
    if (fromText === undefined || toText === undefined)
      throw new Refusal(
        `--${fromText === undefined ? 'from' : 'to'} is missing`,
        `say who calls whom: --from app/NAME --to internet/NAME, or --flow NAME${this.#flowNames()}`,
      )
    const from = this.#end(fromText, 'from')
    const protocol = this.#protocol(TCP)
    const target = this.#end(toText, 'to')
    if ('own' in from)
      throw new Refusal(
        `--from ${from.text} is an address of ours, and who sends from it changes`,
        'name the application: --from app/NAME, and with --instance one of its instances',
      )
    const known = 'own' in target ? undefined : this.#knownPort(from.endpoint, target.endpoint, protocol)
    const port = this.#port(protocol, known)
    const to = 'own' in target ? this.#standIn(target.text, 0, port) : target.endpoint
    if (from.endpoint.kind === 'internet' && to.kind === 'internet' && !('own' in target))
      throw new Refusal(
        `${from.endpoint.name} and ${to.name} are both on the Internet`,
        'a path begins or ends at something that is rented',
      )
    if ('endpoint' in target && this.#standIns.includes(to.name)) this.#serve(to.name, port)
    if (from.endpoint.kind === 'db' || from.endpoint.kind === 'endpoint')
      throw new Refusal(
        `--from: ${from.endpoint.name} is ${from.endpoint.kind === 'db' ? 'a database' : 'an endpoint'}, which answers and calls nobody`,
        'turn the path round',
      )
    if (from.endpoint.kind === 'loadBalancer' || from.endpoint.kind === 'service')
      throw new Refusal(
        `--from: ${from.endpoint.name} is a ${from.endpoint.kind === 'service' ? 'service' : 'load balancer'}, which is called and calls nobody by itself`,
      )
    if (from.endpoint.kind === 'gateway')
      throw new Refusal(
        `--from: ${from.endpoint.name} is a gateway, which is called and calls nobody by itself`,
      )
    const inference = to.kind === 'app' ? this.#topology.apps.get(to.name) : undefined
    if (inference?.eas !== undefined)
      throw new Refusal(
        `--to: ${to.name} is an inference service, which is called through its gateway and not by the addresses of its instances`,
        `write --to gateway/${gatewayNameOf(inference, this.#topology)} --service ${to.name}`,
      )
    if (from.endpoint.kind === 'natGateway')
      throw new Refusal(`--from: ${from.endpoint.name} is a NAT gateway, which calls nobody by itself`)
    if (
      from.endpoint.kind === 'internet' &&
      this.#topology.vpcNatGateways.has(to.kind === 'natGateway' ? to.name : '')
    )
      throw new Refusal(`--to: VPC NAT gateway ${to.name} is called from inside alone`)
    if (from.endpoint.kind === 'internet' && to.kind === 'endpoint')
      throw new Refusal(`--to: endpoint ${to.name} is called from inside a VPC alone`)
    const name = `${fromText} to ${toText}`
    const via = this.#via(from.endpoint, to, undefined)
    const ip = this.#ip(protocol, this.#typedIpv6 ? 'v6' : undefined)
    if (ip.ip === 'v6' && (to.kind === 'name' || to.kind === 'endpoint'))
      throw new Refusal('--ip: names and endpoints lead to IPv4 addresses alone')
    const request = this.#request(to)
    const flow: Flow = {
      ...{ name, from: from.endpoint, to, protocol, port },
      ...{ ...ip, ...via, ...request, origin: unwritten('') },
    }
    return 'own' in target ? { flow, destination: target.own } : { flow }
  }

  #ip(protocol: PacketProtocol, usual: Flow['ip']): Pick<Flow, 'ip'> {
    const { ip = usual } = this.#asked
    if (ip !== undefined && ip !== 'v4' && ip !== 'v6')
      throw new Refusal(`--ip: ${quote(ip)} is no version of IP`, 'write v4 or v6')
    const version = ipVersionOf(ip, protocol)
    if (this.#typedIpv6 && version.ip !== 'v6')
      throw new Refusal('--ip: an IPv6 address was given', 'write v6')
    const mismatch = whyNotOver(version, protocol)
    if (mismatch !== undefined) throw new Refusal(`--proto: ${mismatch}`)
    return version
  }

  /** Absent: the network of the caller decides (facts/deployment B.3). */
  #viaOfGateway(from: Endpoint, usual: Flow['via']): Pick<Flow, 'via'> {
    const via = this.#asked.via ?? usual
    if (via !== undefined && via !== 'internal' && via !== 'public')
      throw new Refusal(`--via: ${quote(via)} is no side of a gateway`, 'write internal or public')
    if (via === 'internal' && from.kind === 'internet')
      throw new Refusal('--via: nobody on the Internet calls the private side of a gateway')
    return via === undefined ? {} : { via }
  }

  /** From the Internet nobody can call an internal address (facts/vpc R9.4). */
  #via(from: Endpoint, to: Endpoint, usual: Flow['via']): Pick<Flow, 'via'> {
    const { via } = this.#asked
    if (to.kind === 'gateway') return this.#viaOfGateway(from, usual)
    if (to.kind !== 'db') {
      if (via !== undefined)
        throw new Refusal('--via: only databases and gateways have an internal and a public address')
      return {}
    }
    if (via !== undefined && via !== 'internal' && via !== 'public')
      throw new Refusal(`--via: ${quote(via)} is no address of a database`, 'write internal or public')
    const chosen = via ?? usual ?? (from.kind === 'internet' ? 'public' : 'internal')
    if (chosen === 'public' && this.#topology.databases.get(to.name)?.publicAddress === undefined)
      throw new Refusal(
        `database ${to.name} has no public endpoint`,
        `give databases.${to.name} a publicAddress, or call it from inside`,
      )
    return { via: chosen }
  }

  #flowNames(): string {
    return this.#flows.length === 0 ? '' : ` (${listing(this.#flows.map(({ name }) => name))})`
  }

  #protocol(usual: PacketProtocol): PacketProtocol {
    const { protocol: text } = this.#asked
    if (text === undefined) return usual
    const protocol = PROTOCOLS.get(text.toLowerCase())
    if (protocol === undefined)
      throw new Refusal(
        `--proto: ${quote(text)} is no protocol`,
        `write ${listing([...PROTOCOLS.keys()], 'or')}`,
      )
    return protocol
  }

  #port(protocol: PacketProtocol, usual: number | undefined): number {
    const { port } = this.#asked
    if (!hasPorts(protocol)) {
      if (port !== undefined) throw new Refusal('--port: only tcp and udp have ports')
      return 0
    }
    const chosen = port ?? usual
    if (chosen === undefined) throw new Refusal('which port is called?', 'add --port, such as --port 443')
    return chosen
  }

  /** What the target serves, or what a flow of the file calls there. */
  #knownPort(from: Endpoint, to: Endpoint, protocol: PacketProtocol): number | undefined {
    const isSame = (a: Endpoint, b: Endpoint) => a.kind === b.kind && a.name === b.name
    const declared = this.#flows.find(
      (flow) => isSame(flow.from, from) && isSame(flow.to, to) && flow.protocol === protocol,
    )
    return declared?.port ?? portOf(to, protocol, this.#topology)
  }

  #end(text: string, side: 'from' | 'to'): End {
    const slash = text.indexOf('/')
    const domain = domainIn(text)
    if (domain !== undefined) {
      if (side === 'to') return { endpoint: { kind: 'name', name: domain } }
      throw new Refusal(`--from: ${domain} is a name, which can only be called`)
    }
    if (slash >= 0) {
      const kind = KINDS.find((known) => known === text.slice(0, slash))
      const name = text.slice(slash + 1)
      if (kind === undefined)
        throw new Refusal(
          `--${side}: ${quote(text.slice(0, slash))} is no kind of endpoint`,
          `an endpoint is ${suggest(text.slice(0, slash), KINDS, 'of the kind')}`,
        )
      const names = namesOf(this.#topology, kind)
      if (!names.includes(name))
        throw new Refusal(`--${side}: there is no ${kind}/${printableName(name)}`, suggest(name, names))
      return { endpoint: { kind, name } }
    }
    const kinds = KINDS.filter(
      (kind) => kind !== 'natGateway' && namesOf(this.#topology, kind).includes(text),
    )
    if (kinds.length === 1) return { endpoint: { kind: kinds[0]!, name: text } }
    if (kinds.length > 1)
      throw new Refusal(
        `--${side}: ${quote(text)} is several things`,
        `write ${listing(
          kinds.map((kind) => `${kind}/${text}`),
          'or',
        )}`,
      )
    if (text.includes(':')) return this.#address6(text, side)
    const address = parseIpv4(text)
    if (address.ok) return this.#address(address.value, side)
    if (/^[\d.]+$/.test(text)) throw new Refusal(`--${side}: ${address.message}`)
    throw new Refusal(
      `--${side}: nobody is named ${quote(text)}`,
      suggest(
        text,
        KINDS.flatMap((kind) => namesOf(this.#topology, kind).map((name) => `${kind}/${name}`)),
      ),
    )
  }

  /** Somebody of the file, or somebody on the Internet whom nobody names. */
  #address6(text: string, side: 'from' | 'to'): End {
    const read = parseIpv6(text)
    if (!read.ok) throw new Refusal(`--${side}: ${read.message}`)
    this.#typedIpv6 = true
    const isIt = ({ ipv6 }: { readonly ipv6?: Ipv6 }) => ipv6 !== undefined && sameAddress(ipv6, read.value)
    for (const kind of ['server', 'internet'] as const)
      for (const each of this.#topology[SECTIONS[kind]].values())
        if (isIt(each)) return { endpoint: { kind, name: each.name } }
    const name = formatIpv6(read.value)
    const isOurs = [...this.#topology.vpcs.values()].some(({ ipv6 }) =>
      ipv6?.cidrs.some((block) => contains6(block, read.value)),
    )
    if (isOurs || !isInternetAddress6(read.value))
      throw new Refusal(
        `--${side}: nobody has the address ${name}`,
        isOurs ? 'it is of a VPC of the file, but of no server' : 'nobody on the Internet can have it',
      )
    this.#standIns.push(name)
    return { endpoint: this.#standIn(name, NOBODY, undefined, read.value) }
  }

  #address(address: Ipv4, side: 'from' | 'to'): End {
    const text = formatIpv4(address)
    for (const host of this.#topology.internet.values())
      if (host.address === address) return { endpoint: { kind: 'internet', name: host.name } }
    if (this.#isOurs(address) || (!isInternetAddress(address) && side === 'to')) return { own: address, text }
    if (!isInternetAddress(address))
      throw new Refusal(
        `--from: nobody on the Internet has the address ${text}`,
        'name the application: --from app/NAME, and with --instance one of its instances',
      )
    this.#standIns.push(text)
    return { endpoint: this.#standIn(text, address, undefined) }
  }

  /** EIPs are ours, whether they are bound or not. */
  #isOurs(address: Ipv4): boolean {
    const { eipPools, natGateways, servers, haVips, databases } = this.#topology
    return (
      [...servers.values()].flatMap(interfacesOf).some(({ eip }) => eip === address) ||
      [...haVips.values()].some(({ eip }) => eip === address) ||
      [...databases.values()].some(({ publicAddress }) => publicAddress === address) ||
      [...eipPools.values()].some(({ addresses }) => addresses.includes(address)) ||
      [...natGateways.values()].some(({ eips }) => eips.includes(address))
    )
  }

  /** Somebody on the Internet who is known by his address alone. */
  #standIn(name: string, address: Ipv4, port: number | undefined, ipv6?: Ipv6): Endpoint {
    const host: InternetHost = {
      name,
      address,
      ...(ipv6 !== undefined && { ipv6 }),
      ...(port !== undefined && { port }),
      origin: unwritten(`internet.${name}`),
    }
    this.#topology = { ...this.#topology, internet: new Map([...this.#topology.internet, [name, host]]) }
    return { kind: 'internet', name }
  }

  #serve(name: string, port: number): void {
    const host = this.#topology.internet.get(name)!
    this.#topology = {
      ...this.#topology,
      internet: new Map([...this.#topology.internet, [name, { ...host, port }]]),
    }
  }

  #checkInstance(instance: string, { from, to }: Flow): void {
    const app = from.kind === 'app' ? from : to.kind === 'app' ? to : undefined
    if (app === undefined) throw new Refusal('--instance: no application is an end of this path')
    const number = instance.startsWith(`${app.name}-`) ? instance.slice(app.name.length + 1) : ''
    if (!/^[1-9]\d{0,8}$/.test(number))
      throw new Refusal(
        `--instance: ${quote(instance)} is no instance of ${app.name}`,
        `instances are numbered from 1: ${app.name}-1`,
      )
  }
}

/** ENIs are ends as well: `server/fw/eth1`. */
function namesOf(topology: Topology, kind: (typeof KINDS)[number]): string[] {
  if (kind === 'natGateway') return [...topology.natGateways.keys(), ...topology.vpcNatGateways.keys()]
  if (kind !== 'server') return [...topology[SECTIONS[kind]].keys()]
  return [...topology.servers.values()].flatMap(interfacesOf).map(({ name }) => name)
}

/** 0.0.0.0: the IPv4 address of somebody who is known by his IPv6 address alone. No host has it. */
const NOBODY: Ipv4 = 0

function printableName(name: string): string {
  return quote(name).slice(1, -1)
}
