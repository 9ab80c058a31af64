/** The handshake at a listener in words, and what fills the templates of its reasons. */
import {
  type ChosenCertificate,
  chooseCertificate,
  covers,
  nameSent,
} from '../balancing/certificate-choice.ts'
import type { Certificate } from '../cloud/certificate.ts'
import { endText } from '../cloud/certificate-state.ts'
import type { Origin } from '../cloud/origin.ts'
import type { Account } from './account.ts'
import type { ListenerTable } from './balancer-table.ts'
import { balancerText } from './balancer-text.ts'
import { hostCalled } from './balancer-tls.ts'
import type { Decision } from './decision.ts'
import type { Details } from './details.ts'
import type { Live } from './live.ts'
import type { Remark } from './notes.ts'
import type { ReasonCode } from './reasons.ts'
import type { Tables } from './tables.ts'

/** Undefined where the reason is none of a certificate's. */
export function certificateDetails(
  tables: Tables,
  decision: Decision,
  code: ReasonCode,
): Details | undefined {
  const { certificate, listener } = decision
  const node = tables.balancers.nodes[decision.balancer]
  // A service name has no balancer, and no certificates either.
  if (node === undefined || listener === undefined) return undefined
  const host = hostCalled(decision)
  const named = { balancer: balancerText(node.balancer), listener: listener!.name, host: host || 'its name' }
  switch (code) {
    case 'CERT_ABSENT':
      return { ...named, ...placed(listener!.origin) }
    case 'CERT_NAME_MISMATCH':
      return {
        ...named,
        ...ofCertificate(certificate!),
        known: knownFor(tables, host),
        ...placed(listener!.origin),
      }
    case 'CERT_EXPIRED':
    case 'CERT_EXPIRES_SOON':
      return {
        ...named,
        ...ofCertificate(certificate!),
        ended: endText(certificate!),
        ...placed(certificate!.origin),
      }
    default:
      return undefined
  }
}

function ofCertificate({ name, domains }: Certificate): Details {
  return { certificate: name, domains: domains.join(', ') }
}

/** A certificate of the file that would do. */
function knownFor({ topology }: Tables, host: string): string {
  for (const one of topology.certificates.values())
    if (covers(one, host)) return `, such as certificate ${one.name}, which has the name`
  return ''
}

/** What was shown, and why that one. */
export function handshakeAccount(tables: Tables, decision: Decision): Pick<Account, 'why' | 'rule'> {
  const table = tableOf(tables, decision)
  const host = hostCalled(decision)
  const sent = nameSent(host)
  const chosen = chooseCertificate(table?.certificates ?? [], sent)
  if (chosen === undefined) return { why: 'It shows no certificate.', rule: undefined }
  const { name, origin } = chosen.certificate
  const verdict =
    decision.request?.verify === false ? ' The client does not look at it.' : ' The client takes it.'
  const why = `${sent === undefined ? 'The client sends no name' : `The client asks for ${sent}`}, and the listener shows certificate ${name}${groundText(chosen)}.${verdict}`
  return { why, rule: { text: `certificate ${name}`, origin } }
}

function tableOf({ balancers }: Tables, { balancer, listener }: Decision): ListenerTable | undefined {
  return balancers.nodes[balancer]!.listeners.find((one) => one.listener === listener)
}

/** Why that one, as the end of a clause. */
export function groundText(chosen: ChosenCertificate): string {
  switch (chosen.why) {
    case 'noName':
      return ', the default one'
    case 'noMatch':
      return ', the default one, because none has the name'
    case 'onlyOne':
      return ', the only one that has it'
    case 'algorithm':
      return `, because ECC comes before RSA (${chosen.instead.name})`
    case 'additional':
      return `, because an additional certificate comes before the default one (${chosen.instead.name})`
    case 'validity':
      return `, because it is valid longer than ${chosen.instead.name}`
    case 'exactness':
      return `, because it has the name itself and ${chosen.instead.name} a wildcard`
    case 'order':
      return `, because it stands before ${chosen.instead.name}`
  }
}

/** It works, but not for long. */
export function endingCertificate(tables: Tables, live: Live, decision: Decision): Remark[] {
  const { certificate } = decision
  if (certificate === undefined || live.certificates.get(certificate) !== 'ending') return []
  const details = certificateDetails(tables, decision, 'CERT_EXPIRES_SOON')!
  return [{ code: 'CERT_EXPIRES_SOON', details }]
}

function placed({ path, line, column }: Origin): { path: string; line: string; column: string } {
  return { path, line: String(line), column: String(column) }
}
