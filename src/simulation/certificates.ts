/**
 * Certificates come to their end while the run goes on: 15 days before they should be renewed, and at their end clients take
 * them no more (facts/load-balancing 1.2). Both are events of their own; a certificate that is written anew begins anew.
 */
import type { Certificate } from '../cloud/certificate.ts'
import { type CertificateState, ENDING_WITHIN_US, stateOf } from '../cloud/certificate-state.ts'
import { certificatesOf } from '../cloud/listener.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Live } from '../datapath/live.ts'
import { CONTROL, type Kernel } from '../kernel/kernel.ts'
import type { Timer } from '../kernel/timer.ts'

/** A certificate that a listener shows stands otherwise from now on; `cause` is the change that has written its end. */
export interface CertificateChange {
  readonly certificate: string
  readonly state: Exclude<CertificateState, 'valid'>
  readonly cause: number | undefined
}

export class Certificates {
  readonly #kernel: Kernel
  readonly #live: Live
  readonly #tell: (change: CertificateChange) => void
  #certificates: ReadonlyMap<string, Certificate> = new Map()
  #timers: Timer[] = []

  constructor(kernel: Kernel, live: Live, topology: Topology, tell: (change: CertificateChange) => void) {
    this.#kernel = kernel
    this.#live = live
    this.#tell = tell
    this.configure(topology, undefined)
  }

  /** Other certificates from now on, or others that are shown. */
  configure(topology: Topology, cause: number | undefined): void {
    const before = this.#certificates
    this.#certificates = shownCertificates(topology)
    if (isSame(before, this.#certificates)) return
    for (const timer of this.#timers) timer.cancel()
    this.#timers = []
    this.#live.certificates.clear()
    for (const certificate of this.#certificates.values()) {
      const known = before.get(certificate.name)
      this.#follow(certificate, known?.expiresAtUs === certificate.expiresAtUs ? undefined : cause)
    }
  }

  #follow(certificate: Certificate, cause: number | undefined): void {
    const { nowUs } = this.#kernel
    this.#mark(certificate)
    const { name, expiresAtUs } = certificate
    if (expiresAtUs === undefined) return
    for (const dueUs of [expiresAtUs - ENDING_WITHIN_US + 1, expiresAtUs])
      if (dueUs > nowUs) this.#timers.push(this.#kernel.at(dueUs, () => this.#turn(name, cause), CONTROL))
  }

  #turn(name: string, cause: number | undefined): void {
    const state = this.#mark(this.#certificates.get(name)!)
    if (state !== 'valid') this.#tell({ certificate: name, state, cause })
  }

  #mark(certificate: Certificate): CertificateState {
    const state = stateOf(certificate, this.#kernel.nowUs)
    if (state === 'valid') this.#live.certificates.delete(certificate)
    else this.#live.certificates.set(certificate, state)
    return state
  }
}

/** Those of listeners; of the others nobody sees anything. */
function shownCertificates({ loadBalancers, certificates }: Topology): Map<string, Certificate> {
  const names = [...loadBalancers.values()].flatMap(({ listeners }) =>
    [...listeners.values()].flatMap(certificatesOf),
  )
  const shown = new Map<string, Certificate>()
  for (const name of names) {
    const certificate = certificates.get(name)
    if (certificate !== undefined) shown.set(name, certificate)
  }
  return shown
}

function isSame(before: ReadonlyMap<string, Certificate>, now: ReadonlyMap<string, Certificate>): boolean {
  return before.size === now.size && [...now].every(([name, one]) => before.get(name) === one)
}
