/**
 * The handshake of TLS at a listener: which certificate it shows, and whether the client takes it (facts/load-balancing 1.2, 2a.2). It
 * stands between the access list and the checks of the request (1.3), and belongs to the opening of a connection.
 *
 * Limits: the name that the client sends along is the host of its request, and clients trust whoever has issued a certificate.
 */
import { certificateFor, covers, nameSent } from '../balancing/certificate-choice.ts'
import type { HttpRequest } from '../balancing/http-request.ts'
import { isStream, type Listener } from '../cloud/listener.ts'
import type { ListenerTable } from './balancer-table.ts'
import type { Decision } from './decision.ts'
import type { Live } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { FRESH } from './session.ts'

const CERT_ABSENT = reasonIndex('CERT_ABSENT')
const CERT_NAME_MISMATCH = reasonIndex('CERT_NAME_MISMATCH')
const CERT_EXPIRED = reasonIndex('CERT_EXPIRED')

/** The client begins with TLS. Of a connection that stands the handshake is over. */
export function shakesHands({ session, request }: Decision, { listener }: ListenerTable): boolean {
  if (session !== FRESH) return false
  if (isStream(listener)) return listener.protocol === 'tcpssl'
  return request?.scheme === undefined ? listener.protocol !== 'http' : request.scheme === 'https'
}

/** What the client speaks: plain HTTP at an HTTPS port is answered with 400 (1.11). */
export function protocolSpoken(
  { request }: Decision,
  { protocol }: Extract<Listener, { protocol: HttpRequest['protocol'] }>,
): HttpRequest['protocol'] {
  return request?.scheme === 'http' ? 'http' : protocol
}

export function judgeHandshake(live: Live, decision: Decision, { certificates }: ListenerTable): number {
  const host = hostCalled(decision)
  const certificate = certificateFor(certificates, nameSent(host))
  decision.certificate = certificate
  if (certificate === undefined) return CERT_ABSENT
  if (decision.request?.verify === false) return PASSED
  // Nobody has said by which name a bare address was called.
  if (host !== '' && !covers(certificate, host)) return CERT_NAME_MISMATCH
  return live.certificates.get(certificate) === 'ended' ? CERT_EXPIRED : PASSED
}

/** In lower case, without the port; empty where nobody has said. */
export function hostCalled({ request }: Decision): string {
  return (request?.host ?? '').replace(/:\d+$/, '').toLowerCase()
}
