/**
 * A run, stopped at an instant: the rules that hold then, the live state, and who is there. The data path answers from it
 * as it answered the run itself.
 */
import type { KeptAnswer } from '../datapath/called-name.ts'
import type { Live } from '../datapath/live.ts'
import type { Tables } from '../datapath/tables.ts'
import type { Phase } from '../deployment/phase.ts'

export interface Moment {
  readonly atUs: number
  readonly tables: Tables
  readonly live: Live
  /** In the order of their creation; those that are gone are not among them. */
  readonly instances: readonly Standing[]
  /** Answers of resolvers that are out of date and still in use, by `keptKey` of the slot and the name. */
  readonly kept?: ReadonlyMap<string, KeptAnswer>
}

/** Whose answer, for which name. */
export function keptKey(slot: number, name: string): string {
  return `${slot} ${name}`
}

/** An instance as it stands. */
export interface Standing {
  readonly app: string
  readonly name: string
  readonly version: string
  readonly phase: Phase
  /** Its ENI in the live state; `NONE` as long as it has no private address. */
  readonly slot: number
  /** It calls and is called, so flows are asked for it. */
  readonly takesPart: boolean
}
