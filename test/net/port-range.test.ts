import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ANY_PORT,
  containsPort,
  formatPortRange,
  type PortFault,
  parsePortRange,
} from '../../src/net/port-range.ts'

const refusedTexts: readonly (readonly [text: string, reason: PortFault])[] = [
  ['', 'empty'],
  [' 80', 'spaces'],
  ['80 / 90', 'spaces'],
  ['80,443', 'list'],
  ['080', 'leading-zero'],
  ['80/090', 'leading-zero'],
  ['00', 'leading-zero'],
  ['0', 'port-out-of-range'],
  ['0/80', 'port-out-of-range'],
  ['65536', 'port-out-of-range'],
  ['1/65536', 'port-out-of-range'],
  ['99999999999999999999', 'port-out-of-range'],
  ['90/80', 'reversed-range'],
  ['90-80', 'reversed-range'],
  ['-1', 'not-a-port'],
  ['-1/80', 'not-a-port'],
  ['80/-1', 'not-a-port'],
  ['80/', 'not-a-port'],
  ['/80', 'not-a-port'],
  ['80/90/100', 'not-a-port'],
  ['80:90', 'not-a-port'],
  ['+80', 'not-a-port'],
  ['8e3', 'not-a-port'],
  ['0x50', 'not-a-port'],
  ['80.0', 'not-a-port'],
  ['http', 'not-a-port'],
  ['ANY', 'not-a-port'],
]

const aPort = () => fc.integer({ min: 1, max: 65_535 })

describe('parsePortRange', () => {
  it.each(refusedTexts)('should refuse %j as %s', (text, reason) => {
    const parsed = parsePortRange(text)
    expect(parsed).toMatchObject({ ok: false, reason })
    expect(parsed.ok ? '' : parsed.message).toMatch(/^[A-Z"].*\.$/)
  })

  it('should read a port, both spellings of a range, and every port', () => {
    expect(['8080', '8080/8090', '8080-8090', 'any', '-1/-1', '1/65535'].map(parsePortRange)).toEqual([
      { ok: true, value: { first: 8080, last: 8080 } },
      { ok: true, value: { first: 8080, last: 8090 } },
      { ok: true, value: { first: 8080, last: 8090 } },
      { ok: true, value: ANY_PORT },
      { ok: true, value: ANY_PORT },
      { ok: true, value: { first: 1, last: 65_535 } },
    ])
  })

  it('should read back what formatPortRange writes', () =>
    fc.assert(
      fc.property(aPort(), aPort(), (a, b) => {
        const value = { first: Math.min(a, b), last: Math.max(a, b) }
        expect(parsePortRange(formatPortRange(value))).toEqual({ ok: true, value })
      }),
    ))

  it('should have packets without a port in any, and not in 1/65535', () => {
    expect([containsPort(ANY_PORT, 0), containsPort({ first: 1, last: 65_535 }, 0)]).toEqual([true, false])
    expect([79, 80, 90, 91].map((port) => containsPort({ first: 80, last: 90 }, port))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})
