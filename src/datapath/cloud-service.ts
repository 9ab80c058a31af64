/** The addresses in 100.64.0.0/10 at which the cloud serves every VPC (facts/vpc R2.5, R6.10, R8.8). */
import { prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { type Ipv4, ipv4 } from '../net/ipv4.ts'

export const CLOUD_SERVICES = prefixOf(ipv4(100, 64, 0, 0), 10)

/** 100.100.2.136 and 100.100.2.138 resolve names, 100.100.100.200 tells metadata; no other one is modelled. */
const known = CidrSet.of([
  prefixOf(ipv4(100, 100, 2, 136), 32),
  prefixOf(ipv4(100, 100, 2, 138), 32),
  prefixOf(ipv4(100, 100, 100, 200), 32),
])

/** Security groups let these pass, whatever their rules say (R5.20, unconfirmed). */
const exempt = CidrSet.of([prefixOf(ipv4(100, 100, 2, 0), 24), prefixOf(ipv4(100, 100, 100, 200), 32)])

/** Network ACLs let these pass, whatever their entries say (R6.10). */
const exemptFromAcls = CidrSet.of([
  prefixOf(ipv4(100, 100, 2, 128), 28),
  prefixOf(ipv4(100, 100, 2, 112), 28),
  prefixOf(ipv4(100, 100, 100, 200), 32),
])

export function isCloudService(address: Ipv4): boolean {
  return known.has(address)
}

export function isExemptFromAcls(address: Ipv4): boolean {
  return exemptFromAcls.has(address)
}

export function isExemptFromSecurityGroups(address: Ipv4): boolean {
  return exempt.has(address)
}
