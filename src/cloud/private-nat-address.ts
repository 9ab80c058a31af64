/** How many private addresses a NAT gateway takes from its vSwitch: its own (facts/vpc R4.2), and in NAT mode one for each EIP (R4.5). */
import type { NatGateway } from './nat-gateway.ts'

export function privateAddressCount({ eipMode, eips }: Pick<NatGateway, 'eipMode' | 'eips'>): number {
  return eipMode === 'nat' ? 1 + eips.length : 1
}
