/**
 * Does each flow get through, and since when? State is constant between two events, so only those flows are asked again
 * that an event may have changed: those of the instances that it touched, or all when the configuration was replaced.
 */
import type { Topology } from '../cloud/topology.ts'
import { ask } from '../datapath/ask.ts'
import { Live } from '../datapath/live.ts'
import { compileTables, type Tables } from '../datapath/tables.ts'
import type { CapacityFact, EipFact, Fact, InstanceFact } from '../deployment/fact.ts'
import type { FlowState, Happening } from '../trace/event.ts'
import { type Change, FlowWatch, sameState } from './flow-watch.ts'
import type { Plan } from './plan.ts'

/** Where a happening goes, with the sequence number of the event that caused it. */
export type Tell = (happening: Happening, cause: number | undefined) => void

export class Reachability {
  #tables: Tables
  readonly #live = new Live()
  readonly #watches: readonly FlowWatch[]
  readonly #watchesOf = new Map<string, FlowWatch[]>()
  readonly #last = new Map<FlowWatch, FlowState>()
  readonly #declared = new Map<string, number>()
  readonly #slots = new Map<string, number>()
  readonly #freeSlots: number[] = []
  /** Instances that the events of this turn touched, with the event that did; and applications whose number changed. */
  readonly #touched = new Map<string, { app: string; takesPart: boolean; cause: number }>()
  readonly #touchedApps = new Map<string, number | undefined>()
  /** Flows that lost a way through in this turn, with the event that took it. */
  readonly #worse = new Map<FlowWatch, number>()

  constructor(plan: Plan) {
    this.#tables = compileTables(plan.topology)
    this.#watches = plan.flows.map((flow) => new FlowWatch(flow))
    for (const watch of this.#watches)
      this.#watchesOf.set(watch.app, [...(this.#watchesOf.get(watch.app) ?? []), watch])
    for (const { app } of this.#watches) this.#touchedApps.set(app, undefined)
  }

  /** Takes a fact of the deployment into the live state. */
  observe(fact: Fact, seq: number): void {
    if (fact.kind === 'instance') this.#instance(fact, seq)
    else if (fact.kind === 'eip') this.#eip(fact, seq)
    else if (fact.kind === 'capacity') this.#capacity(fact, seq)
  }

  #instance(fact: InstanceFact, cause: number): void {
    const { app, instance, phase, address, vswitch } = fact
    const slot = this.#slots.get(instance)
    if (phase === 'gone') {
      if (slot !== undefined) this.#detach(instance, slot)
    } else if (address !== undefined && vswitch !== undefined) {
      this.#live.answers(slot ?? this.#attach(fact, address, vswitch), fact.answering)
    }
    const takesPart = phase === 'starting' || phase === 'ready' || phase === 'unready' || phase === 'backoff'
    this.#touched.set(instance, {
      app,
      takesPart: takesPart || (phase === 'terminating' && this.#takesPart(fact)),
      cause,
    })
  }

  /** An instance that terminates takes part as long as it did before: it answers, and calls, until it is gone. */
  #takesPart({ app, instance }: InstanceFact): boolean {
    return (
      this.#touched.get(instance)?.takesPart ??
      this.#watchesOf.get(app)?.some((watch) => watch.takesPart(instance)) ??
      false
    )
  }

  #attach({ app, instance }: InstanceFact, address: number, vswitch: string): number {
    const slot = this.#freeSlots.pop() ?? this.#slots.size
    const { apps, vswitches } = this.#tables.numbers
    this.#live.attach(slot, apps.numberOf(app), vswitches.numberOf(vswitch), address)
    this.#slots.set(instance, slot)
    return slot
  }

  #detach(instance: string, slot: number): void {
    this.#live.detach(slot)
    this.#slots.delete(instance)
    this.#freeSlots.push(slot)
  }

  #eip({ instance, status, address }: EipFact, cause: number): void {
    const slot = instance === undefined ? undefined : this.#slots.get(instance)
    if (instance === undefined || slot === undefined || status !== 'InUse') return
    this.#live.bind(slot, address)
    const touched = this.#touched.get(instance)
    if (touched !== undefined) this.#touched.set(instance, { ...touched, cause })
  }

  #capacity({ app, declared }: CapacityFact, cause: number): void {
    if (this.#declared.get(app) === declared) return
    this.#declared.set(app, declared)
    this.#touchedApps.set(app, cause)
  }

  /** Other rules from now on; flows and live state stay. */
  configure(topology: Topology, cause: number): void {
    this.#tables = compileTables(topology, this.#tables)
    for (const { app } of this.#watches)
      for (const instance of this.#slots.keys())
        if (this.#watchesOf.get(app)?.some((watch) => watch.takesPart(instance)))
          this.#touched.set(instance, { app, takesPart: true, cause })
  }

  /** Asks again what may have changed in this turn, and tells what has. */
  settle(tell: Tell): void {
    for (const [instance, { app, takesPart, cause }] of this.#touched)
      for (const watch of this.#watchesOf.get(app) ?? []) {
        const change = this.#ask(watch, instance, takesPart, cause, tell)
        // A flow got worse for the event that took a way through, whatever else happened at that instant.
        if (change === 'worse') this.#worse.set(watch, this.#worse.get(watch) ?? cause)
        if (change !== 'none' && !this.#touchedApps.has(app)) this.#touchedApps.set(app, cause)
      }
    this.#touched.clear()
    for (const [app, cause] of this.#touchedApps)
      for (const watch of this.#watchesOf.get(app) ?? [])
        this.#tellState(watch, this.#worse.get(watch) ?? cause, tell)
    this.#touchedApps.clear()
    this.#worse.clear()
  }

  #ask(watch: FlowWatch, instance: string, takesPart: boolean, cause: number, tell: Tell): Change {
    const flow = watch.flow.name
    const slot = this.#slots.get(instance)
    if (!takesPart || slot === undefined) {
      const change = watch.left(instance)
      if (change !== 'none') tell({ kind: 'left', flow, instance }, cause)
      return change
    }
    const answer = ask(this.#tables, this.#live, watch.flow, slot)
    const change = watch.answered(instance, answer)
    if (change !== 'none') tell({ kind: 'answer', flow, instance, ...answer }, cause)
    return change
  }

  #tellState(watch: FlowWatch, cause: number | undefined, tell: Tell): void {
    const state = watch.state(this.#declared.get(watch.app) ?? 0)
    if (sameState(this.#last.get(watch), state)) return
    this.#last.set(watch, state)
    tell({ kind: 'flow', flow: watch.flow.name, ...state }, cause)
  }
}
