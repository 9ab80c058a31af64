/** What became of a flow, asked for one instance. */
import type { Address } from '../net/address.ts'

export interface Answer {
  readonly reachable: boolean
  /** The reason it does not get through; absent when it does. */
  readonly code?: string
  /** The source addresses the far side may see: one, or all EIPs that the winning SNAT entry may pick. */
  readonly sources: readonly Address[]
  /** Where only some of the ways through a load balancer or service name lead to an answer: how many, of how many. */
  readonly share?: { readonly through: number; readonly of: number }
  /** What fills the reason's sentence and fix: addresses, names of resources, the rule that decided and its place. */
  readonly details: Readonly<Record<string, string>>
}
