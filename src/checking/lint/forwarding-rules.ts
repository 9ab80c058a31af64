/** Forwarding rules that no request ever takes: facts/load-balancing 1.4 (ALB, by priority) and 2.3 (CLB). */
import { conditionText } from '../../balancing/condition-text.ts'
import type { ForwardingRule } from '../../cloud/forwarding-rule.ts'
import type { AlbListener } from '../../cloud/listener.ts'
import type { Topology } from '../../cloud/topology.ts'
import { contradictionIn, includesRule } from './condition-sets.ts'
import type { Found, TopologyRule } from './found.ts'

export const forwardingRules: TopologyRule = {
  reads: ({ loadBalancers, assumptions }) => [loadBalancers, assumptions],
  *find(topology): Generator<Found> {
    for (const { name, listeners } of topology.loadBalancers.values())
      for (const listener of listeners.values()) {
        const where = `${name}/${listener.name}`
        if (listener.kind === 'alb') yield* findInAlb(listener, where, topology)
        else if (listener.kind === 'clbHttp' && listener.forwardPort !== undefined)
          for (const rule of listener.urlRules)
            yield {
              code: 'FORWARDING_RULE_NEVER_ASKED',
              origin: rule.origin,
              message: `rule ${rule.name} of ${where} is never asked, because the listener redirects every request`,
              also: [listener.origin],
              details: { path: rule.origin.path },
            }
      }
  },
}

function* findInAlb(listener: AlbListener, where: string, { assumptions }: Topology): Generator<Found> {
  for (const direction of ['request', 'response'] as const) {
    const rules = listener.rules
      .filter((rule) => rule.direction === direction)
      .toSorted((a, b) => a.priority - b.priority)
    // A rule that never decides stands in nobody's way.
    const deciding: ForwardingRule[] = []
    for (const rule of rules) {
      const contradiction = contradictionIn(rule, assumptions)
      const shadow = deciding.find((earlier) => includesRule(earlier, rule, assumptions))
      if (contradiction !== undefined)
        yield {
          code: 'FORWARDING_RULE_NEVER_MATCHES',
          origin: rule.origin,
          message: `rule ${rule.name} of ${where} asks for ${contradiction.map(conditionText).join(' and for ')}, which no request has together`,
          details: { path: rule.origin.path },
        }
      else if (shadow !== undefined)
        yield {
          code: 'FORWARDING_RULE_SHADOWED',
          origin: rule.origin,
          message: `rule ${rule.name} of ${where} never decides: rule ${shadow.name}, of priority ${shadow.priority}, takes all its requests`,
          also: [shadow.origin],
          details: { path: rule.origin.path, by: shadow.origin.path },
        }
      else deciding.push(rule)
    }
  }
}
