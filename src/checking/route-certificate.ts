/**
 * What a client sees of TLS at a listener, before its request is read: which certificate is shown, and whether it takes it
 * (facts/load-balancing 1.2). The readable twin of `datapath/balancer-tls.ts`, whose limits hold here too.
 */
import {
  type ChosenCertificate,
  chooseCertificate,
  covers,
  nameSent,
} from '../balancing/certificate-choice.ts'
import type { CertificateState } from '../cloud/certificate-state.ts'
import type { HttpListener } from '../cloud/listener.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Live } from '../datapath/live.ts'

export interface ShownCertificate {
  /** The name in the handshake (SNI); absent: the client sends none. */
  readonly sent: string | undefined
  /** Undefined: the listener has none to show. */
  readonly chosen: ChosenCertificate | undefined
  /** Of the one that is shown, at the instant of the question. */
  readonly state: CertificateState
  /** Why the client gives up; undefined where it goes on to its request. */
  readonly refusal: 'CERT_ABSENT' | 'CERT_NAME_MISMATCH' | 'CERT_EXPIRED' | undefined
}

/** `host` as it is called, with or without its port. Undefined at a listener that speaks no TLS. */
export function certificateShown(
  { certificates }: Topology,
  live: Live,
  listener: HttpListener,
  host: string,
): ShownCertificate | undefined {
  if (listener.protocol === 'http') return undefined
  const called = host.replace(/:\d+$/, '').toLowerCase()
  const sent = nameSent(called)
  const named = listener.certificates.map((name) => certificates.get(name))
  const chosen = chooseCertificate(
    named.filter((one) => one !== undefined),
    sent,
  )
  if (chosen === undefined) return { sent, chosen, state: 'valid', refusal: 'CERT_ABSENT' }
  const state = live.certificates.get(chosen.certificate) ?? 'valid'
  const hasName = called === '' || covers(chosen.certificate, called)
  const refusal = !hasName ? 'CERT_NAME_MISMATCH' : state === 'ended' ? 'CERT_EXPIRED' : undefined
  return { sent, chosen, state, refusal }
}
