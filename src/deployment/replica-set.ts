/**
 * The instances of one version of an application, and how many of them there shall be. Members are those that are not
 * terminating (facts/deployment D.4). The counts are kept with every change of phase, so that asking is free.
 */
import { type Instance, retireOrder } from './instance.ts'

export class ReplicaSet {
  readonly version: string
  /** How many members there shall be. */
  spec: number
  readonly #members = new Map<number, Instance>()
  /** Members that are ready, hold an EIP that is in use, and both. */
  ready = 0
  bound = 0
  boundAndReady = 0
  serving = 0

  constructor(version: string, spec: number) {
    this.version = version
    this.spec = spec
  }

  get size(): number {
    return this.#members.size
  }

  members(): IterableIterator<Instance> {
    return this.#members.values()
  }

  member(number: number): Instance | undefined {
    return this.#members.get(number)
  }

  add(instance: Instance): void {
    this.#members.set(instance.number, instance)
    this.count(instance, 1)
  }

  remove(instance: Instance): void {
    if (this.#members.delete(instance.number)) this.count(instance, -1)
  }

  /** Adds an instance's state to the counts, or takes it out: `-1` before a change of its state, `1` after. */
  count(instance: Instance, sign: 1 | -1): void {
    if (instance.isReady) this.ready += sign
    if (instance.isServing) this.serving += sign
    if (instance.eipInUse) this.bound += sign
    if (instance.isReady && instance.eipInUse) this.boundAndReady += sign
  }

  /** The member that goes first. */
  nextToRetire(): Instance | undefined {
    let first: Instance | undefined
    for (const member of this.#members.values())
      if (first === undefined || retireOrder(member, first) < 0) first = member
    return first
  }
}
