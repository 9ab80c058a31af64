/** What is told alike at every stage of a load balancer: who takes it, and by which rule or listener. */

import { isOfGateway } from '../cloud/gateway.ts'
import { type Account, told } from './account.ts'
import { ruleOf } from './backend-details.ts'
import { balancerText } from './balancer-text.ts'
import type { Decision } from './decision.ts'
import type { Tables } from './tables.ts'

/** Told of the balancer or service name, or of its listener once one has heard. */
export function toldOfBalancer(tables: Tables, decision: Decision, why: string): Account {
  return byRule(componentOf(tables, decision), why, decision)
}

/** By the rule that has taken the request, else by the listener. */
export function byRule(component: string, why: string, decision: Decision): Account {
  const rule = ruleOf(decision)
  const of = rule ?? decision.listener
  if (of === undefined) return told(component, why)
  return told(component, why, {
    text: `${rule === undefined ? 'listener' : 'rule'} ${of.name}`,
    origin: of.origin,
  })
}

export function componentOf(tables: Tables, { balancer, listener, service }: Decision): string {
  if (service !== undefined) return `service name ${service.service.name}`
  const of = tables.balancers.nodes[balancer]!.balancer
  if (listener === undefined) return balancerText(of)
  return `listener ${listener.name} of ${isOfGateway(of.name) ? balancerText(of) : of.name}`
}
