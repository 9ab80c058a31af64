/**
 * What an inference gateway of EAS asks of whoever comes to one of its entries: whether the entry is open, its whitelist – of
 * the translated source from the Internet, of the private one from a VPC – and what its rules say (facts/deployment B.3, B.4).
 */
import type { HttpRequest } from '../balancing/http-request.ts'
import type { Routed } from '../balancing/routed.ts'
import { isOfGateway } from '../cloud/gateway.ts'
import type { AccessControl } from '../cloud/listener.ts'
import type { EasEntry } from '../cloud/load-balancer.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { PASSED, reasonIndex } from './reasons.ts'

const GW_PUBLIC_ENTRY_OFF = reasonIndex('GW_PUBLIC_ENTRY_OFF')
const GW_PUBLIC_WHITELIST_EMPTY = reasonIndex('GW_PUBLIC_WHITELIST_EMPTY')
const GW_PUBLIC_WHITELIST_MISS = reasonIndex('GW_PUBLIC_WHITELIST_MISS')
const GW_VPC_WHITELIST_MISS = reasonIndex('GW_VPC_WHITELIST_MISS')
const GW_SERVICE_UNKNOWN = reasonIndex('GW_SERVICE_UNKNOWN')
const GW_METHOD_REFUSED = reasonIndex('GW_METHOD_REFUSED')
const GW_TOKEN_MISSING = reasonIndex('GW_TOKEN_MISSING')
const GW_TOKEN_WRONG = reasonIndex('GW_TOKEN_WRONG')

/** An entry that is switched off hears nothing (B.3). */
export function judgeGatewayEntry({ listeners }: EasEntry): number {
  return listeners.size === 0 ? GW_PUBLIC_ENTRY_OFF : PASSED
}

/** Unlike a list of ALB, an empty one admits nobody (seed 002). */
export function judgeGatewayAccess({ network }: EasEntry, { lists }: AccessControl, source: Ipv4): number {
  for (const { set } of lists) if (set.has(source)) return PASSED
  if (network === 'intranet') return GW_VPC_WHITELIST_MISS
  return lists.every(({ texts }) => texts.length === 0) ? GW_PUBLIC_WHITELIST_EMPTY : GW_PUBLIC_WHITELIST_MISS
}

/** Why a rule of a gateway has answered itself; `PASSED` where it was none of them. */
export function judgeGatewayAnswer(balancer: string, asked: HttpRequest, { outcome }: Routed): number {
  if (outcome.kind === 'forward') return PASSED
  switch (outcome.cause) {
    case 'methodRefused':
      return GW_METHOD_REFUSED
    case 'unauthorized':
      return asked.headers.has('authorization') ? GW_TOKEN_WRONG : GW_TOKEN_MISSING
    case 'fixedResponse':
      return outcome.status === 404 && isOfGateway(balancer) ? GW_SERVICE_UNKNOWN : PASSED
    default:
      return PASSED
  }
}
