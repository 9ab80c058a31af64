/** What a CEN takes and holds: facts/vpc R7.6, R7.8, R7.14, R2.14. */
import { describe, expect, it } from 'vitest'
import { checkCens } from '../../src/cloud/cen-rules.ts'
import { quotasWith } from '../../src/cloud/quotas.ts'
import { transitEntries } from '../../src/cloud/transit-routes.ts'
import { Subnets } from '../../src/deployment/subnets.ts'
import { formatCidr } from '../../src/net/cidr.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { topologyOf } from '../datapath/scene.ts'

const withRoutes = (routes: readonly string[], publish: readonly string[] = []) =>
  topologyOf({
    vpcs: {
      shop: { cidr: '172.16.0.0/16', tables: { system: { routes: ['192.0.2.0/24 via natGateway/exit'] } } },
    },
    nats: { exit: { eips: [], snat: [] } },
    cens: { net: { attachments: { shop: { vswitches: ['h', 'i'], publish } }, tables: { default: routes } } },
  })
const tableOf = (...args: Parameters<typeof withRoutes>) => {
  const topology = withRoutes(...args)
  return transitEntries(topology, topology.cens.get('net')!, 'default').map(
    ({ destination, vpc, kind }) => `${formatCidr(destination)} ${kind} ${vpc}`,
  )
}

describe('a route table of a transit router', () => {
  it('R7.8: should hold the vSwitches of a VPC, and of its custom routes those that are published', () => {
    expect(tableOf([])).toEqual(['172.16.1.0/24 vswitch shop', '172.16.2.0/24 vswitch shop'])
    expect(tableOf([], ['192.0.2.0/24', '0.0.0.0/0', '198.51.100.0/24']).slice(2)).toEqual([
      '192.0.2.0/24 published shop',
      '0.0.0.0/0 published shop',
    ])
  })

  it('R2.14, R7.10: should let a written route come before a learned one', () => {
    expect(tableOf(['172.16.1.0/24 to blackhole'])).toEqual([
      '172.16.1.0/24 static undefined',
      '172.16.2.0/24 vswitch shop',
    ])
  })

  it('R7.14: should have at most 2,000 entries, those that are propagated among them', () => {
    const codes = (count: number) => {
      const routes = Array.from({ length: count }, (_, at) => `10.${at >> 8}.${at & 255}.0/24 to blackhole`)
      return [...checkCens(withRoutes(routes), quotasWith())].map(({ code }) => code)
    }
    expect(codes(1_998)).not.toContain('QUOTA_EXCEEDED')
    expect(codes(1_999)).toContain('QUOTA_EXCEEDED')
  })
})

describe('a CEN attachment', () => {
  it('R7.6: should take one address in each of its vSwitches', () => {
    const subnets = Subnets.of(withRoutes([]))
    const first = (vswitch: string) => formatIpv4(subnets.allocate([vswitch])!.address)
    const bare = Subnets.of({ ...withRoutes([]), cens: new Map() })
    // The NAT gateway has taken an address in h before it.
    expect([first('h'), first('i')]).toEqual(['172.16.1.3', '172.16.2.2'])
    expect(formatIpv4(bare.allocate(['i'])!.address)).toBe('172.16.2.1')
  })
})
