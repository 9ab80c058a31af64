/**
 * One flow under observation: the last answer of each instance that takes part, and what they amount to. An answer that
 * changes costs O(1): counts are kept, and the blocked instances stay in the order in which they became blocked.
 */
import type { Answer } from '../datapath/answer.ts'
import type { Endpoint, Flow } from '../datapath/flow.ts'
import { sameAddress } from '../net/address.ts'
import type { FlowState } from '../trace/event.ts'

/** Whose answers are asked: all instances of an application, or the one server or database. */
export type Party = Endpoint & { readonly kind: 'app' | 'server' | 'db' | 'natGateway' | 'name' }

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
    return answer.reachable || (last !== undefined && !last.reachable) ? 'changed' : 'worse'
  }

  /** The instance takes no more part. */
  left(instance: string): Change {
    const last = this.#answers.get(instance)
    if (last === undefined) return 'none'
    this.#blocked.delete(instance)
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
    const [instance] = this.#blocked
    if (instance === undefined)
      return { status: 'BLOCKED', asked, through, code: 'OUTAGE_WINDOW', details: { app: this.party.name } }
    const { code, details } = this.#answers.get(instance)!
    return { status: 'BLOCKED', asked, through, instance, details, ...(code !== undefined && { code }) }
  }
}

function sameAnswer(a: Answer, b: Answer): boolean {
  return (
    a.reachable === b.reachable &&
    a.code === b.code &&
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
    a.instance === b.instance
  )
}
