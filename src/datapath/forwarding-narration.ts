/** What a listener makes of a request, in words: the rule, what it does, and why the rules before it did not match. */
import { conditionNoun } from '../balancing/condition-text.ts'
import type { HttpRequest } from '../balancing/http-request.ts'
import { type UrlRuleMiss, whyNotUrlRules } from '../balancing/url-rule-story.ts'
import { whyNot } from '../balancing/why-not.ts'
import type { Condition } from '../cloud/forwarding-rule.ts'
import { isOfGateway } from '../cloud/gateway.ts'
import type { Account } from './account.ts'
import { toldOfBalancer } from './balancer-account.ts'
import { groupText, requestText, someOf } from './balancer-text.ts'
import type { Decision } from './decision.ts'
import type { Tables } from './tables.ts'

export function ruleAccount(tables: Tables, decision: Decision): Account {
  const { rule, outcome } = decision.routed!
  const name = rule === undefined ? '' : `rule ${rule.name} matches, and `
  const what =
    outcome.kind === 'answer'
      ? `${name}the answer is ${outcome.status}${toLocation(outcome.headers.get('location'))}`
      : `${name === '' ? 'no rule matches, so it goes' : `${name}it goes`} to ${groupsText(outcome.groups)}`
  const why = `${requestText(decision.asked!)}: ${what}.${whyNotOthers(tables, decision)}`
  return toldOfBalancer(tables, decision, why)
}

function toLocation(location: string | undefined): string {
  return location === undefined ? '' : `, to ${location}`
}

function groupsText(groups: readonly { readonly group: string; readonly weight: number }[]): string {
  if (groups.length === 1) return groupText(groups[0]!.group)
  if (groups.every(({ group }) => isOfGateway(group)))
    return `one of ${groups.map(({ group, weight }) => `${groupText(group)} (weight ${weight})`).join(', ')}`
  return `one of the server groups ${groups.map(({ group, weight }) => `${group} (weight ${weight})`).join(', ')}`
}

/** Of the rules that were asked before the one that matched: what each of them lacks. Begins with a blank, if there are any. */
export function whyNotOthers(
  { balancers }: Tables,
  { balancer, listener, routed, asked }: Decision,
  wordsOf: (condition: Condition) => string = conditionNoun,
): string {
  const routing = balancers.nodes[balancer]!.listeners.find((one) => one.listener === listener)?.routing
  if (routing === undefined || (routed!.by !== 'rule' && routed!.by !== 'default')) return ''
  if (routing.kind === 'alb')
    return missed(
      whyNot(routing.compiled.requestRules, routed!.rank, asked!).map(
        ({ rule, condition }) => `${rule.name} (${wordsOf(condition)})`,
      ),
    )
  return missed(
    whyNotUrlRules(routing.compiled.rules, asked!).flatMap(({ rule, miss }) =>
      miss === undefined ? [] : [`${rule.name} (${MISSES[miss]})`],
    ),
  )
}

const MISSES: Readonly<Record<UrlRuleMiss, string>> = {
  domain: 'another domain',
  lessSpecificDomain: 'a less specific domain',
  url: 'another URL',
  shorterUrl: 'a shorter URL',
}

function missed(rules: readonly string[]): string {
  return rules.length === 0 ? '' : ` Not: ${someOf(rules)}.`
}

/** What the server gets, where a rule has rewritten it. */
export function rewriteAccount(tables: Tables, decision: Decision): Account {
  return toldOfBalancer(tables, decision, `The server gets ${requestText(sentOf(decision))}.`)
}

function sentOf({ routed, asked }: Decision): HttpRequest {
  return routed?.outcome.kind === 'forward' ? routed.outcome.request : asked!
}
