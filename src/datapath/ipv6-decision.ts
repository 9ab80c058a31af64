/** What is known of an IPv6 packet on its way: as `decision.ts`, but nobody translates it, so its tuple stays what it is. */
import type { FiveTuple6 } from '../net/five-tuple.ts'
import { BY_DEFAULT } from './decision.ts'
import { NONE } from './live.ts'
import { PASSED } from './reasons.ts'

/** The first packet of a new flow, as its sender makes it. */
export interface Packet6 extends FiveTuple6 {
  /** The ENI of the server that sends it; `NONE`: it comes from the Internet. */
  readonly slot: number
}

/** `ipv6-gateway` is on the way out of a VPC, `ipv6-entry` on the way in. */
export type Stage6 =
  | 'originate'
  | 'sg-out'
  | 'smtp'
  | 'route'
  | 'ipv6-gateway'
  | 'internet'
  | 'ipv6-entry'
  | 'service-whitelist'
  | 'sg-in'
  | 'deliver'
  | 'return-route'

export interface Decision6 {
  reached: boolean
  /** The first reason that stopped it: an index of `reasons`, or `PASSED`. */
  reason: number
  stage: Stage6
  target: 'nobody' | 'instance' | 'host'
  /** Slot or host number; `NONE` for nobody. */
  targetNumber: number
  /** What the last security group found: a row of its table, or one of the grounds of `decision.ts`. */
  ground: number
  /** The vSwitch that a local route leads to, or `NONE`. */
  vswitch: number
  /** It has left the VPC of its sender, or came from outside. */
  overInternet: boolean
}

export function newDecision6(): Decision6 {
  return {
    reached: false,
    reason: PASSED,
    stage: 'deliver',
    target: 'nobody',
    targetNumber: NONE,
    ground: BY_DEFAULT,
    vswitch: NONE,
    overInternet: false,
  }
}
