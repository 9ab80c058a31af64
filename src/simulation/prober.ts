/**
 * The probes of one server by one pool: facts/load-balancing 1.9 and 2.4. One begins an interval after the end of the one
 * before. What they find changes only when the server or the configuration does, so they are carried out from
 * such a change until the verdict agrees with what is found; those in between are counted, and none of
 * them comes at another instant than it would have.
 */
import {
  nextProbeUs,
  type ProbeResult as Outcome,
  type ProbeOutcome,
  probeAtOrAfterUs,
  probeResult,
} from '../balancing/health-checker.ts'
import type { HealthCheck } from '../cloud/health-check.ts'
import type { ProbeResult } from '../datapath/probe.ts'
import { type Kernel, TRAFFIC } from '../kernel/kernel.ts'
import type { Timer } from '../kernel/timer.ts'

export type Found = ProbeResult

/** What the check makes of it. An application that answers gives a good answer: its health page is not modelled. */
export function resultOf(found: Found, check: HealthCheck): Outcome {
  return probeResult(check, outcomeOf(found, check))
}

function outcomeOf(found: Found, { codes }: HealthCheck): ProbeOutcome {
  switch (found) {
    case 'answered':
      return { kind: 'answered', afterUs: 0, status: codes[0]?.first ?? 200 }
    case 'refused':
      return { kind: 'refused', afterUs: 0 }
    case 'silent':
    case 'blocked':
      return { kind: 'silent' }
  }
}

export interface ProbedServer {
  /** What a probe that begins now finds. */
  find(): Found
  /** A probe has ended; true when the verdict agrees with it, so that others like it change nothing. */
  heard(passed: boolean, found: Found): boolean
}

export class Prober {
  readonly #kernel: Kernel
  readonly #check: HealthCheck
  readonly #server: ProbedServer
  /** The next step: a probe that begins or one that ends. None while all are as the last one was. */
  #timer: Timer | undefined
  /** While there is none: when the next one begins, and what they find. */
  #nextUs: number
  #steady: Found

  /**
   * `firstUs` is when the first probe begins. `steady`: probes have found that before, and the verdict agrees; absent: the
   * first one is carried out.
   */
  constructor(kernel: Kernel, check: HealthCheck, server: ProbedServer, firstUs: number, steady?: Found) {
    this.#kernel = kernel
    this.#check = check
    this.#server = server
    this.#nextUs = firstUs
    this.#steady = steady ?? 'silent'
    if (steady === undefined) this.#probeAt(firstUs)
  }

  /** The server or the configuration may have changed; true where a probe would find something else than those before. */
  touch(): boolean {
    if (this.#server.find() === this.#steady) return false
    if (this.#timer !== undefined) return true
    const steady = resultOf(this.#steady, this.#check)
    this.#probeAt(probeAtOrAfterUs(this.#check, this.#nextUs, steady, this.#kernel.nowUs))
    return true
  }

  cancel(): void {
    this.#timer?.cancel()
  }

  #probeAt(atUs: number): void {
    this.#timer = this.#kernel.at(atUs, () => this.#probe(), TRAFFIC)
  }

  #probe(): void {
    const found = this.#server.find()
    const result = resultOf(found, this.#check)
    const sentUs = this.#kernel.nowUs
    if (result.tookUs === 0) this.#end(found, result, sentUs)
    else this.#timer = this.#kernel.schedule(result.tookUs, () => this.#end(found, result, sentUs), TRAFFIC)
  }

  #end(found: Found, result: Outcome, sentUs: number): void {
    this.#nextUs = nextProbeUs(this.#check, sentUs, result)
    this.#steady = found
    // Set first: what is heard may touch the server again.
    this.#probeAt(this.#nextUs)
    if (!this.#server.heard(result.passed, found)) return
    this.#timer!.cancel()
    this.#timer = undefined
    this.touch()
  }
}
