/** What an application's steps stand in: the resources it shares with others, and the ways out for commands. */
import type { EipLedger } from './eip-ledger.ts'
import type { Fact } from './fact.ts'
import type { Subnets } from './subnets.ts'
import type { Work } from './work.ts'

export interface Surroundings {
  readonly subnets: Subnets
  /** The EIP pool of that name. */
  ledger(pool: string): EipLedger
  begin(work: Work): void
  cancel(work: Work): void
  tell(fact: Fact): void
  /** Orders of the run count from 1, over all applications. */
  nextOrderNumber(): number
  /** Number of the event being handled: what happens in one turn happens at once. */
  readonly turn: number
}
