/**
 * The instances of one version of an application, and how many of them there shall be. Members are those that are not
 * terminating (facts/deployment D.4). The counts are kept with every change of a member, so that asking is free.
 */
import type { Instance } from './instance.ts'
import { RetirementQueue } from './retirement-queue.ts'

export class ReplicaSet {
  readonly version: string
  /** How many members there shall be. */
  spec: number
  #queue = new RetirementQueue()
  /** Members that are ready, that serve, that hold an EIP in use, and that are ready with one. */
  ready = 0
  serving = 0
  bound = 0
  boundAndReady = 0

  constructor(version: string, spec: number) {
    this.version = version
    this.spec = spec
  }

  /** Another one in the same state, of copies of the members. */
  copy(copyOf: (instance: Instance) => Instance): ReplicaSet {
    const copy = new ReplicaSet(this.version, this.spec)
    copy.#queue = this.#queue.copy((instance) => {
      const member = copyOf(instance)
      member.set = copy
      return member
    })
    copy.ready = this.ready
    copy.serving = this.serving
    copy.bound = this.bound
    copy.boundAndReady = this.boundAndReady
    return copy
  }

  get size(): number {
    return this.#queue.length
  }

  /** In order of creation; a list of its own, that stays as it is when members leave. */
  members(): Instance[] {
    return this.#queue.inOrderOfNumber()
  }

  /** The member that goes first. */
  get nextToRetire(): Instance | undefined {
    return this.#queue.first
  }

  add(instance: Instance): void {
    instance.set = this
    this.#queue.add(instance)
    this.#recount(instance, standingOf(instance))
  }

  remove(instance: Instance): void {
    instance.set = undefined
    this.#queue.remove(instance)
    this.#recount(instance, 0)
  }

  /** The state of this member has changed. */
  update(instance: Instance): void {
    this.#queue.update(instance)
    this.#recount(instance, standingOf(instance))
  }

  #recount(instance: Instance, standing: number): void {
    if (standing === instance.countedAs) return
    this.#count(instance.countedAs, -1)
    this.#count(standing, 1)
    instance.countedAs = standing
  }

  #count(standing: number, sign: 1 | -1): void {
    if (standing & READY) this.ready += sign
    if (standing & SERVING) this.serving += sign
    if (standing & BOUND) this.bound += sign
    if (standing & READY && standing & BOUND) this.boundAndReady += sign
  }
}

const READY = 1
const SERVING = 2
const BOUND = 4

function standingOf({ isReady, isServing, isBound }: Instance): number {
  return (isReady ? READY : 0) | (isServing ? SERVING : 0) | (isBound ? BOUND : 0)
}
