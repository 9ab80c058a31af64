/** Certificates at the edges of their choice: names beside each other, ends before and behind the instant. */
import fc from 'fast-check'
import type { Certificate } from '../../cloud/certificate.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { FlowRequest } from '../../datapath/flow.ts'

const DOMAINS = ['shop.example', '*.shop.example', 'api.shop.example', '*.example', 'other.example']

/** Mostly enough for every host; none where a file could not say so. */
export function someCertificates(): fc.Arbitrary<Certificate[]> {
  const one = fc.record({
    domains: fc.uniqueArray(fc.constantFrom(...DOMAINS), { minLength: 1, maxLength: 4 }),
    algorithm: fc.constantFrom('rsa', 'rsa', 'ecc'),
    expiresAtUs: fc.constantFrom(undefined, undefined, 1, 2, 0, -1),
  })
  return fc.array(one, { maxLength: 4 }).map((drawn) =>
    drawn.map(
      ({ domains, algorithm, expiresAtUs }, at): Certificate => ({
        name: `certificate${at}`,
        domains,
        algorithm: algorithm as Certificate['algorithm'],
        ...(expiresAtUs !== undefined && { expiresAtUs }),
        origin: unwritten(`certificates.certificate${at}`),
      }),
    ),
  )
}

/** Mostly what the listener speaks, by a client that looks. */
export function aWayToSpeak(): fc.Arbitrary<Pick<FlowRequest, 'scheme' | 'verify'>> {
  const ways: Pick<FlowRequest, 'scheme' | 'verify'>[] = [
    {},
    {},
    {},
    { verify: false },
    { scheme: 'http' },
    { scheme: 'https' },
  ]
  return fc.constantFrom(...ways)
}
