/** The requests of a flow: who sends how many, how long they take, and how long somebody waits for them. */
import type { DurationRange } from '../cloud/duration-range.ts'
import type { Cidr } from '../net/cidr.ts'

export interface RequestPlan {
  readonly arrivals: Arrivals
  /** How long a server works on one. */
  readonly serviceTime: DurationRange
  /** How long the client waits for one try. */
  readonly timeoutUs: number
  /** How often the client tries again, at once, what failed. */
  readonly retries: number
  /** One connection for each client as long as it holds; it counts where connections are balanced (layer 4, service names). */
  readonly keepsAlive: boolean
  /** Of flows from the Internet: each request is of one of these addresses, drawn; absent: the address of the host. */
  readonly sources?: Cidr
  /** Each client address keeps its cookies. */
  readonly keepsCookies: boolean
  /** On the wire, of one request and of its answer; absent: nobody said, and no traffic is priced. */
  readonly requestBytes?: number
  readonly responseBytes?: number
  /** What the client does with its request before anybody can work on it; absent: it is there as a whole at once. */
  readonly sending?: Sending
}

/** A balancer of layer 7 waits for the whole request; at layer 4 it is the server that waits, and works so much longer. */
export interface Sending {
  /** How long the client takes from its headers to its last byte. */
  readonly durationUs: number
  /** The body is shorter than the length that the headers tell, and the client closes its side behind it. */
  readonly isCutShort: boolean
}

/** All callers of the flow together, in `[fromUs, untilUs)`. */
export type Arrivals =
  | {
      /** Exponential gaps, or equal ones with the first request at `fromUs`. */
      readonly kind: 'poisson' | 'constant'
      readonly perSecond: number
      readonly fromUs: number
      /** `Infinity`: to the end of the run. */
      readonly untilUs: number
    }
  /** In order of time. */
  | { readonly kind: 'recorded'; readonly atUs: readonly number[] }
