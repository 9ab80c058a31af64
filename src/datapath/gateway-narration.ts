/** The whitelist of an inference gateway of EAS in words: facts/deployment B.3. */
import { formatIpv4 } from '../net/ipv4.ts'
import { type Account, SOURCE_UNKNOWN, told } from './account.ts'
import { vpcCalledIn } from './balancer-address.ts'
import type { Decision } from './decision.ts'
import type { Tables } from './tables.ts'

/** Undefined where the packet is at no entry of a gateway. */
export function gatewayAccessAccount(
  { topology, balancers }: Tables,
  { balancer: number, listener, tuple, sourceKnown }: Decision,
): Account | undefined {
  const { balancer } = balancers.nodes[number]!
  if (balancer.kind !== 'eas') return undefined
  const list = listener!.access!.lists[0]
  const isPublic = balancer.network === 'internet'
  const which = isPublic ? 'public whitelist' : `whitelist for VPC ${vpcCalledIn(topology, balancer)}`
  const component = `${which} of gateway ${balancer.gateway}`
  const rule = { text: which, origin: (list ?? listener!).origin }
  if (!sourceKnown) return told(component, SOURCE_UNKNOWN, rule, true)
  const by = isPublic ? 'the public address' : 'the private address'
  return told(component, `It has ${formatIpv4(tuple.source)}, ${by} that the caller comes with.`, rule)
}
