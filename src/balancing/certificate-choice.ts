/**
 * Which certificate an HTTPS listener shows, by the name that the client sends along (SNI), and what the client finds wrong
 * with it (facts/load-balancing 1.2, certificate choice). The default one is shown where no certificate has the name, and to
 * clients that send none.
 *
 * Limits: that an exact name comes before a wildcard where the row leaves a choice, and otherwise the order of the list, is
 * assumed; so is that CLB chooses as ALB does. That a certificate has ended is no reason not to show it (assumed).
 */
import type { Certificate } from '../cloud/certificate.ts'

/** What decides between two certificates that have the name; `order`: nothing does, so the list. */
export type ChoiceGround = 'algorithm' | 'additional' | 'validity' | 'exactness' | 'order'

export type ChosenCertificate =
  /** `noName`: the client sent none; `noMatch`: no certificate has it. */
  | { readonly certificate: Certificate; readonly why: 'noName' | 'noMatch' | 'onlyOne' }
  /** The best of those that did not get their turn, and what decided against it. */
  | { readonly certificate: Certificate; readonly why: ChoiceGround; readonly instead: Certificate }

/** `certificates` in the order of the listener, the default one first; undefined where there are none. `name` in lower case. */
export function certificateFor(
  certificates: readonly Certificate[],
  name: string | undefined,
): Certificate | undefined {
  let best: Certificate | undefined
  for (const one of certificates)
    if (
      name !== undefined &&
      covers(one, name) &&
      (best === undefined || comesBefore(one, best, certificates, name))
    )
      best = one
  return best ?? certificates[0]
}

/** The same, with the ground of the choice. */
export function chooseCertificate(
  certificates: readonly Certificate[],
  name: string | undefined,
): ChosenCertificate | undefined {
  const certificate = certificateFor(certificates, name)
  if (certificate === undefined) return undefined
  if (name === undefined) return { certificate, why: 'noName' }
  if (!covers(certificate, name)) return { certificate, why: 'noMatch' }
  const others = certificates.filter((one) => one !== certificate && covers(one, name))
  if (others.length === 0) return { certificate, why: 'onlyOne' }
  const instead = others.reduce((best, one) => (comesBefore(one, best, certificates, name) ? one : best))
  return { certificate, why: groundBetween(certificate, instead, certificates, name).ground, instead }
}

/** A wildcard stands for one label: `*.shop.example` has neither `shop.example` nor `a.b.shop.example`. */
export function covers({ domains }: Certificate, name: string): boolean {
  if (domains.includes(name)) return true
  const dot = name.indexOf('.')
  return dot > 0 && domains.includes(`*${name.slice(dot)}`)
}

function comesBefore(
  one: Certificate,
  other: Certificate,
  certificates: readonly Certificate[],
  name: string,
): boolean {
  return groundBetween(one, other, certificates, name).comparison < 0
}

function groundBetween(
  one: Certificate,
  other: Certificate,
  certificates: readonly Certificate[],
  name: string,
): { readonly ground: ChoiceGround; readonly comparison: number } {
  const isDefault = (each: Certificate) => each === certificates[0]
  const algorithm = Number(one.algorithm !== 'ecc') - Number(other.algorithm !== 'ecc')
  if (algorithm !== 0) return { ground: 'algorithm', comparison: algorithm }
  const additional = Number(isDefault(one)) - Number(isDefault(other))
  if (additional !== 0) return { ground: 'additional', comparison: additional }
  if (one.algorithm === 'rsa' && endOf(one) !== endOf(other))
    return { ground: 'validity', comparison: endOf(one) > endOf(other) ? -1 : 1 }
  const exactness = Number(!one.domains.includes(name)) - Number(!other.domains.includes(name))
  if (exactness !== 0) return { ground: 'exactness', comparison: exactness }
  return { ground: 'order', comparison: certificates.indexOf(one) - certificates.indexOf(other) }
}

function endOf({ expiresAtUs }: Certificate): number {
  return expiresAtUs ?? Number.POSITIVE_INFINITY
}

/** What a client sends along: the host that it calls, unless that is an address (RFC 6066), or nobody has said. */
export function nameSent(host: string): string | undefined {
  return host === '' || /^[\d.]+$/.test(host) ? undefined : host
}
