/**
 * The autoscalers of inference services over time (facts/deployment B.6): each looks every 15 s at what was measured, and the
 * estate carries out what it wants. They look at requests, so where no flow sends any, nobody scales.
 */
import type { Topology } from '../cloud/topology.ts'
import {
  AUTOSCALER_PERIOD_US,
  type AutoscalerState,
  beginAutoscaler,
  stepAutoscaler,
  wakeAutoscaler,
} from '../deployment/autoscaler.ts'
import type { AutoscaleReason } from '../deployment/fact.ts'
import { CONTROL, type Kernel } from '../kernel/kernel.ts'
import type { Plan } from './plan.ts'
import type { ServiceLoad } from './service-load.ts'

export interface AutoscalerHost {
  /** Instances that the service shall have. */
  declaredOf(app: string): number
  /** It was scaled to zero. */
  isAsleep(app: string): boolean
  autoscale(app: string, instances: number, reason: AutoscaleReason): void
}

export class Autoscalers {
  readonly #kernel: Kernel
  readonly #topology: Topology
  readonly #load: ServiceLoad
  readonly #host: AutoscalerHost
  readonly #states = new Map<string, AutoscalerState>()
  /** Those that a request is about to wake up. */
  readonly #waking = new Set<string>()

  constructor(kernel: Kernel, topology: Topology, load: ServiceLoad, host: AutoscalerHost) {
    this.#kernel = kernel
    this.#topology = topology
    this.#load = load
    this.#host = host
    load.onRequest = (app) => this.#requested(app)
  }

  /** Once everybody is there who runs since before the run. */
  begin(): void {
    for (const { name, eas } of this.#topology.apps.values())
      if (eas?.autoscaling !== undefined)
        this.#states.set(name, beginAutoscaler(this.#kernel.nowUs, this.#host.declaredOf(name)))
    this.#await()
  }

  #await(): void {
    this.#kernel.schedule(
      AUTOSCALER_PERIOD_US,
      () => {
        for (const app of this.#states.keys()) this.#look(app)
        this.#await()
      },
      CONTROL,
    )
  }

  #look(app: string): void {
    const { nowUs } = this.#kernel
    const policy = this.#topology.apps.get(app)!.eas!.autoscaling!
    const current = this.#host.declaredOf(app)
    const loads = this.#load.look(app, nowUs)
    const { state, instances, reason } = stepAutoscaler(this.#states.get(app)!, policy, {
      nowUs,
      current,
      loads,
    })
    this.#states.set(app, state)
    if (instances !== current) this.#host.autoscale(app, instances, reason)
  }

  /** After the request has had its answer, which is that nobody is there. */
  #requested(app: string): void {
    if (this.#waking.has(app) || !this.#host.isAsleep(app)) return
    this.#waking.add(app)
    this.#kernel.schedule(0, () => this.#wake(app), CONTROL)
  }

  #wake(app: string): void {
    this.#waking.delete(app)
    const { state, instances, reason } = wakeAutoscaler(this.#kernel.nowUs)
    this.#states.set(app, state)
    this.#host.autoscale(app, instances, reason)
  }
}

/** There is somebody who scales by requests, and there are requests. */
export function scalesByRequests({ topology, flows }: Plan): boolean {
  return (
    flows.some(({ requests }) => requests !== undefined) &&
    [...topology.apps.values()].some(({ eas }) => eas?.autoscaling !== undefined)
  )
}
