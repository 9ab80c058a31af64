/** What a pool says of one of its servers (facts/load-balancing 1.8, 1.9), and what happens to it. */

export type BackendState =
  /** Announced, and not in the group yet: it is neither probed nor asked. */
  | 'adding'
  /** Probed, and without a first verdict. */
  | 'initial'
  | 'healthy'
  | 'unhealthy'
  /** Weight 0: neither probed nor asked. */
  | 'unused'
  /** Checks are off: it counts as sound, whatever it is. */
  | 'unavailable'
  /** Removed or, behind a service name, terminating: no new requests, and what is open may go on. */
  | 'draining'
  | 'gone'

/** How the API of ALB names the stay of a server in its group. */
export type MemberState = 'adding' | 'available' | 'removing'

/** What a step of a pool did. Where something `endsUs` later, call `PoolState.elapse` at that instant; a call too many does no harm. */
export type PoolEffect =
  | { readonly kind: 'state'; readonly key: string; readonly from: BackendState; readonly to: BackendState }
  | { readonly kind: 'drainBegins'; readonly key: string; readonly endsUs: number }
  /** `cuts`: the connections that are left on the server end now. Else the drain was called off: it is healthy again. */
  | { readonly kind: 'drainEnds'; readonly key: string; readonly cuts: boolean }
  | { readonly kind: 'slowStartBegins'; readonly key: string; readonly endsUs: number }
  | { readonly kind: 'slowStartEnds'; readonly key: string }
