/** What a client sees of TLS, in words and for programs. */
import type { ShownCertificate } from '../checking/route-certificate.ts'
import { endText } from '../cloud/certificate-state.ts'
import { groundText } from '../datapath/certificate-details.ts'
import type { Page } from './page.ts'

export function certificateBlock(
  { sent, chosen, state, refusal }: ShownCertificate,
  file: string,
  page: Page,
): string[] {
  const asked = sent === undefined ? 'the client sends no name' : `the client asks for ${sent}`
  if (chosen === undefined)
    return page.paragraph('tls     ', `${asked}, and the listener has no certificate to show (CERT_ABSENT)`)
  const { name, domains, origin } = chosen.certificate
  const shown = `${asked}, and the listener shows certificate ${name}${groundText(chosen)}`
  const verdict = {
    CERT_ABSENT: '',
    CERT_NAME_MISMATCH: `the client refuses it: it is for ${domains.join(', ')} (CERT_NAME_MISMATCH)`,
    CERT_EXPIRED: `the client refuses it: it has ended ${endText(chosen.certificate)} (CERT_EXPIRED)`,
    taken:
      state === 'ending'
        ? `the client takes it; it ends ${endText(chosen.certificate)}`
        : 'the client takes it',
  }[refusal ?? 'taken']
  const rest = refusal === undefined ? [] : page.paragraph('        ', REST)
  return [
    ...page.paragraph('tls     ', shown),
    ...page
      .paragraph('        ', `${file}:${origin.line}:${origin.column}`)
      .map((line) => page.paint('dim', line)),
    ...page.paragraph('        ', verdict),
    ...rest,
  ]
}

const REST = 'what follows is for a client that does not look at certificates'

export function certificateJson({ sent, chosen, state, refusal }: ShownCertificate) {
  return {
    ...(sent !== undefined && { serverName: sent }),
    ...(chosen !== undefined && {
      certificate: {
        name: chosen.certificate.name,
        domains: chosen.certificate.domains,
        ...(chosen.certificate.expiresAtUs !== undefined && { expiresAtUs: chosen.certificate.expiresAtUs }),
        state,
        line: chosen.certificate.origin.line,
        column: chosen.certificate.origin.column,
      },
      because: chosen.why,
      ...('instead' in chosen && { insteadOf: chosen.instead.name }),
    }),
    accepted: refusal === undefined,
    ...(refusal !== undefined && { code: refusal }),
  }
}
