/** Which server gets a request, in words: among whom it was chosen, and which source it sees. */
import { formatIpv4 } from '../net/ipv4.ts'
import { type Account, told } from './account.ts'
import { groupOf } from './backend-details.ts'
import { backendText, someOf } from './balancer-text.ts'
import type { Decision } from './decision.ts'
import type { Live } from './live.ts'
import { poolAt } from './resting-pool.ts'
import { isClientKept } from './seen-source.ts'
import type { Tables } from './tables.ts'

export function backendAccount(tables: Tables, live: Live, decision: Decision): Account {
  const { choice, tuple, service, listener } = decision
  const { group } = groupOf(tables, decision)
  const { candidates, backend } = choice!
  const rule =
    service === undefined
      ? { text: group, origin: (tables.topology.serverGroups.get(choice!.group) ?? listener!).origin }
      : { text: group, origin: service.service.origin }
  if (backend === undefined) return told(group, 'There is nobody to pick.', rule)
  const others = candidates.map(backendText)
  const among =
    others.length === 1
      ? 'the only server that may be picked'
      : `one of ${others.length} that may be picked (${someOf(others)})`
  const open =
    poolAt(tables, live, choice!.key)?.isFailingOpen === true
      ? ' None of them is healthy, and then all of them are asked as if they were (fail-open).'
      : ''
  const balancer = tables.balancers.nodes[decision.balancer]?.balancer
  if (balancer?.kind === 'eas') {
    const why = `${backendText(backend)} gets it, ${among}.${open} The gateway calls it inside EAS, where no security group or ACL stands.`
    return told(group, why, rule)
  }
  const seen =
    service !== undefined || isClientKept(tables, listener!, choice!)
      ? 'the address of the caller'
      : `${formatIpv4(tuple.source)} and not the client's address`
  return told(group, `${backendText(backend)} gets it, ${among}.${open} It sees ${seen}.`, rule)
}
