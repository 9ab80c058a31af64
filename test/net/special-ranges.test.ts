import { describe, expect, it } from 'vitest'
import { formatCidr, prefixOf } from '../../src/net/cidr.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import {
  FORBIDDEN_FOR_VPC,
  forbiddenForVpc,
  isPrivateByDefault,
  PRIVATE_BY_DEFAULT,
} from '../../src/net/special-ranges.ts'

describe('special ranges', () => {
  it('should be those that the documents name (R1.3, R1.21)', () => {
    expect(PRIVATE_BY_DEFAULT.map(formatCidr)).toEqual([
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '100.64.0.0/10',
    ])
    expect(FORBIDDEN_FOR_VPC.map(formatCidr)).toEqual([
      '100.64.0.0/10',
      '224.0.0.0/4',
      '127.0.0.0/8',
      '169.254.0.0/16',
    ])
  })

  it('should treat addresses on either side of an edge apart', () => {
    const edges = [
      ipv4(9, 255, 255, 255),
      ipv4(10, 0, 0, 0),
      ipv4(172, 31, 255, 255),
      ipv4(172, 32, 0, 0),
      ipv4(100, 100, 100, 200),
      ipv4(100, 128, 0, 0),
    ]
    expect(edges.map(isPrivateByDefault)).toEqual([false, true, true, false, true, false])
  })

  it('should forbid subsets for a VPC, and nothing else', () => {
    expect(forbiddenForVpc(prefixOf(ipv4(100, 64, 0, 0), 16))).toBe(FORBIDDEN_FOR_VPC[0])
    expect(forbiddenForVpc(prefixOf(ipv4(169, 254, 0, 0), 16))).toBe(FORBIDDEN_FOR_VPC[3])
    expect(forbiddenForVpc(prefixOf(ipv4(255, 255, 255, 0), 24))).toBeUndefined()
    expect(forbiddenForVpc(prefixOf(ipv4(203, 0, 113, 0), 24))).toBeUndefined()
    expect(forbiddenForVpc(prefixOf(ipv4(100, 0, 0, 0), 8))).toBeUndefined()
  })
})
