/**
 * Which server gets it? A scheduler picks one server of a group. It is a machine of pure steps on numbers: servers are
 * their indices in the order of the group, and nothing in it is random or knows the time. Alibaba publishes only the names of its
 * algorithms; the procedures are those of the engines it builds on (facts/load-balancing section 6).
 */

/** No server may be picked. */
export const NOBODY = -1

/** What a scheduler looks at, by the index of the server. The caller owns it and changes it between two picks. */
export interface Standing {
  /** 1 where the server may be picked: in rotation, and as healthy as the group asks for. */
  readonly usable: Uint8Array
  /** Connections or requests that it is working on. */
  readonly active: Uint32Array
  /** Connections that are closing, for the schedulers that count them. */
  readonly inactive: Uint32Array
}

export interface Scheduler {
  /**
   * The server of the next request or connection, or `NOBODY`. `key` is the CRC-32 of what is hashed, an unsigned 32-bit
   * integer; schedulers that hash nothing ignore it.
   */
  pick(standing: Standing, key: number): number
  /**
   * The group has other servers now, `members`. `before[i]` is the index that server i had, or `NOBODY` for a new
   * one: what is kept of a server goes with it.
   */
  reshape(members: Members, before: readonly number[]): void
}

/** The servers of a group, in its order. */
export interface Members {
  /** `host:port` of each. */
  readonly names: readonly string[]
  /** 0 means that the server gets nothing, in every product (facts/load-balancing 1.8, 2.2). */
  readonly weights: readonly number[]
}

/** A group of `size` servers that all may be picked and do nothing. */
export function newStanding(size: number): Standing {
  return {
    usable: new Uint8Array(size).fill(1),
    active: new Uint32Array(size),
    inactive: new Uint32Array(size),
  }
}

/** Greatest common divisor of the weights that count; 0 when none does. */
export function commonDivisor(weights: readonly number[]): number {
  let divisor = 0
  for (let weight of weights) while (weight > 0) [divisor, weight] = [weight, divisor % weight]
  return divisor
}
