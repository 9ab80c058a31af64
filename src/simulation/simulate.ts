/**
 * Let it happen: a plan goes in, its history comes out. The kernel gives time, the estate decides, the reachability is
 * asked again after every turn. Nothing in here is random but what passes the chooser.
 */
import { poolsOf } from '../cloud/backend-pool.ts'
import type { Flow } from '../datapath/flow.ts'
import { NONE } from '../datapath/live.ts'
import { Estate, type EstateEvent } from '../deployment/estate.ts'
import type { InstanceFact } from '../deployment/fact.ts'
import { type DeploymentRules, RULES } from '../deployment/rules.ts'
import type { Command } from '../deployment/work.ts'
import type { Chooser } from '../kernel/choice.ts'
import { CONTROL, Kernel } from '../kernel/kernel.ts'
import { RandomChooser } from '../kernel/random-chooser.ts'
import { Streams } from '../kernel/stream.ts'
import type { Moment, Standing } from '../trace/moment.ts'
import { Recorder } from '../trace/recorder.ts'
import type { Trace } from '../trace/trace.ts'
import { type AutoscalerHost, Autoscalers, scalesByRequests } from './autoscalers.ts'
import { type CertificateChange, Certificates } from './certificates.ts'
import { Connections } from './connections.ts'
import { GatewayLoads } from './gateway-loads.ts'
import { Memberships, type MembershipsHost } from './memberships.ts'
import { type PendingChange, PendingChanges } from './pending-changes.ts'
import { type Action, type Plan, type TimelineEntry, topologiesOf } from './plan.ts'
import { type Participant, Reachability, type Tell } from './reachability.ts'
import { isOutward } from './request-flow.ts'
import { Requests } from './requests.ts'
import { type Renewal, Resolvers } from './resolvers.ts'
import { WorkClock } from './work-clock.ts'

export interface SimulateOptions {
  /** Instead of the plan's own. */
  readonly seed?: number
  /** Instead of chance: a recording, a replay, an enumeration. */
  readonly chooser?: Chooser
  /** Instead of the cloud's: broken ones, for tests of checks. */
  readonly rules?: DeploymentRules
}

/** Runs the whole plan. Equal plan, seed and version give an equal trace; the plan is only read. */
export function simulate(plan: Plan, options: SimulateOptions = {}): Trace {
  const world = new World(plan, chooserOf(plan, options), options.rules)
  world.run(plan.durationUs)
  world.finish()
  const { requests, gateways } = world
  const trace = {
    name: plan.name,
    seed: options.seed ?? plan.seed,
    endUs: plan.durationUs,
    events: world.events,
  }
  return {
    ...trace,
    ...(requests !== undefined && { requests }),
    ...(gateways !== undefined && { gateways }),
  }
}

/** The same run, stopped at an instant: what `simulate` would tell of everything up to it, that instant included. */
export function momentAt(plan: Plan, atUs: number, options: SimulateOptions = {}): Moment {
  if (!(atUs >= 0 && atUs <= plan.durationUs))
    throw new RangeError(`the run is from 0 to ${plan.durationUs}, got ${atUs}`)
  // Requests change nothing of what is asked about, unless a service scales by them.
  const flows = scalesByRequests(plan) ? plan.flows : plan.flows.map(({ requests: _, ...flow }) => flow)
  const world = new World({ ...plan, flows }, chooserOf(plan, options), options.rules)
  world.run(atUs)
  return world.moment()
}

function chooserOf(plan: Plan, { seed = plan.seed, chooser }: SimulateOptions): Chooser {
  return chooser ?? new RandomChooser(new Streams(seed))
}

class World {
  readonly #plan: Plan
  readonly #kernel = new Kernel()
  readonly #recorder = new Recorder()
  readonly #estate: Estate
  readonly #reachability: Reachability
  readonly #pending: PendingChanges
  readonly #gateways: GatewayLoads
  readonly #resolvers: Resolvers
  readonly #certificates: Certificates
  readonly #clock: WorkClock
  readonly #connections: Connections | undefined
  readonly #memberships: Memberships | undefined
  readonly #requests: Requests | undefined
  readonly #autoscalers: Autoscalers | undefined
  readonly #hear = (flow: Flow, participant: Participant) => {
    this.#connections?.heard(flow, participant)
    this.#requests?.heard(flow, participant)
  }
  readonly #tell: Tell = (happening, cause) => this.#record(happening, cause)

  constructor(plan: Plan, chooser: Chooser, rules: DeploymentRules = RULES) {
    this.#plan = plan
    this.#estate = new Estate(plan.topology, plan.quotas, rules)
    this.#pending = new PendingChanges(plan.topology, chooser)
    this.#gateways = new GatewayLoads(plan.topology)
    this.#resolvers = new Resolvers(this.#kernel, (renewal) => this.#renew(renewal))
    this.#reachability = new Reachability(plan, this.#resolvers)
    this.#certificates = new Certificates(this.#kernel, this.#reachability.live, plan.topology, (change) =>
      this.#age(change),
    )
    if (hasPools(plan)) this.#memberships = new Memberships(this.#membershipsHost(chooser), plan.topology)
    if (plan.flows.some((flow) => flow.connections !== undefined || isOutward(flow)))
      this.#connections = new Connections(
        this.#kernel,
        this.#reachability,
        plan.flows,
        (happening, cause) => this.#record(happening, cause),
        this.#gateways,
      )
    if (plan.flows.some(({ requests }) => requests !== undefined))
      this.#requests = new Requests(
        this.#kernel,
        chooser,
        this.#reachability,
        plan,
        this.#connections,
        this.#gateways,
      )
    if (this.#requests !== undefined && scalesByRequests(plan))
      this.#autoscalers = new Autoscalers(
        this.#kernel,
        plan.topology,
        this.#requests.load,
        this.#autoscalerHost(),
      )
    this.#clock = new WorkClock(
      this.#kernel,
      chooser,
      ({ app, instance }) => this.#estate.application(app).fleet.find(instance),
      (work, passed, cause) => this.#turn({ kind: 'done', work, passed }, cause),
      plan,
    )
  }

  get events(): Trace['events'] {
    return this.#recorder.events
  }

  /** What is told at the end of the run only. */
  finish(): void {
    this.#connections?.finish()
  }

  /** Of the whole run, once it is over; undefined where nobody sends any. */
  get requests(): Trace['requests'] {
    return this.#requests?.records()
  }

  /** What gateways measured of themselves; undefined where none does. */
  get gateways(): Trace['gateways'] {
    return this.#gateways.records(this.#plan.durationUs)
  }

  /** To be called once: nothing is begun twice. */
  run(untilUs: number): void {
    const { timeline, topology } = this.#plan
    const created = new Set(timeline.flatMap(({ action }) => (action.kind === 'create' ? [action.app] : [])))
    const apps = [...topology.apps.keys()].filter((app) => !created.has(app))
    this.#kernel.at(0, () => this.#boot(apps), CONTROL)
    timeline.forEach((entry, index) => {
      this.#kernel.at(entry.atUs, () => this.#act(entry, index), CONTROL)
    })
    this.#kernel.run(untilUs)
  }

  /** What runs since before the run is there, and balancers know it. */
  #boot(apps: readonly string[]): void {
    this.#step({ kind: 'boot', apps }, undefined)
    this.#memberships?.begin()
    this.#autoscalers?.begin()
    this.#settle()
  }

  moment(): Moment {
    const last = new Map<string, InstanceFact>()
    for (const event of this.#recorder.events) {
      if (event.kind !== 'instance') continue
      if (event.phase === 'gone') last.delete(event.instance)
      else last.set(event.instance, event)
    }
    const { tables, live } = this.#reachability
    const instances = [...last.values()].map(({ app, instance: name, version, phase }): Standing => {
      const { slot, takesPart } = this.#reachability.standing(name) ?? { slot: NONE, takesPart: false }
      return { app, name, version, phase, slot, takesPart }
    })
    const { kept } = this.#resolvers
    return { atUs: this.#kernel.nowUs, tables, live, instances, ...(kept.size > 0 && { kept }) }
  }

  #act({ text, action }: TimelineEntry, entry: number): void {
    const cause = this.#record({ kind: 'action', entry, text })
    if (action.kind === 'configure') this.#configure(action, cause)
    else if (action.kind === 'zoneOutage') this.#zoneOutage(action, cause)
    else this.#turn(action, cause)
  }

  #zoneOutage({ zone, forUs }: Extract<Action, { kind: 'zoneOutage' }>, cause: number): void {
    this.#reachability.setZone(zone, false, cause)
    this.#memberships?.touch(cause)
    this.#turn({ kind: 'zoneDown', zone }, cause)
    const end = () => {
      this.#reachability.setZone(zone, true, cause)
      this.#memberships?.touch(cause)
      this.#turn({ kind: 'zoneUp', zone }, cause)
    }
    this.#kernel.schedule(forUs, end, CONTROL)
  }

  /** Rules are replaced, flows survive; a pool gets the EIPs that it lacks and loses what it has too many. */
  #configure({ path, topology }: Extract<Action, { kind: 'configure' }>, cause: number): void {
    const seq = this.#record({ kind: 'configured', path }, cause)
    const { nowUs } = this.#kernel
    for (const change of this.#pending.configure(topology, nowUs))
      this.#kernel.at(change.dueUs, () => this.#takeEffect(change, path, seq), CONTROL)
    this.#hold(seq)
    for (const { name, addresses } of topology.eipPools.values())
      this.#turn({ kind: 'resizePool', pool: name, addresses }, seq)
    this.#settle()
  }

  /** What was set holds from now on (facts/vpc R9.8, seed 002). */
  #takeEffect(change: PendingChange, path: string, cause: number): void {
    if (!this.#pending.take(change)) return
    this.#hold(this.#record({ kind: 'effective', path: change.path ?? path }, cause))
    this.#settle()
  }

  /** The configuration as it holds now. */
  #hold(cause: number): void {
    const topology = this.#pending.effective
    this.#certificates.configure(topology, cause)
    this.#gateways.configure(topology, this.#kernel.nowUs)
    this.#reachability.configure(topology, cause)
    this.#connections?.configure(topology)
    this.#memberships?.configure(topology, cause)
    this.#requests?.configure(topology)
  }

  #age({ certificate, state, cause }: CertificateChange): void {
    const seq = this.#record({ kind: 'certificate', certificate, state }, cause)
    this.#reachability.certificateChanged(seq)
    this.#settle()
  }

  #renew(renewal: Renewal): void {
    this.#reachability.renew(renewal, (happening, cause) => this.#record(happening, cause))
    this.#settle()
  }

  /** One turn of the estate: its commands are carried out in order, then reachability is asked again. */
  #turn(event: EstateEvent, cause: number | undefined): void {
    this.#step(event, cause)
    this.#settle()
  }

  #step(event: EstateEvent, cause: number | undefined): void {
    let origin = cause
    for (const command of this.#estate.step(event)) {
      const seq = this.#carryOut(command, origin)
      if (origin === cause) origin = seq ?? origin
    }
  }

  #carryOut(command: Command, cause: number | undefined): number | undefined {
    switch (command.kind) {
      case 'begin':
        this.#clock.begin(command.work, cause)
        return undefined
      case 'cancel':
        this.#clock.cancel(command.work)
        return undefined
      case 'tell': {
        const seq = this.#record(command.fact, cause)
        this.#reachability.observe(command.fact, seq)
        this.#connections?.observe(command.fact, seq)
        this.#memberships?.observe(command.fact, seq)
        if (command.fact.kind === 'instance') this.#requests?.observe(command.fact, seq)
        return seq
      }
    }
  }

  #settle(): void {
    this.#reachability.settle(this.#tell, this.#hear)
    this.#requests?.touch()
  }

  #membershipsHost(chooser: Chooser): MembershipsHost {
    return {
      kernel: this.#kernel,
      chooser,
      reachability: this.#reachability,
      record: (happening, cause) => this.#record(happening, cause),
      settle: () => this.#settle(),
      openGate: (app, instance, cause) =>
        this.#kernel.schedule(0, () => this.#turn({ kind: 'gate', app, instance }, cause), CONTROL),
    }
  }

  #autoscalerHost(): AutoscalerHost {
    return {
      declaredOf: (app) => this.#estate.application(app).declared,
      isAsleep: (app) => this.#estate.application(app).isAsleep,
      autoscale: (app, instances, reason) =>
        this.#turn({ kind: 'autoscale', app, instances, reason }, undefined),
    }
  }

  #record(happening: Parameters<Recorder['record']>[1], cause?: number): number {
    const seq = this.#recorder.record(this.#kernel.nowUs, happening, cause)
    if (this.#requests !== undefined) tellRequests(this.#requests, happening, seq)
    if (happening.kind === 'backend') this.#connections?.backendChanged(happening, seq)
    return seq
  }
}

/** What a change order or an entry of the timeline does is counted apart. */
function tellRequests(requests: Requests, happening: Parameters<Recorder['record']>[1], seq: number): void {
  if (happening.kind === 'backend') requests.backendChanged(happening, seq)
  else if (happening.kind === 'configured' || happening.kind === 'effective') requests.configured(seq)
  if (happening.kind === 'action' || happening.kind === 'order' || happening.kind === 'effective')
    requests.beginWindow(seq)
}

/** Somebody balances, now or after a `set`, or waits to be let in. */
function hasPools(plan: Plan): boolean {
  return (
    topologiesOf(plan).some((each) => poolsOf(each).length > 0) ||
    [...plan.topology.apps.values()].some(({ deploy }) => deploy.readinessGate)
  )
}
