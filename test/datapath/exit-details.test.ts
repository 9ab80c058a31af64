import { describe, expect, it } from 'vitest'
import { exitFor } from '../../src/datapath/exit-details.ts'
import { compileTables } from '../../src/datapath/tables.ts'
import { read } from '../scenario/read.ts'

const tables = compileTables(
  read(`simulate: 1
vpcs: { main: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: main } }
apps:
  shop: { vswitches: [h], securityGroup: web, instances: 1, port: 8080 }
  inside: { kind: eas, instances: 1 }
  direct: { kind: eas, instances: 1, vswitches: [h], securityGroup: web }
`).topology,
)
const exitOf = (app: string, vpc: string) =>
  exitFor(tables.owners[tables.numbers.owners.numberOf(app)]!, vpc, `${vpc}-h`)

describe('what gives somebody a way to the Internet', () => {
  it('R1.19: should be an EIP or a NAT gateway for an application of SAE', () => {
    expect(exitOf('shop', 'main')).toBe(
      'an EIP pool with a free address, or add to VPC main an Internet NAT gateway with an SNAT entry that covers vSwitch main-h',
    )
  })

  it('B.6: should be a NAT gateway alone for a service with VPC direct connection', () => {
    expect(exitOf('direct', 'main')).toBe(
      'a way out: add to VPC main an Internet NAT gateway with an SNAT entry that covers vSwitch main-h',
    )
  })

  it('B.6: should be a VPC of the user for a service in the network of EAS', () => {
    expect(exitOf('inside', 'eas/network')).toBe(
      'vswitches and a securityGroup of a VPC that has an Internet NAT gateway',
    )
  })
})
