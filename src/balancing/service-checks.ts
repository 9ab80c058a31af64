/**
 * What a gateway of EAS looks at before a request may get to its service: the method (405), then the token (401), and both
 * before any rate limit (facts/deployment B.4; their order is assumed). `gateway-front.ts` puts them into its rules.
 */
import type { NonFinalAction } from '../cloud/forwarding-rule.ts'
import { type Answer, answered } from './answer.ts'
import type { HttpRequest } from './http-request.ts'

export type ServiceCheck = Extract<NonFinalAction, { readonly kind: 'allowMethods' | 'authorize' }>

export function isServiceCheck(action: { readonly kind: string }): action is ServiceCheck {
  return action.kind === 'allowMethods' || action.kind === 'authorize'
}

/** In the order of the checks, wherever they stand in the rule. */
export function checksOf(actions: readonly { readonly kind: string }[]): ServiceCheck[] {
  const checks = actions.filter(isServiceCheck)
  return [
    ...checks.filter(({ kind }) => kind === 'allowMethods'),
    ...checks.filter(({ kind }) => kind === 'authorize'),
  ]
}

/** The first check that the request does not pass. */
export function refusalByService(checks: readonly ServiceCheck[], request: HttpRequest): Answer | undefined {
  for (const check of checks) {
    if (check.kind === 'allowMethods') {
      if (!check.methods.includes(request.method)) return METHOD_REFUSED
    } else if (request.headers.get('authorization') !== check.token) return UNAUTHORIZED
  }
  return undefined
}

const METHOD_REFUSED = answered(405, 'methodRefused')
const UNAUTHORIZED = answered(401, 'unauthorized')
