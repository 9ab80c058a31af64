/** Certificates as the row on their choice tells it (facts/load-balancing 1.2): all candidates are put into one order. */
import type { Certificate } from '../../src/cloud/certificate.ts'
import type { Listener } from '../../src/cloud/listener.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { FlowRequest } from '../../src/datapath/flow.ts'

/** Why the client gives up before it asks for anything; undefined where it does not. The run begins now. */
export function handshakeNaively(
  { certificates }: Topology,
  listener: Listener,
  request: FlowRequest | undefined,
): string | undefined {
  if (listener.kind === 'clbStream') return undefined
  if (listener.kind === 'nlb' && listener.protocol !== 'tcpssl') return undefined
  // 2a.2: whoever calls a listener of TLS speaks TLS.
  const isNlb = listener.kind === 'nlb'
  const scheme = isNlb ? 'https' : (request?.scheme ?? (listener.protocol === 'http' ? 'http' : 'https'))
  if (scheme === 'http') return undefined
  const listed = listener.certificates.map((name) => certificates.get(name)!)
  const host = (request?.host ?? '').toLowerCase()
  const shown = chooseNaively(listed, host)
  if (shown === undefined) return 'CERT_ABSENT'
  if (request?.verify === false) return undefined
  if (host !== '' && !has(shown, host)) return 'CERT_NAME_MISMATCH'
  return shown.expiresAtUs !== undefined && shown.expiresAtUs <= 0 ? 'CERT_EXPIRED' : undefined
}

export function chooseNaively(listed: readonly Certificate[], host: string): Certificate | undefined {
  const isAddress = /^[0-9.]+$/.test(host)
  const fitting = isAddress ? [] : listed.filter((one) => has(one, host))
  const keys = (one: Certificate): number[] => [
    one.algorithm === 'ecc' ? 0 : 1,
    one === listed[0] ? 1 : 0,
    one.algorithm === 'ecc' ? 0 : -(one.expiresAtUs ?? Number.MAX_SAFE_INTEGER),
    one.domains.includes(host) ? 0 : 1,
    listed.indexOf(one),
  ]
  const ordered = fitting.sort((a, b) => {
    const [left, right] = [keys(a), keys(b)]
    const at = left.findIndex((value, index) => value !== right[index])
    return at < 0 ? 0 : left[at]! - right[at]!
  })
  return ordered[0] ?? listed[0]
}

/** A wildcard stands for exactly one label. */
function has({ domains }: Certificate, host: string): boolean {
  const labels = host.split('.')
  return domains.some((domain) => {
    const wanted = domain.split('.')
    return (
      wanted.length === labels.length &&
      wanted.every((label, at) => label === labels[at] || (at === 0 && label === '*' && labels[0] !== ''))
    )
  })
}
