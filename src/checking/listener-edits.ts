/**
 * Edits of listeners: one that is stopped is started, and where nobody listens at a port, a plain one is added that hands
 * everything to a group which the balancer has already (facts/load-balancing 1.2, 2.1, 2a.2).
 */
import type { Listener } from '../cloud/listener.ts'
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import { unwritten } from '../cloud/origin.ts'
import { balancing, httpSettings } from '../cloud/sae-clb-listener.ts'
import { isOfSae } from '../cloud/sae-front.ts'
import type { Topology } from '../cloud/topology.ts'
import { type Protocol, TCP, UDP } from '../net/protocol.ts'
import type { Blocked, EditMaker } from './blocked.ts'
import { added, type Draft, type Edit, removed, withMember } from './edit.ts'

/** A listener of CLB is made stopped, and stays so until somebody starts it (2.1). */
export const startListeners: EditMaker = (blocked, { tables: { topology } }) => {
  const edits = new Map<string, Edit>()
  for (const one of blocked) {
    const balancer = balancerOf(one, topology)
    const listener = balancer?.listeners.get(one.details['listener'] ?? '')
    if (balancer === undefined || listener?.isStopped !== true || isOfSae(listener)) continue
    const origin = { ...listener.origin, path: `${listener.origin.path}.running` }
    edits.set(origin.path, {
      kind: 'listenerRunning',
      words: `start listener ${listener.name} of load balancer ${balancer.name}`,
      origin,
      lines: [removed('running: false'), added('running: true')],
      apply: (draft) =>
        withListener(draft, balancer.name, listener.name, ({ isStopped: _, ...rest }) => rest),
    })
  }
  return [...edits.values()]
}

/** Nobody listens there: a listener like one that the balancer has, without its rules. */
export const addListeners: EditMaker = (blocked, { tables: { topology } }) => {
  const edits = new Map<string, Edit>()
  for (const one of blocked) {
    const balancer = balancerOf(one, topology)
    if (balancer === undefined || one.hop === undefined || one.details['listener'] !== undefined) continue
    const { protocol, destinationPort } = one.hop.before
    const like = [...balancer.listeners.values()].find((each) => isModel(each, protocol, topology))
    if (like === undefined) continue
    const made = plainListener(like, balancer, destinationPort, topology)
    edits.set(made.origin.path, {
      kind: 'balancerListener',
      words: `give load balancer ${balancer.name} a listener at ${made.protocol} ${made.port} for server group ${made.defaultGroup}`,
      origin: made.origin,
      lines: [added(`${made.name}: ${textOf(made)}`)],
      apply: (draft) => withListener(draft, balancer.name, made.name, () => made),
    })
  }
  return [...edits.values()]
}

function balancerOf({ details }: Blocked, { loadBalancers }: Topology): LoadBalancer | undefined {
  const [, name] = /^load balancer (.+)$/.exec(details['balancer'] ?? '') ?? []
  return name === undefined ? undefined : loadBalancers.get(name)
}

/** Its group is one of the file, and no certificate would have to be found. */
function isModel(listener: Listener, protocol: Protocol, { serverGroups }: Topology): boolean {
  const { defaultGroup } = listener
  const isOnUdp = listener.protocol === 'udp' || listener.protocol === 'quic'
  if (defaultGroup === undefined || isOfSae(listener) || protocol !== (isOnUdp ? UDP : TCP)) return false
  if (listener.protocol === 'tcpssl' || listener.protocol === 'quic') return false
  return serverGroups.get(defaultGroup)?.origin.path.startsWith('serverGroups.') === true
}

/** With the defaults of its kind; HTTP in the place of HTTPS. */
function plainListener(
  like: Listener,
  { name: of, listeners }: LoadBalancer,
  port: number,
  { assumptions }: Topology,
): Listener {
  const protocol = like.protocol === 'https' ? 'http' : like.protocol
  const name = listeners.has(`${protocol}-${port}`) ? `${protocol}-${port}-too` : `${protocol}-${port}`
  const common = {
    name,
    port,
    ...(like.defaultGroup !== undefined && { defaultGroup: like.defaultGroup }),
    origin: unwritten(`loadBalancers.${of}.listeners.${name}`),
  }
  switch (like.kind) {
    case 'alb':
      return { ...common, ...httpSettings([]), kind: 'alb', protocol: 'http', rules: [] }
    case 'clbHttp':
      return {
        ...common,
        ...httpSettings([]),
        ...balancing('http', assumptions),
        kind: 'clbHttp',
        protocol: 'http',
        urlRules: [],
      }
    case 'clbStream': {
      const { protocol, establishedTimeoutUs } = like
      const stream = { kind: 'clbStream' as const, protocol, establishedTimeoutUs, persistenceUs: 0 }
      return { ...common, ...balancing(protocol, assumptions), ...stream }
    }
    case 'nlb':
      return {
        ...common,
        kind: 'nlb',
        protocol: like.protocol,
        certificates: [],
        idleTimeoutUs: like.idleTimeoutUs,
      }
  }
}

function textOf(listener: Listener): string {
  const { port, protocol, defaultGroup } = listener
  return `{ port: ${port}, protocol: ${protocol}, default: ${defaultGroup} }`
}

function withListener(
  draft: Draft,
  name: string,
  key: string,
  change: (before: Listener) => Listener,
): Draft | undefined {
  const balancer = draft.topology.loadBalancers.get(name)
  if (balancer === undefined) return undefined
  const before = balancer.listeners.get(key)
  const listeners = new Map([...balancer.listeners, [key, change(before as Listener)]])
  return withMember(draft, 'loadBalancers', { ...balancer, listeners } satisfies LoadBalancer)
}
