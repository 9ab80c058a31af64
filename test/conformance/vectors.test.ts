/** Vectors of docs/facts/vpc.md section 14 that are asked of a whole file; the others stand beside the rooms they concern. */
import { describe, expect, it } from 'vitest'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { app, change, flow, NETWORK, play } from './play.ts'

const codesOf = (text: string) => {
  const read = readScenario(text, { file: 'test.yaml' })
  return read.ok ? [] : read.problems.map(({ code }) => code)
}
const vpc = (cidr: string, vswitch: string) =>
  `simulate: 1\nvpcs:\n  net: { cidr: ${cidr}, vswitches: { v: { zone: cn-hangzhou-h, cidr: ${vswitch} } } }\n`
const pool = (last: number) => `eipPools:\n  pool: { addresses: [ 203.0.113.1-203.0.113.${last} ] }\n`

describe('vectors of the fact sheet, asked of a file', () => {
  it('T2: a VPC of 100.64.0.0/16 is refused with InvalidParameter', () => {
    expect(codesOf('simulate: 1\nvpcs: { net: { cidr: 100.64.0.0/16 } }\n')).toEqual(['InvalidParameter'])
  })

  it.each(['10.0.0.0/30', '10.0.0.0/15'])('T3: a vSwitch of %s is refused for its mask', (cidr) => {
    expect(codesOf(vpc('10.0.0.0/8', cidr))).toEqual(['InvalidCirdrBlock.MaskLength'])
  })

  it('T20: N instances with N EIPs do not roll, with N + 1 they do', () => {
    const rolled = (last: number) =>
      play(
        `${NETWORK}${pool(last)}apps:\n${app('shop', 'instances: 4, eips: pool')}timeline:\n  - { at: 1m, deploy: shop, version: v2 }\n`,
      )
    expect(change(rolled(4).summary, 'shop').verdict).toBe('STUCK')
    expect(
      rolled(4).trace.events.some((event) => event.kind === 'warning' && event.code === 'CREATE_NO_EIP'),
    ).toBe(true)
    expect(change(rolled(5).summary, 'shop').verdict).toBe('SAFE')
  })

  it('T21: a list with only the N EIPs in use refuses the first new instance', () => {
    const listed = NETWORK.replace('port: 443', 'port: 443, whitelist: [ 203.0.113.1-203.0.113.3 ]')
    const { summary } = play(
      `${listed}${pool(4)}apps:\n${app('shop', 'instances: 3, eips: pool')}flows:\n  out: { from: app/shop, to: partner }\ntimeline:\n  - { at: 1m, deploy: shop, version: v2 }\n`,
    )
    expect(flow(summary, 'out').intervals[1]).toMatchObject({
      code: 'SOURCE_NOT_WHITELISTED',
      instance: 'shop-4',
    })
  })
})
