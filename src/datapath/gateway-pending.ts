/** What was ordered for a gateway and does not hold yet, where that is why a call stops: seed 002, facts/deployment B.2. */
import { formatMoment } from '../cloud/duration-text.ts'
import type { Gateway } from '../cloud/gateway.ts'
import { placed } from './backend-details.ts'
import type { Decision } from './decision.ts'
import type { Details } from './details.ts'
import { NONE } from './live.ts'
import { reasons } from './reasons.ts'
import type { Tables } from './tables.ts'

/** What a gateway says to a domain that it does not know; it has an HTTPS listener with its first certificate. */
const UNKNOWN: ReadonlySet<string> = new Set(['GW_SERVICE_UNKNOWN', 'LISTENER_ABSENT', 'CERT_NAME_MISMATCH'])
const DOMAINS = 'domains.'

/** The link to the VPC is Creating. */
export function linkUnderWay(gateway: Gateway, vpc: string | undefined): Details | undefined {
  return vpc === undefined ? undefined : underWay(gateway, [`vpcs.${vpc}`])
}

/** The ALB of a side is being made. */
export function albUnderWay(gateway: Gateway, sides: readonly ('internet' | 'vpc')[]): Details | undefined {
  return underWay(gateway, sides)
}

/** The custom domain that was asked for is not known to the gateway yet; undefined where that is not it. */
export function propagatingDomain(
  { topology, balancers }: Tables,
  decision: Decision,
  reason: number,
): Details | undefined {
  if (!UNKNOWN.has(reasons[reason]?.code ?? '') || decision.balancer === NONE) return undefined
  const { balancer } = balancers.nodes[decision.balancer]!
  const gateway = balancer.kind === 'eas' ? topology.gateways.get(balancer.gateway) : undefined
  const host = decision.asked?.host.replace(/:\d+$/, '')
  const domains = gateway?.underWay?.flatMap(({ part }) =>
    part.startsWith(DOMAINS) ? [part.slice(DOMAINS.length)] : [],
  )
  const domain = domains?.find((each) => host === undefined || each === host)
  return domain === undefined ? undefined : { ...underWay(gateway!, [DOMAINS + domain])!, domain }
}

function underWay(gateway: Gateway, parts: readonly string[]): Details | undefined {
  const change = gateway.underWay?.find(({ part }) => parts.includes(part))
  if (change === undefined) return undefined
  return { gateway: gateway.name, until: formatMoment(change.dueUs), ...placed(gateway.origin) }
}
