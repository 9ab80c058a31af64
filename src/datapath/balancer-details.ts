/** What fills the templates of reasons at load balancers and service names. */
import { isZoned } from '../cloud/load-balancer.ts'
import { formatPattern } from '../cloud/pattern.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { formatPortRange } from '../net/port-range.ts'
import { hasPorts } from '../net/protocol.ts'
import { groupOf, lackOf, placed, ruleOf, serversOf } from './backend-details.ts'
import { balancerText, listenerText, requestText } from './balancer-text.ts'
import { certificateDetails } from './certificate-details.ts'
import type { Decision } from './decision.ts'
import type { Details } from './details.ts'
import { gatewayDetails } from './gateway-details.ts'
import { type Live, NONE } from './live.ts'
import { slotIn } from './nat-entry.ts'
import type { ReasonCode } from './reasons.ts'
import type { Tables } from './tables.ts'

/** Undefined where the reason is none of a balancer's. */
export function balancerDetails(
  tables: Tables,
  live: Live,
  decision: Decision,
  code: ReasonCode,
): Details | undefined {
  if (decision.balancer < 0 && decision.service === undefined) return undefined
  const byGateway = decision.balancer < 0 ? undefined : gatewayDetails(tables, decision, code)
  if (byGateway !== undefined) return byGateway
  return reasonDetails(tables, live, decision, code)
}

function reasonDetails(
  tables: Tables,
  live: Live,
  decision: Decision,
  code: ReasonCode,
): Details | undefined {
  const { listener, routed, asked, service } = decision
  const node = tables.balancers.nodes[decision.balancer]
  const holder = node?.balancer ?? service!.service
  const named = {
    balancer: node === undefined ? `service name ${holder.name}` : balancerText(node.balancer),
    ...(listener !== undefined && { listener: listener.name }),
  }
  const rule = ruleOf(decision)
  const target = asked === undefined ? '' : requestText(asked)
  switch (code) {
    case 'SG_DENY_RULE': {
      if (decision.target !== 'load-balancer') return undefined
      const { priority, origin, peer } = node!.guard!.rules[decision.ground]!
      const from = peer.kind === 'cidr' ? 'an address range' : 'others'
      const groups = isZoned(node!.balancer) ? node!.balancer.securityGroups.join(', ') : ''
      const app = `load balancer ${holder.name}`
      return {
        app,
        group: groups,
        direction: 'from',
        peer: from,
        priority: String(priority),
        ...placed(origin),
      }
    }
    case 'LISTENER_ABSENT':
      return {
        ...named,
        heard: heardOf(tables, decision),
        cure: listener === undefined ? 'add a listener for it' : `start listener ${listener.name}`,
        ...placed((listener ?? holder).origin),
      }
    case 'LISTENER_PROTOCOL_MISMATCH':
      return {
        ...named,
        heard: heardOf(tables, decision),
        cure: hasPorts(decision.tuple.protocol)
          ? `what it does not hear needs a ${service === undefined ? 'listener' : 'port'} of its own`
          : 'nobody behind such an address answers ping',
        ...placed(holder.origin),
      }
    case 'LB_ACL_DENIED': {
      const { type, lists } = listener!.access!
      const names = lists.map(({ name }) => name).join(', ')
      const refusing = type === 'black' ? lists.find(({ set }) => set.has(decision.tuple.source)) : lists[0]
      const address = `${formatIpv4(decision.tuple.source)}/32`
      const change =
        type === 'white'
          ? `add ${address} to access list ${names}`
          : `take ${address} out of access list ${refusing?.name}`
      return { ...named, list: refusing?.name ?? '', change, ...placed((refusing ?? listener!).origin) }
    }
    case 'HOST_UNMATCHED':
      return { ...named, host: asked!.host, hosts: hostsOf(decision), target, ...placed(listener!.origin) }
    case 'PATH_UNMATCHED':
    case 'FELL_TO_DEFAULT':
      return { ...named, target, ...placed(listener!.origin) }
    case 'LB_FIXED_RESPONSE': {
      const status = routed?.outcome.kind === 'answer' ? routed.outcome.status : 0
      return { ...named, status: String(status), ...placed((rule ?? listener!).origin) }
    }
    case 'BACKENDS_NONE':
      return { ...named, ...groupOf(tables, decision), lack: lackOf(tables, live, decision) }
    case 'BACKENDS_ALL_UNHEALTHY': {
      const { group, path, line, column } = groupOf(tables, decision)
      return { ...named, service: group, servers: serversOf(tables, decision), path, line, column }
    }
    case 'BACKEND_PORT_MISMATCH': {
      const { owner, listeners } = tables.owners[live.owner(decision.targetNumber)]!
      const served = [...new Set(listeners.map(({ ports }) => formatPortRange(ports)))].join(', ') || 'none'
      return { ...named, ...groupOf(tables, decision), server: owner.name, served }
    }
    case 'BACKEND_REGISTERING':
    case 'BACKEND_STALE':
      return { ...named, ...groupOf(tables, decision) }
    case 'ADDRESS_UNKNOWN':
      return decision.choice === undefined
        ? undefined
        : { ...named, place: `VPC ${node!.balancer.vpc}`, ...groupOf(tables, decision) }
    case 'LB_HAIRPIN':
      return {
        ...named,
        app: pickedOwner(tables, live, decision),
        cure:
          node!.balancer.kind === 'nlb'
            ? 'write preserveClientIp: false at its server group'
            : 'by an HTTP listener',
        ...placed(listener!.origin),
      }
    case 'K8S_SERVICE_OUTSIDE_VPC': {
      const serviceVpc = tables.vpcs[service!.vpc]!.vpc.name
      return { ...named, target: holder.name, serviceVpc, ...placed(holder.origin) }
    }
    case 'K8S_SERVICE_SELF_CALL':
      return { ...named, target: holder.name, ...placed(holder.origin) }
    default:
      return certificateDetails(tables, decision, code)
  }
}

/** Whose server has been picked; its address, where nobody of ours has that. */
function pickedOwner(tables: Tables, live: Live, { balancer, choice }: Decision): string {
  const { address } = choice!.backend!
  const slot = slotIn(tables, tables.vpcs[tables.balancers.nodes[balancer]!.vpc]!, live, address)
  return slot === NONE ? formatIpv4(address) : tables.owners[live.owner(slot)]!.owner.name
}

function heardOf(tables: Tables, { balancer, service }: Decision): string {
  const heard =
    service === undefined
      ? tables.balancers.nodes[balancer]!.listeners.map(({ listener }) => listenerText(listener))
      : service.service.ports.map(({ protocol, port }) => `${protocol} ${port}`)
  return heard.join(', ') || 'none'
}

function hostsOf({ listener }: Decision): string {
  if (listener?.kind === 'clbHttp') return listener.urlRules.map(({ domain }) => domain ?? 'any').join(', ')
  const hosts =
    listener?.kind === 'alb'
      ? listener.rules.flatMap(({ conditions }) =>
          conditions.flatMap((one) => (one.kind === 'host' ? one.patterns.map(formatPattern) : [])),
        )
      : []
  return [...new Set(hosts)].join(', ')
}
