/**
 * The connections of flows that have some: opened, kept alive, closed, lost. Configuration is replaced and connections
 * survive as long as their next packet gets through (`datapath/connection.ts`); the first packet that does not ends them,
 * because nobody tries for longer (assumed). They are looked at only when an event has touched their instance, and when
 * the security groups forget them after that.
 */
import { formatDuration } from '../cloud/duration-text.ts'
import type { Topology } from '../cloud/topology.ts'
import { withoutPacket } from '../datapath/ask.ts'
import type { PickedServer } from '../datapath/balancer-choice.ts'
import { whatEnds } from '../datapath/connection.ts'
import type { ConnectionPlan } from '../datapath/connection-plan.ts'
import { decide } from '../datapath/decide.ts'
import { newDecision } from '../datapath/decision.ts'
import { type Details, detailsOf } from '../datapath/details.ts'
import type { Flow } from '../datapath/flow.ts'
import { packetOf } from '../datapath/flow-packet.ts'
import { NONE } from '../datapath/live.ts'
import { type OpenGroup, openConnections } from '../datapath/open-connections.ts'
import type { Packet } from '../datapath/packet.ts'
import { CLOSED_SESSION_US, LAPSED, natIdleUs, type SessionState, TRACKED } from '../datapath/session.ts'
import { SnatPorts } from '../datapath/snat-ports.ts'
import type { Fact } from '../deployment/fact.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Timer } from '../kernel/timer.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { TCP, UDP } from '../net/protocol.ts'
import type { BackendChange, Happening } from '../trace/event.ts'
import { ConnectionGroup, type Doom } from './connection-group.ts'
import type { GatewayLoad } from './gateway-load.ts'
import type { GatewayLoads } from './gateway-loads.ts'
import { overloadDetails } from './gateway-overload.ts'
import type { Participant, Reachability } from './reachability.ts'

type Record = (happening: Happening, cause?: number) => number
type FlowWithPlan = Flow & { readonly connections: ConnectionPlan }

/** Who holds connections of a flow: an instance, a server, or a database. */
interface Holder {
  readonly flow: FlowWithPlan
  readonly name: string
  slot: number
  takesPart: boolean
  readonly groups: Set<ConnectionGroup>
  /** Its first opening is behind it. */
  hasOpened: boolean
  nextSourcePort: number
  /** The next opening, where there are several. */
  again: Timer | undefined
}

/** A connection of a request, with the pool that its port is of. */
export interface RequestConnection {
  readonly pool: number
  /** The reason why there is none. */
  readonly refused: string | undefined
  readonly details: Details
}

/** What is known of an instance besides. */
interface Process {
  restarts: number
  isDown: boolean
  isStopping: boolean
}

/** These end a session at once, though its ends do not know it until the next packet. */
const SESSION_ENDS: ReadonlySet<string> = new Set([
  'CONNECTION_SOURCE_GONE',
  'CONNECTION_TARGET_CHANGED',
  'SNAT_NO_ENTRY',
  'SNAT_ENTRY_WITHOUT_EIP',
  'NAT_NO_SESSION',
])

export class Connections {
  readonly #kernel: Kernel
  readonly #reachability: Reachability
  readonly #record: Record
  readonly #gateways: GatewayLoads
  readonly #ports = new SnatPorts()
  /** By flow, then by name of the instance. */
  readonly #holders = new Map<string, Map<string, Holder>>()
  readonly #processes = new Map<string, Process>()
  readonly #open = new Map<string, number>()
  /** By pool: the most ports that were told to be in use. */
  readonly #peaks: number[] = []
  /** The most that requests have taken, told or not. */
  readonly #most = new Map<number, number>()
  readonly #decision = newDecision()

  constructor(
    kernel: Kernel,
    reachability: Reachability,
    flows: readonly Flow[],
    record: Record,
    gateways: GatewayLoads,
  ) {
    this.#gateways = gateways
    this.#kernel = kernel
    this.#reachability = reachability
    this.#record = record
    for (const flow of flows) {
      if (!hasPlan(flow)) continue
      this.#holders.set(flow.name, new Map())
      const { openUs } = flow.connections
      if (openUs > 0) kernel.at(openUs, () => this.#openAll(flow))
    }
    this.#reservePorts(reachability.tables.topology)
  }

  /** Facts of the deployment that no flow is asked for: a container that is started again has no connections. */
  observe(fact: Fact, cause: number): void {
    if (fact.kind !== 'instance') return
    const { instance, phase, restarts } = fact
    const before = this.#processes.get(instance)
    const isDown = phase === 'backoff'
    const isStopping = phase === 'terminating' || (before?.isStopping === true && phase === 'gone')
    this.#processes.set(instance, { restarts, isDown, isStopping })
    if (before !== undefined && (phase === 'gone' || isDown || restarts !== before.restarts))
      this.#cut(({ backend }) => backend.key === instance, serverGone(instance), cause)
    if (before === undefined || (!isDown && restarts === before.restarts)) return
    for (const holders of this.#holders.values()) {
      const holder = holders.get(instance)
      if (holder === undefined) continue
      for (const group of holder.groups) this.#lose(holder, group, endGone(holder), cause)
      holder.hasOpened = false
      holder.again?.cancel()
    }
  }

  configure(topology: Topology): void {
    this.#reservePorts(topology)
  }

  /** The drain of a server is over: what is still open on it is cut (facts/load-balancing 1.8, 2.2). */
  backendChanged({ pool, server, cuts }: BackendChange, cause: number): void {
    if (cuts !== true) return
    const isIt = ({ key, backend }: PickedServer) => key === pool && backend.key === server
    this.#cut(isIt, { code: 'DRAIN_CUT', details: {} }, cause)
  }

  /** Connections that a balancer has led to such a server end now. */
  #cut(isIt: (server: PickedServer) => boolean, why: Doom, cause: number): void {
    for (const holders of this.#holders.values())
      for (const holder of holders.values())
        for (const group of [...holder.groups]) {
          const { server } = group.opened.connection
          if (server !== undefined && isIt(server)) this.#lose(holder, group, why, cause)
        }
  }

  /** An event has touched an instance that a flow is asked for. */
  heard(flow: Flow, { name, slot, takesPart, cause }: Participant): void {
    if (!hasPlan(flow)) return
    const holder = this.#holderOf(flow, name)
    holder.slot = slot
    holder.takesPart = takesPart
    if (takesPart) {
      for (const group of holder.groups) this.#touch(holder, group, cause)
      if (!holder.hasOpened && this.#kernel.nowUs >= flow.connections.openUs) this.#openFirst(holder, cause)
    } else this.#leaves(holder, cause)
  }

  /** One connection for a request that goes out; it does not live on, so only its port counts. */
  openForRequest(packet: Packet): RequestConnection {
    const { tables, live } = this.#reachability
    const { opened, refused } = openConnections(tables, live, this.#ports, packet, 1)
    const [group] = opened
    if (group === undefined) {
      const { code, details } = refused[0]!
      return { pool: NONE, refused: code, details }
    }
    const { pool } = group
    if (pool !== NONE) this.#countPeak(pool)
    return { pool, refused: undefined, details: {} }
  }

  /** The request is over, and its connection closed. */
  closeForRequest(pool: number): void {
    this.#kernel.schedule(CLOSED_SESSION_US, () => this.#ports.give(pool, 1))
  }

  /** The run is over: the most ports that requests have taken are told exactly. */
  finish(): void {
    for (const [pool, most] of this.#most)
      if (most > (this.#peaks[pool] ?? 0)) this.#tellPeak(pool, most, undefined)
  }

  /** Told in steps of a hundredth, so that a rising rate is not an event for each request. */
  #countPeak(pool: number): void {
    const used = this.#ports.used(pool)
    if (used <= (this.#most.get(pool) ?? 0)) return
    this.#most.set(pool, used)
    const capacity = this.#ports.capacity(pool)
    if (used === capacity || used - (this.#peaks[pool] ?? 0) >= capacity / 100)
      this.#tellPeak(pool, used, undefined)
  }

  #leaves(holder: Holder, cause: number | undefined): void {
    const { flow, name, groups } = holder
    // An application that is stopped in order closes what it has opened.
    const isOrderly = this.#processes.get(name)?.isStopping === true && flow.from.kind === 'app'
    for (const group of groups)
      if (isOrderly) this.#close(holder, group, cause)
      else this.#lose(holder, group, endGone(holder), cause)
    holder.again?.cancel()
    this.#holders.get(flow.name)!.delete(name)
  }

  #holderOf(flow: FlowWithPlan, name: string): Holder {
    const holders = this.#holders.get(flow.name)!
    let holder = holders.get(name)
    if (holder === undefined) {
      const groups = new Set<ConnectionGroup>()
      holder = {
        flow,
        name,
        slot: NONE,
        takesPart: false,
        groups,
        hasOpened: false,
        nextSourcePort: 0,
        again: undefined,
      }
      holders.set(name, holder)
    }
    return holder
  }

  #openAll(flow: FlowWithPlan): void {
    for (const holder of this.#holders.get(flow.name)!.values())
      if (holder.takesPart && !holder.hasOpened) this.#openFirst(holder, undefined)
  }

  /** Waits for the next event where nothing gets through. */
  #openFirst(holder: Holder, cause: number | undefined): void {
    if (this.#processes.get(holder.name)?.isDown === true) return
    if (!this.#openSome(holder, cause, true)) return
    holder.hasOpened = true
    this.#openAgain(holder)
  }

  #openAgain(holder: Holder): void {
    const { everyUs } = holder.flow.connections
    if (everyUs === undefined) return
    holder.again = this.#kernel.schedule(everyUs, () => {
      this.#openSome(holder, undefined, false)
      this.#openAgain(holder)
    })
  }

  /** False where nothing got through. `isPatient`: then that is no refusal, unless it is the ports that lack. */
  #openSome(holder: Holder, cause: number | undefined, isPatient: boolean): boolean {
    const { tables, live } = this.#reachability
    const { flow, slot } = holder
    const { perInstance } = flow.connections
    const kept = this.#reachability.keptBy(flow, slot)
    const drawn = packetOf(tables, live, flow, slot, kept)
    if (drawn === undefined) {
      const { code = '', details } = withoutPacket(tables, live, flow, slot, kept)
      if (!isPatient) this.#refuse(holder, perInstance, { code, details }, cause)
      return false
    }
    const packet = { ...drawn, sourcePort: sourcePort(drawn.sourcePort, holder.nextSourcePort) }
    const { opened, refused } = openConnections(tables, live, this.#ports, packet, perInstance)
    const isShort = refused.some(({ code }) => code === 'SNAT_PORTS_EXHAUSTED')
    if (isPatient && opened.length === 0 && !isShort) return false
    holder.nextSourcePort += perInstance
    for (const group of opened) this.#admit(holder, group, cause)
    for (const { count, ...why } of refused) this.#refuse(holder, count, why, cause)
    return true
  }

  /** Facts/deployment B.5: a gateway of EAS that is overloaded takes no more. */
  #admit(holder: Holder, opened: OpenGroup, cause: number | undefined): void {
    const { count, pool, connection } = opened
    const gateway = this.#gatewayOf(connection.packet)
    const taken = gateway?.connect(count, this.#kernel.nowUs) ?? count
    if (taken > 0) this.#opened(holder, { ...opened, count: taken }, gateway, cause)
    if (gateway === undefined || taken === count) return
    if (pool !== NONE) this.#ports.give(pool, count - taken)
    this.#refuse(holder, count - taken, { code: 'GW_OVERLOADED', details: overloadDetails(gateway) }, cause)
  }

  /** The one that the packet comes to. */
  #gatewayOf(packet: Packet): GatewayLoad | undefined {
    const { tables, live } = this.#reachability
    decide(tables, live, packet, this.#decision)
    return this.#gateways.behind(tables.balancers.nodes[this.#decision.balancer]?.balancer)
  }

  #opened(
    holder: Holder,
    opened: OpenGroup,
    gateway: GatewayLoad | undefined,
    cause: number | undefined,
  ): void {
    const { connections: plan, protocol } = holder.flow
    const { count, pool, connection } = opened
    const seq = this.#tell(holder, 'opened', count, count, undefined, cause)
    const nowUs = this.#kernel.nowUs
    const group = new ConnectionGroup(opened, nowUs, plan.packetEveryUs, seq, gateway)
    holder.groups.add(group)
    if (pool !== NONE) this.#tellPorts(pool, seq)
    const idleUs = natIdleUs(protocol)
    const { closeAfterUs = Number.POSITIVE_INFINITY } = plan
    if (connection.isTranslated && plan.packetEveryUs >= idleUs && idleUs < closeAfterUs)
      group.end = this.#kernel.schedule(idleUs, () => this.#expire(holder, group, idleUs))
    else if (closeAfterUs < Number.POSITIVE_INFINITY)
      group.end = this.#kernel.schedule(closeAfterUs, () => this.#close(holder, group, undefined))
  }

  #refuse(holder: Holder, count: number, why: Doom, cause: number | undefined): void {
    this.#tell(holder, 'refused', count, 0, why, cause)
  }

  #touch(holder: Holder, group: ConnectionGroup, cause: number | undefined): void {
    const nowUs = this.#kernel.nowUs
    group.wasUntouchedUntil(nowUs)
    if (group.doom === undefined) {
      const why = this.#whatEnds(group, LAPSED)
      // Whatever comes between the first edit that would end them and their end is not to blame.
      if (group.isSound || why === undefined) group.cause = cause ?? group.cause
      group.isSound = why === undefined
      const end = why && this.#whatEnds(group, TRACKED)
      if (end !== undefined && SESSION_ENDS.has(end.code)) group.doom = end
    }
    this.#checkAt(holder, group, group.packetFrom(nowUs))
  }

  #checkAt(holder: Holder, group: ConnectionGroup, atUs: number): void {
    group.check?.cancel()
    group.check = this.#kernel.at(atUs, () => this.#check(holder, group))
  }

  /** A packet passes, or not. */
  #check(holder: Holder, group: ConnectionGroup): void {
    const nowUs = this.#kernel.nowUs
    const session = group.sessionAt(nowUs)
    const why = group.doom ?? this.#whatEnds(group, session)
    if (why !== undefined) this.#lose(holder, group, why, group.cause)
    else if (session === LAPSED) group.wasJudged(nowUs)
    else this.#checkAt(holder, group, group.nextJudgementUs)
  }

  #whatEnds(group: ConnectionGroup, session: SessionState): Doom | undefined {
    const { tables, live } = this.#reachability
    const { connection } = group.opened
    const decision = this.#decision
    const code = whatEnds(tables, live, connection, session, decision)
    if (code === undefined) return undefined
    if (code === 'CONNECTION_SOURCE_GONE' || code === 'CONNECTION_TARGET_CHANGED') {
      const details = {
        source: formatIpv4(connection.source),
        now: formatIpv4(decision.tuple.source),
        destination: formatIpv4(connection.packet.destination),
      }
      return { code, details }
    }
    if (code === 'CONNECTION_END_GONE') return serverGone(connection.server!.backend.key)
    const { stage, reason } = decision
    return { code, details: detailsOf(tables, live, connection.packet, decision, stage, reason) }
  }

  #expire(holder: Holder, group: ConnectionGroup, idleUs: number): void {
    const { name, connections } = holder.flow
    const details = {
      flow: name,
      idle: formatDuration(idleUs),
      every: formatDuration(connections.packetEveryUs),
    }
    this.#lose(holder, group, { code: 'NAT_SESSION_EXPIRED', details }, group.seq)
  }

  #close(holder: Holder, group: ConnectionGroup, cause: number | undefined): void {
    this.#tell(holder, 'closed', group.opened.count, -group.opened.count, undefined, cause ?? group.seq)
    this.#end(holder, group, closedPortUs(holder.flow))
  }

  #lose(holder: Holder, group: ConnectionGroup, why: Doom, cause: number | undefined): void {
    this.#tell(holder, 'lost', group.opened.count, -group.opened.count, why, cause)
    const { code } = why
    if (SESSION_ENDS.has(code) || code === 'NAT_SESSION_EXPIRED') this.#end(holder, group, 0)
    else if (code === 'CONNECTION_END_GONE' || code === 'DRAIN_CUT')
      this.#end(holder, group, closedPortUs(holder.flow))
    // Nobody told the gateway that they are over.
    else this.#end(holder, group, natIdleUs(holder.flow.protocol))
  }

  /** Their ports come back later. */
  #end(holder: Holder, group: ConnectionGroup, portsAfterUs: number): void {
    group.check?.cancel()
    group.end?.cancel()
    holder.groups.delete(group)
    const { pool, count } = group.opened
    group.gateway?.disconnect(count, this.#kernel.nowUs)
    if (pool !== NONE) this.#kernel.schedule(portsAfterUs, () => this.#ports.give(pool, count))
  }

  #tell(
    { flow: { name: flow }, name: instance }: Holder,
    change: 'opened' | 'refused' | 'lost' | 'closed',
    count: number,
    difference: number,
    why: Doom | undefined,
    cause: number | undefined,
  ): number {
    const open = (this.#open.get(flow) ?? 0) + difference
    this.#open.set(flow, open)
    return this.#record({ kind: 'connections', flow, instance, change, count, open, ...why }, cause)
  }

  #tellPorts(pool: number, cause: number): void {
    const used = this.#ports.used(pool)
    if (used > (this.#peaks[pool] ?? 0)) this.#tellPeak(pool, used, cause)
  }

  #tellPeak(pool: number, used: number, cause: number | undefined): void {
    this.#peaks[pool] = used
    const { eip, destination, destinationPort: port, protocol } = this.#ports.keyOf(pool)
    const { tables } = this.#reachability
    const gateway = tables.natGateways[tables.gatewayOfEip.at(eip)]?.gateway.name ?? ''
    const capacity = this.#ports.capacity(pool)
    this.#record({ kind: 'snatPorts', gateway, eip, destination, port, protocol, used, capacity }, cause)
  }

  /** Facts/vpc R4.29. */
  #reservePorts({ natGateways }: Topology): void {
    for (const { eips, dnat } of natGateways.values())
      for (const eip of eips)
        for (const protocol of [TCP, UDP] as const) {
          const broken = dnat.filter(
            (each) => each.eip === eip && each.protocol === protocol && each.portBreak,
          )
          this.#ports.reserve(
            eip,
            protocol,
            broken.map(({ ports }) => ports),
          )
        }
  }
}

function hasPlan(flow: Flow): flow is FlowWithPlan {
  return flow.connections !== undefined
}

function serverGone(instance: string): Doom {
  return { code: 'CONNECTION_END_GONE', details: { instance } }
}

function endGone({ name }: Holder): Doom {
  return { code: 'CONNECTION_END_GONE', details: { instance: name } }
}

/** TCP tells that it is over; the others are forgotten when nothing comes any more. */
function closedPortUs({ protocol }: Flow): number {
  return protocol === TCP ? CLOSED_SESSION_US : natIdleUs(protocol)
}

/** Each opening has source ports behind those of the last. */
function sourcePort(first: number, used: number): number {
  return first === 0 ? 0 : 1024 + ((first - 1024 + used) % 64_512)
}
