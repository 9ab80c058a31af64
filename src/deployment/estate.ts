/**
 * All applications of a scenario with what they share – EIP pools and vSwitches – as one machine of pure steps: an event
 * goes in, commands come out, and equal histories of events give equal states. There is no clock and no chance in it:
 * the simulation drives it through time, an explorer through every order of finished works.
 */
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { Application } from './application.ts'
import type { Change } from './change.ts'
import type { EipLedger } from './eip-ledger.ts'
import type { AutoscaleReason } from './fact.ts'
import { crash, loseZone } from './losses.ts'
import { type DeploymentRules, RULES } from './rules.ts'
import { Surroundings } from './surroundings.ts'
import type { Command, Work } from './work.ts'

export type EstateEvent =
  /** The applications named run since before the run. */
  | { readonly kind: 'boot'; readonly apps: readonly string[] }
  /** A work is done; `passed` is the result of a probe or an association and means nothing for other works. */
  | { readonly kind: 'done'; readonly work: Work; readonly passed: boolean }
  | Change
  | { readonly kind: 'zoneDown' | 'zoneUp'; readonly zone: string }
  /** The balancers of an instance have found it healthy: its readiness gate is open. */
  | { readonly kind: 'gate'; readonly app: string; readonly instance: string }
  /** The autoscaler of an inference service wants so many instances. */
  | {
      readonly kind: 'autoscale'
      readonly app: string
      readonly instances: number
      readonly reason: AutoscaleReason
    }
  /** The addresses that a pool is to have from now on. */
  | { readonly kind: 'resizePool'; readonly pool: string; readonly addresses: readonly Ipv4[] }

/** Quotas that a change may meet; without a number there is none. */
export interface EstateQuotas {
  readonly instancesPerApp?: number
}

export class Estate {
  readonly #topology: Topology
  readonly #surroundings: Surroundings
  readonly #applications = new Map<string, Application>()

  constructor(
    topology: Topology,
    { instancesPerApp = Number.POSITIVE_INFINITY }: EstateQuotas = {},
    rules: DeploymentRules = RULES,
    surroundings = Surroundings.of(topology, instancesPerApp, rules),
  ) {
    this.#topology = topology
    this.#surroundings = surroundings
    for (const app of topology.apps.values())
      this.#applications.set(app.name, new Application(app, this.#surroundings))
  }

  /** Another one in the same state; a step of one is none of the other. To be called between two steps. */
  copy(): Estate {
    const copy = new Estate(this.#topology, {}, this.#surroundings.rules, this.#surroundings.copy())
    for (const [name, application] of this.#applications)
      copy.#applications.set(name, application.copy(copy.#surroundings))
    return copy
  }

  /**
   * Where everything stands, in a text: estates with equal ones go on alike, whatever is done to them. Which address or EIP an
   * instance has is not told, nor its number: only what distinguishes them, in the order in which they go.
   */
  get standing(): string {
    let text = this.#surroundings.standing
    for (const application of this.#applications.values()) text += `\n${application.standing}`
    return text
  }

  get applications(): Iterable<Application> {
    return this.#applications.values()
  }

  /** One step: the state moves on, and what is to be done, stopped or told comes back in order. */
  step(event: EstateEvent): Command[] {
    const commands = this.#surroundings.nextTurn()
    this.#handle(event)
    return commands
  }

  ledgerOf(pool: string): EipLedger {
    return this.#surroundings.ledger(pool)
  }

  application(name: string): Application {
    const application = this.#applications.get(name)
    if (application === undefined) throw new Error(`no application is named ${name}`)
    return application
  }

  #handle(event: EstateEvent): void {
    switch (event.kind) {
      case 'boot':
        for (const app of event.apps) this.application(app).boot()
        return
      case 'done':
        return this.#done(event.work, event.passed)
      case 'zoneDown':
      case 'zoneUp':
        return this.#zone(event.zone, event.kind === 'zoneUp')
      case 'resizePool':
        return this.#surroundings.ledger(event.pool).resize(event.addresses)
      case 'gate':
        this.application(event.app).openGate(event.instance)
        return this.application(event.app).proceed()
      case 'autoscale':
        this.application(event.app).autoscale(event.instances, event.reason)
        return this.application(event.app).proceed()
      default:
        this.#change(event)
        this.application(event.app).proceed()
    }
  }

  #change(event: Change): void {
    const application = this.application(event.app)
    switch (event.kind) {
      case 'create':
        return application.create()
      case 'deploy':
        return application.deploy(event.version, event.strategy)
      case 'rollback':
        return application.rollback(event.version, event.strategy)
      case 'scale':
        return application.scale(event.instances)
      case 'restart':
        return application.restart()
      case 'stop':
        return application.stop()
      case 'start':
        return application.start()
      case 'crash':
        return crash(application.fleet, event.mode, event.count)
      case 'confirm':
        return application.confirm()
      case 'abort':
        return application.abort(event.rollback)
    }
  }

  #done(work: Work, passed: boolean): void {
    const application = this.application(work.app)
    if (work.kind === 'eipRelease') this.#freeEip(application, work)
    else {
      application.done(work, passed)
      application.proceed()
    }
  }

  /** The address is back in its pool; whoever waits for one finds it with his next try. */
  #freeEip({ app }: Application, work: Work): void {
    const ledger = this.#surroundings.ledger(app.eipPool!)
    ledger.freed(work.eip!)
    this.#surroundings.tell({ kind: 'eip', pool: ledger.pool, address: work.eip!, status: 'Available' })
  }

  #zone(zone: string, up: boolean): void {
    this.#surroundings.subnets.setZone(zone, up)
    if (up) return
    const lost = new Set<string>()
    for (const vswitch of this.#topology.vswitches.values()) if (vswitch.zone === zone) lost.add(vswitch.name)
    for (const application of this.#applications.values()) {
      loseZone(application.fleet, lost)
      application.proceed()
    }
  }
}
