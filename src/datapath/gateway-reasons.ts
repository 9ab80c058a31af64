/** Why a call stops at an inference gateway of EAS. Part of `reasons.ts`. */
import type { Reason } from '../cloud/reason.ts'

export const gatewayReasons = {
  GW_PUBLIC_ENTRY_OFF: {
    severity: 'error',
    sentence:
      'The access entry of the gateway for the Internet is off, so nobody connects to its public side.',
    fix: 'Switch on the access entry of gateway {gateway}, with a whitelist that has {source} ({path}, line {line}), or link the VPC of the caller.',
    source: 'facts/deployment B.3; seed 002',
  },
  GW_PUBLIC_WHITELIST_EMPTY: {
    severity: 'error',
    sentence: 'The whitelist of the gateway for the Internet is empty, and then it admits nobody.',
    fix: 'Add {source}/32, which the caller comes from, to the public whitelist of gateway {gateway} ({path}, line {line}).',
    source: 'facts/deployment B.3; seed 002',
  },
  GW_PUBLIC_WHITELIST_MISS: {
    severity: 'error',
    sentence:
      'The whitelist of the gateway for the Internet does not have the address that the caller comes from.',
    fix: 'Add {source}/32 to the public whitelist of gateway {gateway} ({path}, line {line}), which has {entries}.',
    source: 'facts/deployment B.3; seed 002',
  },
  GW_VPC_WHITELIST_MISS: {
    severity: 'error',
    sentence:
      'The whitelist that the gateway has for this VPC does not have the private address of the caller.',
    fix: 'Add {source}/32 to the whitelist of gateway {gateway} for VPC {vpc} ({path}, line {line}), which has {entries}.',
    source: 'facts/deployment B.3; seed 002',
  },
  GW_VPC_NOT_ADDED: {
    severity: 'error',
    sentence: 'The VPC of the caller is not linked to the gateway, which has no address for it there.',
    fix: 'Add VPC {vpc} to gateway {gateway} ({path}, line {line}), or open its public side for the caller.',
    source: 'facts/deployment B.3; seed 002',
  },
  GW_VPC_REMOVED: {
    severity: 'error',
    sentence:
      'The VPC of the caller was linked to the gateway until the link was removed, which closed its way there.',
    fix: 'Add VPC {vpc} to gateway {gateway} again ({path}, line {line}), or open its public side for the caller.',
    source: 'facts/deployment B.3; seed 002',
  },
  GW_ALB_NOT_CREATED: {
    severity: 'error',
    sentence:
      'That side of the gateway is not enabled, so it has no ALB there: the gateway alone is a record that nobody can call.',
    fix: 'Enable {side} of gateway {gateway} ({path}, line {line}).',
    source: 'facts/deployment B.1; seed 002',
  },
  GW_LINK_CREATING: {
    severity: 'error',
    sentence: 'The VPC of the caller was linked to the gateway just now, and the link is not Running yet.',
    fix: 'Wait until {until}: then gateway {gateway} has an address in VPC {vpc} ({path}, line {line}). How long it takes is assumed: assume.gatewayLinkDelay.',
    source: 'facts/deployment B.2',
  },
  GW_ALB_CREATING: {
    severity: 'error',
    sentence: 'That side of the gateway was enabled just now, and its ALB is not made yet.',
    fix: 'Wait until {until}: then gateway {gateway} has an ALB for {side} ({path}, line {line}). How long it takes is assumed: assume.gatewayAlbDelay.',
    source: 'facts/deployment B.1; seed 002',
  },
  DOMAIN_PROPAGATING: {
    severity: 'info',
    sentence:
      'The custom domain was set just now, and the gateway does not know it yet: up to 5 minutes where services are deployed already.',
    fix: 'Wait until {until}: then gateway {gateway} answers to {domain} ({path}, line {line}).',
    source: 'facts/deployment B.1; seed 002',
  },
  GW_WRONG_ENDPOINT_SIDE: {
    severity: 'error',
    sentence: 'The name that a gateway has inside VPCs was called from outside of those.',
    fix: 'Call {better}, or call gateway {gateway} from a VPC that is linked ({path}, line {line}).',
    source: 'facts/deployment B.2, B.4; seed 002',
  },
  GW_SERVICE_UNKNOWN: {
    severity: 'error',
    sentence:
      'No service or service group of the gateway has the name and path that were asked for: the answer is 404.',
    fix: 'Ask gateway {gateway} by a name that it has ({hosts}) for a path that it has ({served}), and not for {target} ({path}, line {line}).',
    source: 'facts/deployment B.4',
  },
  GW_METHOD_REFUSED: {
    severity: 'error',
    sentence: 'The service does not take requests with that method: the answer is 405.',
    fix: 'Call service {service} with {methods} and not with {method} ({path}, line {line}).',
    source: 'facts/deployment B.4',
  },
  GW_TOKEN_MISSING: {
    severity: 'error',
    sentence:
      'The request has no Authorization header, and the service asks for its token: the answer is 401.',
    fix: 'Send `Authorization: TOKEN` with the token of service {service} ({path}, line {line}), without a word before it.',
    source: 'facts/deployment B.4; seed 002',
  },
  GW_TOKEN_WRONG: {
    severity: 'error',
    sentence: 'The Authorization header is not the token of the service: the answer is 401.',
    fix: 'Send the token of service {service} ({path}, line {line}){scheme}.',
    source: 'facts/deployment B.4; seed 002',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>
