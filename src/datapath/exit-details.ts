/** What gives somebody a way to the Internet who has none. */
import { isOfEas } from '../cloud/eas-network.ts'
import type { OwnerTable } from './owner-table.ts'

/** Completes "Give … ": instances of EAS get no EIPs, and its own network no gateway (facts/deployment B.6). */
export function exitFor({ kind, owner }: OwnerTable, vpc: string, vswitch: string): string {
  if (isOfEas(vpc)) return 'vswitches and a securityGroup of a VPC that has an Internet NAT gateway'
  const gateway = `add to VPC ${vpc} an Internet NAT gateway with an SNAT entry that covers vSwitch ${vswitch}`
  if ('eas' in owner && owner.eas !== undefined) return `a way out: ${gateway}`
  return `${kind === 'app' ? 'an EIP pool with a free address' : 'an EIP'}, or ${gateway}`
}
