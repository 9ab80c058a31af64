/** Facts/load-balancing 1.2, certificate choice: one table, a line for each half-sentence of the row. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ChosenCertificate,
  certificateFor,
  chooseCertificate,
  covers,
  nameSent,
} from '../../src/balancing/certificate-choice.ts'
import type { Certificate } from '../../src/cloud/certificate.ts'
import { endText, stateOf } from '../../src/cloud/certificate-state.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { someCertificates } from '../../src/testing/arbitraries/a-certificate.ts'
import { chooseNaively } from '../golden/naive-certificates.ts'

const DAY_US = 86_400_000_000

/** `shop rsa 30d www.shop.example,*.shop.example`; days are optional. */
function certificate(text: string): Certificate {
  const [name, algorithm, ...rest] = text.split(' ')
  const [end, domains] = rest.length === 2 ? rest : [undefined, rest[0]]
  return {
    name: name!,
    algorithm: algorithm as Certificate['algorithm'],
    domains: domains!.split(','),
    ...(end !== undefined && { expiresAtUs: Number.parseInt(end, 10) * DAY_US }),
    origin: unwritten(`certificates.${name}`),
  }
}

const WWW = 'www.shop.example'
const table: readonly (readonly [
  row: string,
  name: string | undefined,
  certificates: readonly string[],
  chosen: string,
  why: ChosenCertificate['why'],
])[] = [
  ['by SNI: the one that has the name', WWW, ['d rsa other.example', `a rsa ${WWW}`], 'a', 'onlyOne'],
  ['by SNI: a wildcard has it too', WWW, ['d rsa other.example', 'a rsa *.shop.example'], 'a', 'onlyOne'],
  [
    'a wildcard stands for one label',
    'a.b.shop.example',
    ['d rsa x.example', 'a rsa *.shop.example'],
    'd',
    'noMatch',
  ],
  [
    'a wildcard is not its own domain',
    'shop.example',
    ['d rsa x.example', 'a rsa *.shop.example'],
    'd',
    'noMatch',
  ],
  ['without SNI the default one', undefined, ['d rsa other.example', `a rsa ${WWW}`], 'd', 'noName'],
  ['where none has the name the default one', WWW, ['d rsa x.example', 'a ecc y.example'], 'd', 'noMatch'],
  ['ECC before RSA', WWW, ['d rsa x.example', `r rsa 90d ${WWW}`, `e ecc 1d ${WWW}`], 'e', 'algorithm'],
  ['ECC before RSA, the default one as well', WWW, [`d ecc ${WWW}`, `r rsa ${WWW}`], 'd', 'algorithm'],
  ['additional before default', WWW, [`d rsa 90d ${WWW}`, `a rsa 1d ${WWW}`], 'a', 'additional'],
  ['additional before default, among ECC', WWW, [`d ecc ${WWW}`, `a ecc ${WWW}`], 'a', 'additional'],
  [
    'among RSA additional the longest validity',
    WWW,
    ['d rsa x.example', `a rsa 5d ${WWW}`, `b rsa 9d ${WWW}`],
    'b',
    'validity',
  ],
  [
    'no end is the longest validity',
    WWW,
    ['d rsa x.example', `a rsa ${WWW}`, `b rsa 900d ${WWW}`],
    'a',
    'validity',
  ],
  [
    'validity says nothing among ECC',
    WWW,
    ['d rsa x.example', `a ecc 5d ${WWW}`, `b ecc 9d ${WWW}`],
    'a',
    'order',
  ],
  [
    'assumed: the name itself before a wildcard',
    WWW,
    ['d rsa x.example', 'a rsa *.shop.example', `b rsa ${WWW}`],
    'b',
    'exactness',
  ],
  [
    'assumed: else the order of the list',
    WWW,
    ['d rsa x.example', `a rsa ${WWW}`, `b rsa ${WWW}`],
    'a',
    'order',
  ],
  [
    'assumed: one that has ended is shown all the same',
    WWW,
    ['d rsa x.example', `a rsa -1d ${WWW}`],
    'a',
    'onlyOne',
  ],
]

describe('the choice of a certificate', () => {
  it.each(table)('1.2: %s', (_, name, texts, chosen, why) => {
    const choice = chooseCertificate(texts.map(certificate), name)
    expect([choice?.certificate.name, choice?.why]).toEqual([chosen, why])
  })

  it('1.2: should show nothing where there is none', () => expect(chooseCertificate([], WWW)).toBeUndefined())

  it('1.2: should choose like the naive twin, and give a ground that agrees', () =>
    fc.assert(
      fc.property(
        someCertificates(),
        fc.constantFrom(
          'shop.example',
          'api.shop.example',
          'a.api.shop.example',
          'other.example',
          '192.0.2.1',
        ),
        (certificates, host) => {
          const chosen = certificateFor(certificates, nameSent(host))
          expect(chosen?.name).toBe(chooseNaively(certificates, host)?.name)
          const choice = chooseCertificate(certificates, nameSent(host))
          expect(choice?.certificate).toBe(chosen)
          if (choice !== undefined && 'instead' in choice) expect(covers(choice.instead, host)).toBe(true)
        },
      ),
    ))

  it('clients send no address as the name (RFC 6066)', () =>
    expect(['192.0.2.1', '', 'shop.example'].map(nameSent)).toEqual([undefined, undefined, 'shop.example']))
})

describe('the end of a certificate', () => {
  it('seed 002: fewer than 15 days are few', () => {
    const states = [15 * DAY_US, 15 * DAY_US - 1, 1, 0, -1].map((expiresAtUs) =>
      stateOf({ ...certificate('a rsa a.example'), expiresAtUs }, 0),
    )
    expect(states).toEqual(['valid', 'ending', 'ending', 'ended', 'ended'])
  })

  it('should be told in days where it is whole days', () => {
    const ends = [20 * DAY_US, 5_400_000_000, -DAY_US].map((expiresAtUs) =>
      endText({ ...certificate('a rsa a.example'), expiresAtUs }),
    )
    expect(ends).toEqual(['at 20d', 'at 1h30m', 'before the run'])
  })
})
