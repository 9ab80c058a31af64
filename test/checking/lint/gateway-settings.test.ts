import { describe, expect, it } from 'vitest'
import { lintText, theOne } from './lint-text.ts'

const file = (keys: string, duration = '1h') => `simulate: 1
duration: ${duration}
gateways:
  front: { type: managed, spec: 2c4g, ${keys} }
`
const codes = (text: string) => lintText(text).map(({ code }) => code)
const RISE = 'nodes: 2, alerts: { rise: { metric: requestsToYesterday, above: 200'

describe('a managed gateway', () => {
  it('B.5: should have two nodes, for one has no SLA', () => {
    expect(theOne(file('nodes: 1'), 'GATEWAY_SINGLE_NODE').message).toBe(
      'gateway front has one node, which no SLA covers',
    )
    expect(codes(file('nodes: 2'))).not.toContain('GATEWAY_SINGLE_NODE')
  })

  it('seed 002: should have a day to compare with, or a baseline, where an alert compares with it', () => {
    expect(theOne(file(`${RISE} } }`), 'ALERT_WITHOUT_YESTERDAY').message).toBe(
      'alert rise of gateway front compares with the day before, and the run has none',
    )
    expect(codes(file(`${RISE}, yesterday: 5/s } }`))).not.toContain('ALERT_WITHOUT_YESTERDAY')
    expect(codes(file(`${RISE} } }`, '25h'))).not.toContain('ALERT_WITHOUT_YESTERDAY')
    expect(codes(file('nodes: 2, alerts: default'))).not.toContain('ALERT_WITHOUT_YESTERDAY')
  })
})
