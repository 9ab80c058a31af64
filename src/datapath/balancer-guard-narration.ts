/** Who is let in at a load balancer: access lists of its listeners and security groups of an ALB or NLB, in words. */
import { isZoned } from '../cloud/load-balancer.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { type Account, SOURCE_UNKNOWN, told } from './account.ts'
import { balancerText } from './balancer-text.ts'
import { BY_SESSION, CANNOT_TELL, type Decision } from './decision.ts'
import { describeRule } from './rule-text.ts'
import type { Tables } from './tables.ts'

export function accessAccount({ listener, tuple, sourceKnown }: Decision): Account {
  const { type, lists } = listener!.access!
  const component = `access list ${lists.map(({ name }) => name).join(', ')}`
  const found = lists.find(({ set }) => set.has(tuple.source))
  const rule = {
    text: `${type} list ${(found ?? lists[0])?.name}`,
    origin: (found ?? lists[0] ?? listener!).origin,
  }
  if (!sourceKnown) return told(component, SOURCE_UNKNOWN, rule, true)
  const source = formatIpv4(tuple.source)
  const why =
    type === 'white'
      ? found === undefined
        ? `The white list has no entries, which lets everybody pass.`
        : `The white list has the source ${source}.`
      : `The black list has not the source ${source}.`
  return told(component, why, rule)
}

export function guardAccount(tables: Tables, { balancer, ground }: Decision): Account {
  const node = tables.balancers.nodes[balancer]!
  const names = isZoned(node.balancer) ? node.balancer.securityGroups : []
  const component = `security group ${names.join(', ')} of ${balancerText(node.balancer)}`
  if (ground === BY_SESSION) return told(component, 'The packet belongs to a session that was let through.')
  if (ground === CANNOT_TELL) return told(component, SOURCE_UNKNOWN, undefined, true)
  const rule = node.guard!.rules[ground]
  if (rule === undefined) return told(component, 'No rule denies it, and then a balancer lets it in.')
  const text = describeRule(rule, 'ingress')
  return told(component, `The first rule that matches accepts: ${text}.`, { text, origin: rule.origin })
}
