/** A gateway route as a listener of an ALB: its rules in the order of the list (facts/load-balancing 3.2). */
import type { Assumptions } from './assumptions.ts'
import type { Action, Condition, ForwardingRule } from './forwarding-rule.ts'
import type { AlbListener } from './listener.ts'
import { readPattern } from './pattern.ts'
import { saeGroupName } from './sae-group.ts'
import { listenerOfIngress, type SaeIngress, type SaeIngressRule, type SaeTarget } from './sae-ingress.ts'

export type HttpIngress = SaeIngress & { readonly protocol: 'http' | 'https' }

/**
 * `there` is a listener that was made by hand at that port: its rules stay, behind those of the route or before them
 * (`assume.saeRules`); what the route says of timeouts, certificates and the default takes their place.
 */
export function albListenerOf(
  ingress: HttpIngress,
  there: AlbListener | undefined,
  { saeRules }: Pick<Assumptions, 'saeRules'>,
): AlbListener {
  const { name, port, protocol, certificates, idleTimeoutUs, requestTimeoutUs, origin } = ingress
  const own = ingress.rules.map((rule, at) => forwardingRule(rule, at, ingress))
  const defaultGroup = ingress.default === undefined ? there?.defaultGroup : groupOf(ingress.default)
  return {
    ...(there ?? { forwardedFor: 'append', addedHeaders: [] }),
    kind: 'alb',
    name: there?.name ?? listenerOfIngress(name),
    port,
    protocol,
    certificates,
    idleTimeoutUs,
    requestTimeoutUs,
    rules: ruleOrder(own, there?.rules ?? [], { saeRules }),
    ...(defaultGroup !== undefined && { defaultGroup }),
    origin,
  }
}

/** Rules of SAE on a listener with those of other people; priorities are given anew. */
export function ruleOrder(
  own: readonly ForwardingRule[],
  others: readonly ForwardingRule[],
  { saeRules }: Pick<Assumptions, 'saeRules'>,
): ForwardingRule[] {
  const foreign = others
    .filter(({ direction }) => direction === 'request')
    .toSorted((a, b) => a.priority - b.priority)
  const response = others.filter(({ direction }) => direction === 'response')
  const ordered = saeRules === 'first' ? [...own, ...foreign] : [...foreign, ...own]
  return [...ordered.map((rule, at) => ({ ...rule, priority: at + 1 })), ...response]
}

function forwardingRule(rule: SaeIngressRule, at: number, { name, origin }: SaeIngress): ForwardingRule {
  const { domain, path, rewrite } = rule
  const conditions: Condition[] = []
  if (domain !== undefined) conditions.push({ kind: 'host', patterns: [readPattern(domain, true)] })
  if (path !== undefined) conditions.push({ kind: 'path', patterns: [readPattern(marked(path), false)] })
  const actions: Action[] = rewrite === undefined ? [] : [{ kind: 'rewrite', path: rewrite }]
  return {
    name: `${name}[${at}]`,
    priority: at + 1,
    direction: 'request',
    conditions,
    actions: [...actions, { kind: 'forward', groups: [{ group: groupOf(rule), weight: 100 }] }],
    origin: { ...origin, path: `${origin.path}.rules[${at}]` },
  }
}

/** SAE writes regular expressions without their mark: `/sys/(.*)/(.*)/aaa` (3.2). No plain path has such characters (1.5). */
function marked(path: string): string {
  return !path.startsWith('~') && /[()[\]{}|^\\]/.test(path) ? `~${path}` : path
}

function groupOf({ app, port, backendProtocol }: SaeTarget): string {
  return saeGroupName({ app, port, protocol: backendProtocol, product: 'alb' })
}
