/** Blocks of IPv4 addresses that a VPC treats in a way of its own, whatever its routes say. */
import { type Cidr, isSubset, type Prefix, prefixOf } from './cidr.ts'
import { CidrSet } from './cidr-set.ts'
import { type Ipv4, ipv4 } from './ipv4.ts'

const SHARED_ADDRESS_SPACE = prefixOf(ipv4(100, 64, 0, 0), 10)

/**
 * Destinations that every VPC treats as private: they follow the route table even from an ENI with an EIP.
 * A VPC's own blocks and its user CIDRs come on top (facts/vpc R1.21, R1.23).
 */
export const PRIVATE_BY_DEFAULT: readonly Prefix[] = [
  prefixOf(ipv4(10, 0, 0, 0), 8),
  prefixOf(ipv4(172, 16, 0, 0), 12),
  prefixOf(ipv4(192, 168, 0, 0), 16),
  SHARED_ADDRESS_SPACE,
]

/** Blocks that neither may be the primary CIDR of a VPC, nor any subset of them (facts/vpc R1.3). */
export const FORBIDDEN_FOR_VPC: readonly Prefix[] = [
  SHARED_ADDRESS_SPACE,
  prefixOf(ipv4(224, 0, 0, 0), 4),
  prefixOf(ipv4(127, 0, 0, 0), 8),
  prefixOf(ipv4(169, 254, 0, 0), 16),
]

const privateByDefault = CidrSet.of(PRIVATE_BY_DEFAULT)

/** Does every VPC treat `address` as private (facts/vpc R1.21)? Allocates nothing. */
export function isPrivateByDefault(address: Ipv4): boolean {
  return privateByDefault.has(address)
}

/**
 * The forbidden block of which `cidr` is a subset, or undefined where it may be a VPC's block. A wider
 * block around a forbidden one is not named by the rule, and passes (facts/vpc R1.3).
 */
export function forbiddenForVpc(cidr: Cidr): Prefix | undefined {
  return FORBIDDEN_FOR_VPC.find((block) => isSubset(cidr, block))
}
