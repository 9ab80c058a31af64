/** Stages of load balancers and service names in words. */
import { type Account, told } from './account.ts'
import { backendAccount } from './backend-narration.ts'
import { byRule, componentOf, toldOfBalancer } from './balancer-account.ts'
import { accessAccount, guardAccount } from './balancer-guard-narration.ts'
import { balancerText, listenerText } from './balancer-text.ts'
import { handshakeAccount } from './certificate-details.ts'
import type { Decision, Stage } from './decision.ts'
import { rewriteAccount, ruleAccount } from './forwarding-narration.ts'
import { gatewayAccessAccount } from './gateway-narration.ts'
import type { Live } from './live.ts'
import type { Tables } from './tables.ts'

/** Undefined for a stage that is not at a balancer. */
export function balancerAccount(
  tables: Tables,
  live: Live,
  decision: Decision,
  stage: Stage,
): Account | undefined {
  switch (stage) {
    case 'listener':
      return listening(tables, decision)
    case 'tls':
      return { ...toldOfBalancer(tables, decision, ''), ...handshakeAccount(tables, decision) }
    case 'l7-rule':
      return ruleAccount(tables, decision)
    case 'rewrite':
      return rewriteAccount(tables, decision)
    case 'pick-backend':
      return backendAccount(tables, live, decision)
    case 'service-whitelist':
      return decision.target === 'load-balancer'
        ? (gatewayAccessAccount(tables, decision) ?? accessAccount(decision))
        : undefined
    case 'sg-in':
      return decision.target === 'load-balancer' ? guardAccount(tables, decision) : undefined
    case 'deliver':
      return decision.target === 'load-balancer' ? answering(tables, decision) : undefined
    default:
      return undefined
  }
}

function listening(tables: Tables, decision: Decision): Account {
  const { listener: heard, service } = decision
  if (service !== undefined) {
    const { name, app, origin } = service.service
    const why = `The name stands for the ready instances of ${app}; kube-proxy on the caller's side picks one.`
    return told(`service name ${name}`, why, { text: name, origin })
  }
  const { balancer, zone } = tables.balancers.nodes[decision.balancer]!
  const place = zone === undefined ? '' : `, on the node in zone ${zone.zone}`
  if (heard === undefined)
    return told(componentOf(tables, decision), 'Nobody listens there.', {
      text: balancerText(balancer),
      origin: balancer.origin,
    })
  return byRule(
    balancerText(balancer),
    `Listener ${heard.name} hears ${listenerText(heard)}${place}.`,
    decision,
  )
}

function answering(tables: Tables, decision: Decision): Account {
  const { routed } = decision
  const answer =
    routed?.outcome.kind === 'answer'
      ? `answers with ${routed.outcome.status} itself`
      : 'finds nobody at that address'
  const isGateway = tables.balancers.nodes[decision.balancer]!.balancer.kind === 'eas'
  return toldOfBalancer(tables, decision, `The ${isGateway ? 'gateway' : 'balancer'} ${answer}.`)
}
