/** What became of a flow, asked for one instance. */
import type { Ipv4 } from '../net/ipv4.ts'

export interface Answer {
  readonly reachable: boolean
  /** The reason it does not get through; absent when it does. */
  readonly code?: string
  /** The source addresses the far side may see: one, or all EIPs that the winning SNAT entry may pick. */
  readonly sources: readonly Ipv4[]
  /** What fills the reason's sentence and fix: addresses, names of resources, the rule that decided and its place. */
  readonly details: Readonly<Record<string, string>>
}
