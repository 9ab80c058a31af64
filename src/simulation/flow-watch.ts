/**
 * One flow under observation: the last answer of each instance that takes part, and what they amount to. An answer that
 * changes costs O(1): counts are kept, and the blocked instances stay in the order in which they became blocked.
 */
import type { Answer } from '../datapath/answer.ts'
import type { Endpoint, Flow } from '../datapath/flow.ts'
import { sameAddress } from '../net/address.ts'
import type { FlowState } from '../trace/event.ts'

/** Whose answers are asked: all instances of an application, or the one server, database or balancer. */
export type Party = Endpoint & {
  readonly kind: 'app' | 'server' | 'db' | 'natGateway' | 'name' | 'loadBalancer' | 'service' | 'gateway'
}

/** What became of an answer: nothing new, something new, or the loss of a way through. */
export type Change = 'none' | 'changed' | 'worse'

export class FlowWatch {
  readonly flow: Flow
  /** Who opens the connection, or from the Internet who is called. */
  readonly party: Party
  /** Outward: every running instance has to get through. Inward: one that answers is enough. */
  readonly isOutward: boolean
  readonly #answers = new Map<string, Answer>()
  readonly #blocked = new Set<string>()
  /** Of these they whose requests get through on some ways. */
  readonly #partial = new Set<string>()
  /** The state that was told last. */
  #told: FlowState | undefined
  /** The event that took a way through, while the turn lasts. */
  worseBy: number | undefined

  constructor(flow: Flow) {
    this.flow = flow
    this.isOutward = flow.from.kind !== 'internet'
    this.party = (this.isOutward ? flow.from : flow.to) as Party
  }

  /** Takes an instance's answer, and says what it means for the flow. */
  answered(instance: string, answer: Answer): Change {
    const last = this.#answers.get(instance)
    if (last !== undefined && sameAnswer(last, answer)) return 'none'
    this.#answers.set(instance, answer)
    if (answer.reachable) this.#blocked.delete(instance)
    else this.#blocked.add(instance)
    if (answer.share === undefined) this.#partial.delete(instance)
    else this.#partial.add(instance)
    return shareOf(answer) < (last === undefined ? 1 : shareOf(last)) ? 'worse' : 'changed'
  }

  /** The instance takes no more part. */
  left(instance: string): Change {
    const last = this.#answers.get(instance)
    if (last === undefined) return 'none'
    this.#blocked.delete(instance)
    this.#partial.delete(instance)
    this.#answers.delete(instance)
    return last.reachable ? 'worse' : 'changed'
  }

  /** The flow as a whole, for an application with that many declared instances; undefined if it would be told alike. */
  news(declared: number): FlowState | undefined {
    const state = this.#state(declared)
    if (this.#told !== undefined && isToldAlike(this.#told, state)) return undefined
    this.#told = state
    return state
  }

  #state(declared: number): FlowState {
    const asked = this.#answers.size
    const through = asked - this.#blocked.size
    if (this.isOutward && asked === 0) return { status: 'IDLE', asked, through }
    if (this.isOutward && through === asked) return { status: 'REACHABLE', asked, through }
    if (!this.isOutward && declared === 0 && asked === 0) return { status: 'IDLE', asked, through }
    if (!this.isOutward && through > 0)
      return { status: through < declared ? 'DEGRADED' : 'REACHABLE', asked, through }
    if (this.#isPartial(through)) return this.#partialState(asked, through)
    const [instance] = this.#blocked
    if (instance === undefined)
      return { status: 'BLOCKED', asked, through, code: 'OUTAGE_WINDOW', details: { app: this.party.name } }
    const { code, details } = this.#answers.get(instance)!
    return { status: 'BLOCKED', asked, through, instance, details, ...(code !== undefined && { code }) }
  }

  /** Outward nobody may be blocked as a whole; inward one whose requests get through at times is enough. */
  #isPartial(through: number): boolean {
    if (this.#partial.size === 0) return false
    return this.isOutward ? this.#partial.size === this.#blocked.size : through === 0
  }

  #partialState(asked: number, through: number): FlowState {
    const [instance] = this.#partial
    const { code, details, share } = this.#answers.get(instance!)!
    const blame = { instance: instance!, details, ...(code !== undefined && { code }) }
    return { status: 'PARTIAL', asked, through, ...blame, ...(share !== undefined && { share }) }
  }
}

/** Of 1, how much gets through. */
function shareOf({ reachable, share }: Answer): number {
  if (reachable) return 1
  return share === undefined ? 0 : share.through / share.of
}

function sameShare(a: FlowState['share'], b: FlowState['share']): boolean {
  return a?.through === b?.through && a?.of === b?.of
}

function sameAnswer(a: Answer, b: Answer): boolean {
  return (
    a.reachable === b.reachable &&
    a.code === b.code &&
    sameShare(a.share, b.share) &&
    a.sources.length === b.sources.length &&
    a.sources.every((source, index) => sameAddress(source, b.sources[index]!))
  )
}

function isToldAlike(a: FlowState, b: FlowState): boolean {
  return (
    a.status === b.status &&
    a.asked === b.asked &&
    a.through === b.through &&
    a.code === b.code &&
    sameShare(a.share, b.share) &&
    a.instance === b.instance
  )
}
