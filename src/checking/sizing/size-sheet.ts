/** What `simulate size` finds for a plan: sizes, with what was tried and what one less comes to. */
import type { Prefix } from '../../net/cidr.ts'
import type { Ipv4 } from '../../net/ipv4.ts'
import type { Fault } from '../fault.ts'

export const QUESTIONS = ['pool', 'batches', 'drain', 'cidr'] as const

export type Question = (typeof QUESTIONS)[number]

export interface SizeSheet {
  /** Of the runs that each answer stands on. */
  readonly seeds: readonly number[]
  /** How many crashes pools are also sized for. */
  readonly crashes: number
  readonly pools: readonly PoolSize[]
  readonly batches: readonly BatchChoice[]
  readonly drains: readonly DrainSize[]
  readonly covers: readonly WhitelistCover[]
  readonly notSized: readonly NotSized[]
}

/** Something that was asked about and cannot be sized. */
export interface NotSized {
  readonly question: Question
  readonly subject: string
  readonly why: string
}

/** A run in which it was too little. */
export interface Failure {
  readonly seed: number
  /** One clause: `deploy shop is STUCK (EIP_POOL_EMPTY)`. */
  readonly what: string
  readonly crashes: readonly Crash[]
}

export type Crash = Extract<Fault, { readonly kind: 'crash' }>

/** A value that was tried: it held in all runs, or failed in one. */
export interface Tried {
  readonly value: number
  readonly failure?: Failure
}

/** The smallest of a row of values. Absent: none that was tried is enough. */
export interface Smallest {
  readonly smallest?: number
  /** Ascending. */
  readonly tried: readonly Tried[]
  /** False: a value below the smallest held as well, and one between them did not. */
  readonly isMonotone: boolean
}

export type SizeProof =
  | {
      readonly verdict: 'PROVED'
      readonly states: number
      readonly orders: number
      /** Invariants that no size keeps, and that were not asked for that reason. */
      readonly leftOut: readonly string[]
    }
  | {
      readonly verdict: 'REFUTED'
      readonly what: string
      readonly how: string
      readonly leftOut: readonly string[]
    }
  | { readonly verdict: 'UNDETERMINED'; readonly why: string }

/** The smallest pool of EIPs with which the plan goes as with a pool that never is empty. */
export interface PoolSize {
  readonly pool: string
  readonly declared: number
  readonly apps: readonly string[]
  /** The most that are declared at once. */
  readonly instances: number
  /** Without a crash, and with as many as were asked for. */
  readonly answers: readonly PoolAnswer[]
}

export interface PoolAnswer extends Smallest {
  readonly crashes: number
  /** From so many on nobody waited for an address in any run. */
  readonly nobodyWaits: number
  /** What goes wrong with any pool, however large; none where all is well. */
  readonly anyway: readonly string[]
  /** Of the smallest. */
  readonly proof?: SizeProof
  /** Of one less. */
  readonly proofBelow?: SizeProof
  /** The account needs its quota raised to so many EIPs. */
  readonly quota?: number
}

/** How a release may be cut, and what came of it. */
export interface BatchChoice {
  readonly app: string
  /** Of its pool; absent: it has none. */
  readonly pool?: { readonly name: string; readonly size: number }
  readonly instances: number
  /** Those that are SAFE in all runs by the time until done, then those that are not; the declared plan is among them. */
  readonly tried: readonly BatchPlanTried[]
  /**
   * Index of the answer. Those before it are SAFE by their timing alone: exploration refutes them. Where it refutes all of them, the first.
   * Absent: none is SAFE.
   */
  readonly fastest?: number
}

export interface BatchPlan {
  readonly batches: number
  readonly gray?: number
  /** Between batches, and between the instances of one. */
  readonly batchWaitUs: number
  readonly instanceWaitUs: number
}

export interface BatchPlanTried extends BatchPlan {
  readonly isDeclared: boolean
  /** The longest of the runs, all releases of the application together; absent: not in all runs it is done. */
  readonly doneUs?: number
  readonly failure?: Failure
  /** Of the answer, and of those before it; where none is SAFE, of the first. */
  readonly proof?: SizeProof
}

/** The smallest waiting time that loses no request. */
export interface DrainSize extends Smallest {
  /** `preStop` of an application, or `drain` of a server group: `shop`, `web`. */
  readonly setting: 'preStop' | 'drain'
  readonly name: string
  /** In seconds, rounded up. Absent: not set. */
  readonly declared?: number
  /** Values are whole seconds from 0 to this. */
  readonly most: number
  /** With this preStop, in seconds, where that of the file loses requests whatever the drain. */
  readonly withPreStop?: number
  /** The grace period, in seconds, that the smallest needs, where it is longer than the declared one. */
  readonly grace?: number
  readonly flows: readonly string[]
}

/** Who may call, as short as the list has to be. */
export interface WhitelistCover {
  /** `internet.partner.whitelist`: where it stands in the file. */
  readonly path: string
  readonly flows: readonly string[]
  readonly addresses: readonly SeenAddress[]
  /** What the product takes; absent: nobody has documented it. */
  readonly cap?: { readonly entries: number; readonly source: string }
  /** From the exact one to a single block; each has fewer entries and lets in more. */
  readonly covers: readonly CoverChoice[]
  /** The exact one, or where it does not fit, the longest that does. */
  readonly fitting?: number
  /** What runs with it in the file came to. */
  readonly rerun?: CoverRerun
}

/** An address that the whitelist sees, or may see: the rest of a pool whose other addresses it saw. */
export interface SeenAddress {
  readonly address: Ipv4
  /** `shop-4`, and when it was first seen in a run of that seed; absent: in none. */
  readonly seen?: { readonly by: string; readonly fromUs: number; readonly seed: number }
  /** `pool shop`, where it is of one. */
  readonly of?: string
}

export interface CoverChoice {
  readonly blocks: readonly Prefix[]
  readonly extra: number
  readonly extras: readonly ExtraAddresses[]
}

/** Addresses that are let in and need not be, and whose they are. */
export interface ExtraAddresses {
  /** `nobody in the file`, `vSwitch shop-h`, `internet/laptop`. */
  readonly whose: string
  readonly count: number
  /** The first of them. */
  readonly first: Ipv4
}

export interface CoverRerun {
  /** Index of the cover in `covers`. */
  readonly cover: number
  readonly failure?: Failure
  /** Each block that callers were seen in, taken out, and what fails then; absent failure: nothing does. */
  readonly without: readonly { readonly block: Prefix; readonly failure?: Failure }[]
}
