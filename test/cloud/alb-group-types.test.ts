/** What an ALB may be made of: its zones, and the types of its server groups. Through the file, as a user meets it. */
import { describe, expect, it } from 'vitest'
import { problemsOf } from '../conformance/play.ts'

const LETTERS = 'abcdefghijklmn'
const zones = (count: number, more = '') => `simulate: 1
vpcs:
  net:
    cidr: 10.0.0.0/16
    vswitches:
${Array.from({ length: count }, (_, at) => `      v${at}: { zone: cn-hangzhou-${LETTERS[at]}, cidr: 10.0.${at}.0/24 }`).join('\n')}
securityGroups: { web: { vpc: net } }
servers: { one: { vswitch: v0, securityGroups: [ web ], ports: [ tcp 80 ] } }
serverGroups: { web: { vpc: net, servers: [ ${more} ] } }
loadBalancers:
  front: { type: alb, vswitches: [ ${Array.from({ length: count }, (_, at) => `v${at}`).join(', ')} ], network: intranet, listeners: { web: { port: 80, default: web } } }
`

describe('an ALB', () => {
  it('1.1 zones: from two to ten of them, one vSwitch in each', () => {
    const problems = Array.from({ length: 12 }, (_, at) => problemsOf(zones(at + 1)))
    expect(problems.map((codes) => codes.join())).toEqual(
      Array.from({ length: 12 }, (_, at) => (at + 1 < 2 || at + 1 > 10 ? 'ALB_ZONES' : '')),
    )
  })

  it('1.8 types: Instance or Ip, one of both, and never Fc', () => {
    expect(problemsOf(zones(2, 'server/one'))).toEqual([])
    expect(problemsOf(zones(2, "'10.0.0.9:80', '100.64.0.9:80'"))).toEqual([])
    expect(problemsOf(zones(2, "server/one, '10.0.0.9:80'"))).toEqual(['SERVER_GROUP_TYPE'])
    expect(problemsOf(zones(2, 'function/thumbnails'))).toEqual(['FEATURE_NOT_MODELLED'])
  })
})
