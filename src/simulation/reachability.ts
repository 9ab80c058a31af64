/**
 * Does each flow get through, and since when? State is constant between two events, so only those flows are asked again
 * that an event may have changed: those of the instances that it touched, or all when the configuration was replaced.
 */
import { interfacesOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { ask } from '../datapath/ask.ts'
import { type KeptAnswer, resolutionFor } from '../datapath/called-name.ts'
import type { Endpoint, Flow } from '../datapath/flow.ts'
import { Live, NONE } from '../datapath/live.ts'
import { placeServers } from '../datapath/server-slots.ts'
import { compileTables, type Tables } from '../datapath/tables.ts'
import type { CapacityFact, EipFact, Fact, InstanceFact } from '../deployment/fact.ts'
import type { Happening } from '../trace/event.ts'
import { type Change, FlowWatch, type Party } from './flow-watch.ts'
import { NameWatch } from './name-watch.ts'
import type { Plan } from './plan.ts'
import { PoolCallers } from './pool-callers.ts'
import type { Renewal, Resolvers } from './resolvers.ts'

/** Where a happening goes, with the sequence number of the event that caused it. */
export type Tell = (happening: Happening, cause: number | undefined) => void

/** An application, a server or a database with the flows that are asked for it. */
interface WatchedApp {
  readonly watches: FlowWatch[]
  /** Who is asked for them, in the order in which they came. */
  readonly participants: Set<Participant>
  declared: number | undefined
  /** Its flows as a whole may have changed in this turn, because of that event. */
  isTouched: boolean
  cause: number | undefined
}

/** An instance, from its private address to its end; or a server or a database, for the whole run. */
export interface Participant {
  readonly name: string
  readonly app: WatchedApp
  readonly slot: number
  /** It calls and is called: it runs, or it did when it began to terminate. */
  takesPart: boolean
  /** An event of this turn touched it. */
  isTouched: boolean
  cause: number | undefined
}

/** Plans are run again and again: what is read only is compiled once. */
const compiled = new WeakMap<Topology, Tables>()

export class Reachability {
  #tables: Tables
  readonly #live = new Live()
  readonly #apps = new Map<string, WatchedApp>()
  readonly #participants = new Map<string, Participant>()
  /** Whose ENI it is; under `NONE` those who have none. */
  readonly #participantsAt = new Map<number, Set<Participant>>()
  readonly #freeSlots: number[] = []
  /** Behind it no slot was ever used. */
  #nextSlot: number
  /** In the order in which the events of this turn touched them. */
  #touched: Participant[] = []
  #touchedApps: WatchedApp[] = []

  readonly #names: NameWatch
  readonly #poolCallers = new PoolCallers(() => this.#apps.values())

  constructor({ topology, flows }: Plan, resolvers: Resolvers) {
    this.#names = new NameWatch(resolvers)
    this.#tables = compiled.get(topology) ?? compileTables(topology)
    compiled.set(topology, this.#tables)
    this.#nextSlot = placeServers(this.#tables, this.#live)
    for (const flow of flows) {
      const watch = new FlowWatch(flow)
      const app = this.#app(keyOf(watch.party))
      app.watches.push(watch)
      if (watch.party.kind !== 'app') this.#settleDown(watch.party, app)
      this.#touchApp(app, undefined)
    }
  }

  /** What is not replaced takes part from the start of the run to its end. */
  #settleDown(party: Party, app: WatchedApp): void {
    const key = keyOf(party)
    if (this.#participants.has(key)) return
    const { name, kind } = party
    const slot = kind === 'server' ? this.#tables.numbers.servers.numberOf(name) : NONE
    app.declared = 1
    const participant = { name, app, slot, takesPart: true, isTouched: false, cause: undefined }
    this.#join(key, participant)
    this.#touch(participant, undefined)
  }

  /** The servers of a zone stop with it and come back with it. */
  setZone(zone: string, up: boolean, cause: number): void {
    const { servers, vswitches } = this.#tables.topology
    const lost = [...servers.values()].filter(({ vswitch }) => vswitches.get(vswitch)!.zone === zone)
    for (const { name } of lost.flatMap(interfacesOf))
      this.#live.answers(this.#tables.numbers.servers.numberOf(name), up)
    if (lost.length > 0) this.#touchAll(cause)
  }

  /** Takes a fact of the deployment into the live state. */
  observe(fact: Fact, seq: number): void {
    if (fact.kind === 'instance') this.#instance(fact, seq)
    else if (fact.kind === 'eip') this.#eip(fact, seq)
    else if (fact.kind === 'capacity') this.#capacity(fact, seq)
  }

  #instance(fact: InstanceFact, cause: number): void {
    const participant = this.#participants.get(fact.instance) ?? this.#attach(fact)
    if (participant === undefined) return
    const { phase } = fact
    this.#touchCallersOf(participant.slot, cause)
    // What happens to a server happens to those who are balanced over it.
    for (const app of this.#poolCallers.ofApp(this.#tables, fact.app)) this.#touchParticipants(app, cause)
    if (phase === 'gone') this.#detach(participant)
    else {
      this.#live.answers(participant.slot, fact.answering)
      // An instance that terminates takes part as long as it did before: it answers, and calls, until it is gone.
      if (phase !== 'terminating')
        participant.takesPart =
          phase === 'starting' || phase === 'ready' || phase === 'unready' || phase === 'backoff'
    }
    this.#touch(participant, cause)
  }

  /** Undefined as long as it has no address: nobody can ask it anything. */
  #attach({ app, instance, address, vswitch, phase }: InstanceFact): Participant | undefined {
    if (address === undefined || vswitch === undefined || phase === 'gone') return undefined
    const slot = this.#freeSlots.pop() ?? this.#nextSlot++
    const { owners, vswitches } = this.#tables.numbers
    this.#live.attach(slot, owners.numberOf(app), vswitches.numberOf(vswitch), address)
    const participant: Participant = {
      name: instance,
      app: this.#app(app),
      slot,
      takesPart: false,
      isTouched: false,
      cause: 0,
    }
    this.#join(instance, participant)
    return participant
  }

  #join(key: string, participant: Participant): void {
    const { app, slot } = participant
    this.#participants.set(key, participant)
    app.participants.add(participant)
    const there = this.#participantsAt.get(slot)
    if (there === undefined) this.#participantsAt.set(slot, new Set([participant]))
    else there.add(participant)
  }

  /** Those who call an ENI by a name do not know whose it is: what happens to it happens to them. */
  #touchCallersOf(slot: number, cause: number): void {
    for (const caller of this.#names.callersOf(this.#live.address(slot), this.#live.eip(slot)))
      if (caller.takesPart) this.#touch(caller, cause)
  }

  #detach(participant: Participant): void {
    participant.takesPart = false
    this.#live.detach(participant.slot)
    this.#participants.delete(participant.name)
    participant.app.participants.delete(participant)
    this.#participantsAt.delete(participant.slot)
    this.#freeSlots.push(participant.slot)
  }

  #eip({ instance, status, address }: EipFact, cause: number): void {
    if (instance === undefined || status !== 'InUse') return
    const participant = this.#participants.get(instance)
    if (participant === undefined) return
    this.#live.bind(participant.slot, address)
    this.#touchCallersOf(participant.slot, cause)
    if (participant.isTouched) participant.cause = cause
  }

  #capacity({ app: name, declared }: CapacityFact, cause: number): void {
    const app = this.#app(name)
    if (app.declared === declared) return
    app.declared = declared
    this.#touchApp(app, cause)
  }

  /** Other rules from now on; flows and live state stay. */
  configure(topology: Topology, cause: number): void {
    this.#tables = compileTables(topology, this.#tables)
    this.#touchAll(cause)
  }

  /** Others may be picked from the pool with that key, so whoever calls a balancer or a service name is asked again. */
  poolChanged(key: string, cause: number): void {
    for (const app of this.#poolCallers.ofPool(this.#tables, key)) this.#touchParticipants(app, cause)
  }

  /** A listener may show it to whoever calls a balancer, by whatever name. */
  certificateChanged(cause: number): void {
    for (const app of this.#apps.values())
      if (
        app.watches.some(
          ({ flow: { to } }) => to.kind === 'loadBalancer' || to.kind === 'gateway' || to.kind === 'name',
        )
      )
        this.#touchParticipants(app, cause)
  }

  #touchAll(cause: number): void {
    for (const app of this.#apps.values()) this.#touchParticipants(app, cause)
  }

  #touchParticipants({ participants }: WatchedApp, cause: number): void {
    for (const participant of participants) if (participant.takesPart) this.#touch(participant, cause)
  }

  /** A caller asks again for a name: what it gets now, told where it is another address. */
  renew(
    { slot, name, was, cause }: Renewal,
    tell: (happening: Happening, cause: number | undefined) => number,
  ): void {
    for (const participant of this.#participantsAt.get(slot) ?? []) {
      const watch = participant.app.watches.find(({ flow: { to } }) => to.kind === 'name' && to.name === name)
      if (watch === undefined || !participant.takesPart) continue
      const fresh = resolutionFor(this.#tables, this.#live, watch.flow, slot)
      if (fresh.ok && fresh.address === was) this.#touch(participant, cause)
      else {
        const address = fresh.ok ? { address: fresh.address } : {}
        const caller = participant.name
        this.#touch(participant, tell({ kind: 'renewed', caller, name, was, ...address }, cause))
      }
    }
  }

  /** The answer that a caller still has for the name that the flow calls, where it is out of date. */
  keptBy(flow: Flow, slot: number): KeptAnswer | undefined {
    return this.#names.keptBy(flow, slot)
  }

  /** The rules that hold now, and the live state, which goes on changing. */
  get tables(): Tables {
    return this.#tables
  }

  get live(): Live {
    return this.#live
  }

  /** The ENI of an instance that has a private address, and whether it calls and is called. */
  standing(instance: string): { readonly slot: number; readonly takesPart: boolean } | undefined {
    return this.#participants.get(instance)
  }

  /** Asks again what may have changed in this turn, and tells what has. */
  settle(tell: Tell, hear?: (flow: Flow, participant: Participant) => void): void {
    if (this.#touched.length === 0 && this.#touchedApps.length === 0) return
    for (const participant of this.#touched) {
      participant.isTouched = false
      for (const watch of participant.app.watches) {
        this.#askAgain(watch, participant, tell)
        hear?.(watch.flow, participant)
      }
    }
    this.#touched = []
    for (const app of this.#touchedApps) {
      app.isTouched = false
      for (const watch of app.watches) {
        const state = watch.news(app.declared ?? 0)
        const cause = watch.worseBy ?? app.cause
        watch.worseBy = undefined
        if (state !== undefined) tell({ kind: 'flow', flow: watch.flow.name, ...state }, cause)
      }
    }
    this.#touchedApps = []
  }

  #askAgain(watch: FlowWatch, participant: Participant, tell: Tell): void {
    const { app, cause } = participant
    const change = this.#ask(watch, participant, tell)
    if (change === 'none') return
    // A flow got worse for the event that took a way through, whatever else happened at that instant.
    if (change === 'worse') watch.worseBy ??= cause
    if (!app.isTouched) this.#touchApp(app, cause)
  }

  #ask(watch: FlowWatch, participant: Participant, tell: Tell): Change {
    const { name, slot, takesPart, cause } = participant
    const flow = watch.flow.name
    if (!takesPart) {
      this.#names.forget(watch.flow, slot)
      const change = watch.left(name)
      if (change !== 'none') tell({ kind: 'left', flow, instance: name }, cause)
      return change
    }
    const kept = this.#names.use(this.#tables, this.#live, watch.flow, participant)
    const answer = ask(this.#tables, this.#live, watch.flow, slot, kept)
    const change = watch.answered(name, answer)
    if (change !== 'none') tell({ kind: 'answer', flow, instance: name, ...answer }, cause)
    return change
  }

  #app(name: string): WatchedApp {
    let app = this.#apps.get(name)
    if (app === undefined) {
      app = { watches: [], participants: new Set(), declared: undefined, isTouched: false, cause: undefined }
      this.#apps.set(name, app)
    }
    return app
  }

  #touch(participant: Participant, cause: number | undefined): void {
    if (!participant.isTouched) this.#touched.push(participant)
    participant.isTouched = true
    participant.cause = cause
  }

  #touchApp(app: WatchedApp, cause: number | undefined): void {
    if (!app.isTouched) this.#touchedApps.push(app)
    app.isTouched = true
    app.cause = cause
  }
}

/** Names of applications have no slash in them. */
function keyOf({ kind, name }: Endpoint): string {
  return kind === 'app' ? name : `${kind}/${name}`
}
